package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.Pin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.solver.SolverFailure.Kind;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads requests as apt's command line does: {@code name[:architecture][=version|/release][+|-]}, tasks and patterns. Some
 * requests already change candidates while they are read. Not thread-safe.
 */
final class RequestReader {
    private final DependencyCache cache;
    private final PackageIndex index;
    private final PackageSelector selector;

    /** By version to install: the request that first named it. */
    private final Map<Integer, String> installs = new LinkedHashMap<>();

    /** By version of a package to keep out: the request. */
    private final Map<Integer, String> removals = new LinkedHashMap<>();

    private final List<ReleaseSelection.Choice> ofReleases = new ArrayList<>();

    RequestReader(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
        selector = new PackageSelector(cache);
    }

    Map<Integer, String> installs() {
        return installs;
    }

    Map<Integer, String> removals() {
        return removals;
    }

    List<ReleaseSelection.Choice> ofReleases() {
        return ofReleases;
    }

    void read(String request) throws SolverFailure {
        boolean modified = request.length() > 1 && (request.endsWith("+") || request.endsWith("-"));
        boolean removal = modified && request.endsWith("-");
        if (modified) {
            IntList named = new Words(request, request, removal, true).versions();
            if (!named.isEmpty()) {
                add(named, request, installs);
                return;
            }
        }
        String word = modified ? request.substring(0, request.length() - 1) : request;
        add(new Words(request, word, removal, false).versions(), request, removal ? removals : installs);
    }

    private static void add(IntList versions, String request, Map<Integer, String> to) {
        for (int i = 0; i < versions.size(); i++) {
            to.putIfAbsent(versions.get(i), request);
        }
    }

    /** One request, without its suffix. */
    private final class Words {
        private final String request;
        private final String name;

        /** What follows {@code =} or {@code /}; empty without. */
        private final String choice;

        private final boolean hasChoice;

        private final boolean ofRelease;

        /** Whether the newest version stands for a package, as it does where the package is to be kept out. */
        private final boolean newest;

        /** Whether only exact names count, and nothing found is no failure. */
        private final boolean exactly;

        Words(String request, String word, boolean newest, boolean exactly) {
            this.request = request;
            this.newest = newest;
            this.exactly = exactly;
            int mark = Math.max(word.lastIndexOf('/'), word.lastIndexOf('='));
            name = mark < 0 ? word : word.substring(0, mark);
            choice = mark < 0 ? "" : word.substring(mark + 1);
            ofRelease = mark >= 0 && word.charAt(mark) == '/';
            hasChoice = mark >= 0;
        }

        IntList versions() throws SolverFailure {
            PackageSelector.Selection selection = selector.select(name, exactly);
            if (selection.isEmpty() && !exactly) {
                throw new SolverFailure(Kind.UNKNOWN_PACKAGE, request);
            }
            IntList versions = new IntList();
            for (int pkg : selection.packages()) {
                int version = version(pkg);
                if (version != NONE) {
                    versions.add(version);
                } else if (!selection.several() && !exactly && !newest) {
                    throw failure(pkg);
                }
            }
            return versions;
        }

        private SolverFailure failure(int pkg) {
            List<Integer> providers = new ArrayList<>();
            for (int place = index.firstProvider(pkg); place < index.endProvider(pkg); place++) {
                int provider = index.providerVersion(place);
                if (cache.candidate(index.packageOf(provider)) == provider) {
                    providers.add(provider);
                }
            }
            List<Integer> versions = new ArrayList<>();
            for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
                versions.add(index.version(place));
            }
            Kind kind = Kind.NO_CANDIDATE;
            if (versions.isEmpty() && !providers.isEmpty()) {
                kind = Kind.AMBIGUOUS;
            } else if (!versions.isEmpty() && hasChoice) {
                kind = Kind.NO_SUCH_VERSION;
            }
            return new SolverFailure(kind, request, versions, providers);
        }

