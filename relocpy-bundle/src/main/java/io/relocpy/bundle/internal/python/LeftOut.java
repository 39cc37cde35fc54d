package io.relocpy.bundle.internal.python;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of the caller's directories are left out: hidden ones, since they are of version control and editors or hold
 * secrets; what Python compiled; copies that editors keep; bundles; what the build writes; and what the caller excludes. For one
 * thread; it remembers which patterns were of use.
 */
public final class LeftOut {
    /** As in {@code .gitignore}: the name alone decides. */
    private static final List<String> BY_DEFAULT = List.of(".*", "__pycache__", "CVS", "*~", "#*#");

    private final List<Rule> defaults;
    private final List<Rule> excluded;
    private final List<Rule> included;
    private final Set<Path> results;
    private final BundleTest bundles;
    private final Set<Rule> effective = new HashSet<>();

    /** Tells bundles from other files. */
    @FunctionalInterface
    public interface BundleTest {
        boolean isBundle(Path path) throws IOException;
    }

    /**
     * @param excluded what else is left out
     * @param included what is not left out by default
     * @param results real paths of what the build writes, which an earlier one may have written
     * @param bundles for the bundles of other builds, which are no scripts
     * @throws java.util.regex.PatternSyntaxException if one is not a glob
     */
    public LeftOut(
            Collection<String> excluded, Collection<String> included, Collection<Path> results, BundleTest bundles) {
        this.defaults = rules(BY_DEFAULT);
        this.excluded = rules(excluded);
        this.included = rules(included);
        this.results = Set.copyOf(results);
        this.bundles = bundles;
    }

    private record Rule(String pattern, PathMatcher matcher, boolean nameOnly) {
        /** @throws java.util.regex.PatternSyntaxException if it is not a glob */
        static Rule of(String pattern) {
            String glob = pattern.replaceFirst("/$", "");
            boolean nameOnly = !glob.contains("/");
            return new Rule(
                    pattern, FileSystems.getDefault().getPathMatcher("glob:" + glob.replaceFirst("^/", "")), nameOnly);
        }

        boolean matches(Path path) {
            return matcher.matches(nameOnly ? path.getFileName() : path);
        }
    }

    private static List<Rule> rules(Collection<String> patterns) {
        return patterns.stream().map(Rule::of).toList();
    }

    /**
     * @param directory the real path of the one that the caller named
     * @param path relative to it
     */
    boolean leavesOut(Path directory, Path path) throws IOException {
        return matches(excluded, path)
                || results.contains(directory.resolve(path))
                || ((matches(defaults, path) || bundles.isBundle(directory.resolve(path))) && !matches(included, path));
    }

    /** The caller's patterns that have changed nothing so far: a mistyped one may let a secret pass. */
    List<String> withoutEffect() {
        return Stream.concat(excluded.stream(), included.stream())
                .filter(rule -> !effective.contains(rule))
                .map(Rule::pattern)
                .distinct()
                .toList();
    }

    private boolean matches(List<Rule> rules, Path path) {
        List<Rule> matching = rules.stream().filter(rule -> rule.matches(path)).toList();
        effective.addAll(matching);
        return !matching.isEmpty();
    }
}
