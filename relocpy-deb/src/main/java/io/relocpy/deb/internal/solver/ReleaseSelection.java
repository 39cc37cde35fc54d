package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code name/release} does to other packages: where the present candidates do not satisfy a versioned dependency of
 * the requested version, those of that release become candidates. Not thread-safe.
 */
final class ReleaseSelection {
    private final DependencyCache cache;
    private final PackageIndex index;

    /** A version that was requested of a release. */
    record Choice(int version, String release) {}

    /** The versions that were made candidates. */
    private final List<Integer> changed = new ArrayList<>();

    ReleaseSelection(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
    }

    void apply(List<Choice> choices) {
        choices.forEach(each -> cache.setCandidate(each.version));
        for (Choice each : choices) {
            changed.add(each.version);
            select(each.version, each.release, 0);
        }
    }

    private boolean select(int version, String release, int depth) {
        if (depth > DeepRecursion.MAX_DEPTH) {
            return false;
        }
        cache.setCandidate(version);
        if (release.equals("installed") || release.equals("candidate")) {
            return true;
        }
        int keep = changed.size() - 1;
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (matters(index.type(from)) && !isSatisfied(from, to)) {
                boolean found = selectOne(from, to, release, depth);
                if (!found && Relations.isDepends(index.type(from))) {
                    giveUp(keep);
                    return false;
                }
            }
            from = to;
        }
        return true;
    }

    /** A failure further down may have taken entries out already that were made before it, as in apt. */
    private void giveUp(int keep) {
        int size = changed.size();
        changed.subList(Math.min(keep + 1, size), size).forEach(cache::setCandidate);
        changed.subList(Math.min(keep, size), size).clear();
    }

    private boolean matters(int type) {
        return Relations.isDepends(type)
                || ((type == Relations.RECOMMENDS || type == Relations.SUGGESTS) && cache.isImportant(type));
    }

    /** Whether present candidates satisfy one of the alternatives. */
    private boolean isSatisfied(int from, int to) {
        for (int dependency = from; dependency < to; dependency++) {
            int target = index.target(dependency);
            int candidate = cache.candidate(target);
            if (index.wantedText(dependency) == 0 && index.hasProviders(target)) {
                if (hasUsableProvider(target)) {
                    return true;
                }
            } else if (candidate != NONE
                    && index.satisfies(index.versionText(candidate), dependency)
                    && isUsable(candidate)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasUsableProvider(int target) {
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int provider = index.providerVersion(place);
            if (cache.candidate(index.packageOf(provider)) == provider && isUsable(provider)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what is installed already satisfies all that a version must have. */
    private boolean isUsable(int version) {
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (Relations.isCritical(index.type(from)) && !cache.groupHoldsInstalled(version, from, to)) {
                return false;
            }
            from = to;
        }
        return true;
    }

    /** Whether a version of the release satisfies one of the alternatives; only those with a version are tried. */
    private boolean selectOne(int from, int to, String release, int depth) {
        for (int dependency = from; dependency < to; dependency++) {
            int target = index.target(dependency);
            int wanted = index.wantedText(dependency) == 0 ? NONE : versionOf(target, release);
            if (wanted == NONE || !index.satisfies(index.versionText(wanted), dependency)) {
                continue;
            }
            int before = cache.candidate(target);
            if (wanted == before && changed.stream().anyMatch(each -> index.packageOf(each) == target)) {
                return true;
            }
            changed.add(wanted);
            if (descend(wanted, release, depth)) {
                return true;
            }
            if (dependency == to - 1) {
                return false;
            }
            if (before != NONE) {
                cache.setCandidate(before);
            }
            if (!changed.isEmpty()) {
                changed.remove(changed.size() - 1);
            }
        }
        return false;
    }

    private boolean descend(int version, String release, int depth) {
        if (DeepRecursion.isDue(depth)) {
            return DeepRecursion.call(() -> select(version, release, depth + 1));
        }
        return select(version, release, depth + 1);
    }

    private int versionOf(int pkg, String release) {
        if (release.equals("newest")) {
            return index.highestVersion(pkg);
        }
        VersionMatch match = new VersionMatch(Pin.Kind.RELEASE, release);
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            if (match.matches(index, cache.policy().files(), index.version(place))) {
                return index.version(place);
            }
        }
        return NONE;
    }
}