        private int version(int pkg) {
            if (!hasChoice && newest) {
                return index.highestVersion(pkg);
            }
            if (!hasChoice || choice.equals("candidate")) {
                int candidate = cache.candidate(pkg);
                return candidate != NONE
                        ? candidate
                        : onlyProvider(pkg, place -> isCandidate(index.providerVersion(place)));
            }
            if (choice.equals("newest")) {
                return index.highestVersion(pkg);
            }
            return chosen(pkg);
        }

        private boolean isCandidate(int version) {
            return cache.candidate(index.packageOf(version)) == version;
        }

        private int chosen(int pkg) {
            VersionMatch match = new VersionMatch(ofRelease ? Pin.Kind.RELEASE : Pin.Kind.VERSION, choice);
            int version = firstMatching(pkg, match);
            if (version == NONE && !ofRelease) {
                version = ownProvided(pkg, match);
            }
            if (version == NONE) {
                IntPredicate test = ofRelease ? this::isInRelease : this::providesChoice;
                version = onlyProvider(pkg, test);
                preferProviders(pkg, test);
            }
            if (version != NONE && (ofRelease || !choice.equals(index.text(index.versionText(version))))) {
                ofReleases.add(new ReleaseSelection.Choice(version, choice));
            }
            return version;
        }

        private int firstMatching(int pkg, VersionMatch match) {
            for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
                if (match.matches(index, cache.policy().files(), index.version(place))) {
                    return index.version(place);
                }
            }
            return NONE;
        }

        /** A version of the package that provides the package in the chosen version. */
        private int ownProvided(int pkg, VersionMatch match) {
            for (int place = index.firstProvider(pkg); place < index.endProvider(pkg); place++) {
                int text = index.providedText(place);
                if (text != 0
                        && index.packageOf(index.providerVersion(place)) == pkg
                        && match.matchesVersion(index.text(text))) {
                    return index.providerVersion(place);
                }
            }
            return NONE;
        }

        private boolean isInRelease(int place) {
            int version = index.providerVersion(place);
            var details = index.details();
            for (int file = details.firstFile(version); file < details.endFile(version); file++) {
                ReleaseInfo release =
                        cache.policy().files().get(details.file(file)).release();
                if (choice.equals(release.suite().orElse(""))
                        || choice.equals(release.codename().orElse(""))) {
                    return true;
                }
            }
            return false;
        }

        private boolean providesChoice(int place) {
            return index.text(index.providedText(place)).equals(choice);
        }

        /** Makes the matching providers candidates, each package's if it has only one. */
        private void preferProviders(int pkg, IntPredicate test) {
            IntList versions = matchingProviders(pkg, test);
            for (int i = 0; i < versions.size(); i++) {
                int owner = index.packageOf(versions.get(i));
                int count = 0;
                for (int j = 0; j < versions.size(); j++) {
                    count += index.packageOf(versions.get(j)) == owner ? 1 : 0;
                }
                if (count == 1) {
                    cache.setCandidate(versions.get(i));
                }
            }
        }

        private IntList matchingProviders(int pkg, IntPredicate test) {
            IntList versions = new IntList(2);
            for (int place = index.firstProvider(pkg); place < index.endProvider(pkg); place++) {
                if (test.test(place)) {
                    versions.add(index.providerVersion(place));
                }
            }
            return versions;
        }

        /** A virtual package stands for its provider if packages of only one name provide it. */
        private int onlyProvider(int pkg, IntPredicate test) {
            IntList versions = matchingProviders(pkg, test);
            int chosen = NONE;
            for (int i = 0; i < versions.size(); i++) {
                int owner = index.packageOf(versions.get(i));
                if (chosen == NONE) {
                    chosen = versions.get(i);
                    continue;
                }
                int before = index.packageOf(chosen);
                if (index.name(before) != index.name(owner)) {
                    return NONE;
                }
                boolean samePackageArchitecture = index.architecture(pkg) == index.architecture(before);
                if (!samePackageArchitecture && index.architecture(owner) < index.architecture(before)) {
                    chosen = versions.get(i);
                }
            }
            return chosen;
        }
    }
}
