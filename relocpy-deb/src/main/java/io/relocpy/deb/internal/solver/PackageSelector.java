package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds the packages that a word of apt's command line names: exactly, else as a task, a pattern, a shell pattern or a regular
 * expression.
 */
final class PackageSelector {
    private static final String GLOB_CHARACTERS = ".?*[]!";
    private static final String REGEX_CHARACTERS = ".?+*|[^$";

    private final DependencyCache cache;
    private final PackageIndex index;
    private final List<String> architectures;

    PackageSelector(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
        architectures = index.architectures();
    }

    /**
     * What a word names.
     *
     * @param several whether it is a pattern of which some packages may have no candidate
     */
    record Selection(int[] packages, boolean several) {
        private static Selection of(int... packages) {
            return new Selection(packages, false);
        }

        boolean isEmpty() {
            return packages.length == 0;
        }
    }

    Selection select(String word, boolean exactly) throws SolverFailure {
        int colon = word.lastIndexOf(':');
        String name = colon < 0 ? word : word.substring(0, colon);
        String architecture = colon < 0 ? "" : word.substring(colon + 1);
        if (architecture.equals("all") || architecture.equals("native")) {
            architecture = architectures.get(0);
        }
        Selection exact = named(name, architecture);
        if (exact.isEmpty()) {
            exact = namedByDependencies(name, architecture);
        }
        return exact.isEmpty() && !exactly ? pattern(word) : exact;
    }

    private Selection named(String name, String architecture) {
        if (index.findName(name) == NONE) {
            return Selection.of();
        }
        if (architecture.isEmpty()) {
            int preferred = preferred(name);
            return preferred == NONE ? Selection.of() : Selection.of(preferred);
        }
        IntList hits = new IntList();
        int id = index.findName(name);
        for (int place = index.firstOfName(id); place < index.endOfName(id); place++) {
            int pkg = index.packageOfName(place);
            if (matches(architecture, index.architectureText(index.architecture(pkg)))) {
                hits.add(pkg);
            }
        }
        boolean all = architecture.indexOf('*') >= 0;
        return hits.isEmpty() ? Selection.of() : all ? Selection.of(hits.toArray()) : Selection.of(hits.get(0));
    }

    private static boolean matches(String wanted, String architecture) {
        return wanted.equals("any")
                || wanted.equals("*")
                || wanted.equals(architecture)
                || wanted.equals("linux-any")
                || wanted.equals("linux-*")
                || wanted.equals("linux-" + architecture)
                || wanted.equals("any-" + architecture);
    }

    /** {@code name:architecture} that only dependencies mention. */
    private Selection namedByDependencies(String name, String architecture) {
        int unprovided = NONE;
        for (String each : architecture.isEmpty() ? architectures : List.of(architecture)) {
            int pkg = index.find(name + ":" + each, "any");
            if (pkg != NONE && (!architecture.isEmpty() || index.hasProviders(pkg))) {
                return Selection.of(pkg);
            }
            unprovided = unprovided == NONE ? pkg : unprovided;
        }
        return unprovided == NONE ? Selection.of() : Selection.of(unprovided);
    }

    /** The package of that name for the first architecture that has versions of it, else for the first at all. */
    private int preferred(String name) {
        int virtual = NONE;
        for (String each : architectures) {
            int pkg = index.find(name, each);
            if (pkg != NONE && index.hasVersions(pkg)) {
                return pkg;
            }
            virtual = virtual == NONE ? pkg : virtual;
        }
        int none = index.find(name, "none");
        if (none != NONE && index.hasVersions(none)) {
            return none;
        }
        return virtual == NONE ? none : virtual;
    }

    private Selection pattern(String word) throws SolverFailure {
        int colon = word.lastIndexOf(':');
        String base = colon < 0 ? word : word.substring(0, colon);
        String suffix = colon < 0 ? "" : word.substring(colon + 1);
        if (base.endsWith("^")) {
            String architecture = colon < 0 ? architectures.get(0) : suffix;
            Selection task = task(base.substring(0, base.length() - 1), architecture);
            if (!task.isEmpty()) {
                return task;
            }
        }
        Optional<Predicate<String>> pattern = NamePattern.of(word);
        if (pattern.isPresent()) {
            return new Selection(ofAnyArchitecture(pattern.get()), false);
        }
        if (hasOneOf(word, GLOB_CHARACTERS)) {
            boolean split = colon >= 0 && !hasOneOf(suffix, GLOB_CHARACTERS);
            String glob = split ? base : word;
            Selection matching = matching(each -> Glob.matches(glob, each), split ? suffix : "", colon >= 0);
            if (!matching.isEmpty()) {
                return matching;
            }
        }
        if (hasOneOf(word, REGEX_CHARACTERS)) {
            boolean split = colon >= 0 && !hasOneOf(suffix, REGEX_CHARACTERS);
            return NamePattern.expression(split ? base : word)
                    .map(names -> matching(names, split ? suffix : "", colon >= 0))
                    .orElse(Selection.of());
        }
        return Selection.of();
    }

    private int[] ofAnyArchitecture(Predicate<String> names) {
        return IntStream.range(0, index.packageCount())
                .filter(pkg -> names.test(index.nameText(index.name(pkg))))
                .toArray();
    }

    private static boolean hasOneOf(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }

    /** The packages whose candidates belong to a task. */
    private Selection task(String task, String architecture) {
        return select(name -> index.find(name, architecture), pkg -> {
            int candidate = cache.candidate(pkg);
            String tasks = candidate == NONE ? "" : index.text(index.details().task(candidate));
            return List.of(tasks.split("[, \n\t]+")).contains(task);
        });
    }

    private Selection matching(Predicate<String> test, String suffix, boolean onlyThatArchitecture) {
        String architecture = suffix.isEmpty() ? architectures.get(0) : suffix;
        return select(
                name -> {
                    if (!test.test(name)) {
                        return NONE;
                    }
                    int pkg = index.find(name, architecture);
                    return pkg == NONE && !onlyThatArchitecture ? preferred(name) : pkg;
                },
                pkg -> true);
    }

    private interface Lookup {
        int find(String name);
    }

    private Selection select(Lookup lookup, Predicate<Integer> test) {
        List<Integer> packages = new ArrayList<>();
        for (int name = 0; name < index.nameCount(); name++) {
            int pkg = lookup.find(index.nameText(name));
            if (pkg != NONE && test.test(pkg)) {
                packages.add(pkg);
            }
        }
        return new Selection(packages.stream().mapToInt(each -> each).sorted().toArray(), true);
    }
}
