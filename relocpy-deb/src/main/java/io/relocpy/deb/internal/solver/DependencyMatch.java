package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;

/** Tells which versions a dependency is about, whatever is installed. Immutable. */
final class DependencyMatch {
    private final PackageIndex index;

    DependencyMatch(PackageIndex index) {
        this.index = index;
    }

    /** Whether a negative dependency of a version does not reach a package, which is its target. */
    boolean ignoresTarget(int version, int dependency) {
        if (!Relations.isNegative(index.type(dependency))) {
            return false;
        }
        int target = index.target(dependency);
        int own = index.packageOf(version);
        if (index.name(own) != index.name(target)) {
            return false;
        }
        return own == target || (index.is(version, Relations.SAME) && !index.isImplicit(dependency));
    }

    /** Whether a negative dependency of a version does not reach a provider of its target. */
    private boolean ignoresProvider(int version, int dependency, int provider) {
        return Relations.isNegative(index.type(dependency))
                && (index.isImplicit(dependency)
                        || index.name(index.packageOf(provider)) == index.name(index.packageOf(version)));
    }

    /** Whether a package as its target hits the dependency with that version. */
    boolean isHit(int version, int dependency, int targetVersion) {
        return targetVersion != NONE
                && !ignoresTarget(version, dependency)
                && index.satisfies(index.versionText(targetVersion), dependency);
    }

    /** Whether a link to a provider of its target hits the dependency. */
    boolean isHitByProvider(int version, int dependency, int place) {
        return !ignoresProvider(version, dependency, index.providerVersion(place))
                && index.satisfies(index.providedText(place), dependency);
    }
}
