package io.relocpy.rpm.internal.pool;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.internal.names.VersionComparator;
import org.jspecify.annotations.Nullable;

/** Compares provided versions with required ranges, as rpm's {@code rpmdsCompare} and libsolv do. */
public final class VersionRange {
    private static final int LESS = 4;
    private static final int EQUAL = 2;
    private static final int GREATER = 1;

    private VersionRange() {}

    /**
     * Returns whether two ranges overlap. A missing version matches every version; a version without a release matches every
     * release.
     *
     * @param comparison comparison of the provided capability
     * @param evr version of the provided capability; null exactly if {@code comparison} is {@code ANY}
     * @param wanted the required capability; names are not compared
     */
    public static boolean matches(Comparison comparison, @Nullable Evr evr, Capability wanted) {
        Evr bound = wanted.evr().orElse(null);
        if (evr == null || bound == null) {
            return true;
        }
        int provided = bits(comparison);
        int asked = bits(wanted.comparison());
        if ((provided & asked & (LESS | GREATER)) != 0) {
            return true; // both are unbounded in the same direction
        }
        int order = compareHead(evr, bound);
        if (order < 0) {
            return (asked & LESS) != 0 || (provided & GREATER) != 0;
        }
        if (order > 0) {
            return (asked & GREATER) != 0 || (provided & LESS) != 0;
        }
        @Nullable String release = release(evr);
        @Nullable String boundRelease = release(bound);
        if (release == null && boundRelease != null) {
            return (provided & EQUAL) != 0;
        }
        if (release != null && boundRelease == null) {
            return (asked & EQUAL) != 0;
        }
        int last =
                release == null || boundRelease == null ? 0 : VersionComparator.INSTANCE.compare(release, boundRelease);
        if (last < 0) {
            return (asked & LESS) != 0 || (provided & GREATER) != 0;
        }
        if (last > 0) {
            return (asked & GREATER) != 0 || (provided & LESS) != 0;
        }
        return (provided & asked & EQUAL) != 0;
    }

    /** Compares as {@link Evr#compareTo}, except that a missing release equals every release. */
    public static int compare(Evr a, Evr b) {
        int order = compareHead(a, b);
        if (order != 0) {
            return order;
        }
        @Nullable String x = release(a);
        @Nullable String y = release(b);
        return x == null || y == null ? missing(x, y) : VersionComparator.INSTANCE.compare(x, y);
    }

    /** Returns -2 or 2 if only one has a release: unequal, but neither newer nor older. */
    private static int missing(@Nullable String x, @Nullable String y) {
        return x == null ? (y == null ? 0 : -2) : 2;
    }

    private static int compareHead(Evr a, Evr b) {
        return a.epoch() != b.epoch()
                ? Long.compare(a.epoch(), b.epoch())
                : VersionComparator.INSTANCE.compare(a.version(), b.version());
    }

    /** Treats an empty release as missing. */
    private static @Nullable String release(Evr evr) {
        return evr.release().filter(it -> !it.isEmpty()).orElse(null);
    }

    private static int bits(Comparison comparison) {
        return switch (comparison) {
            case LT -> LESS;
            case LE -> LESS | EQUAL;
            case EQ -> EQUAL;
            case GE -> GREATER | EQUAL;
            case GT -> GREATER;
            case ANY -> LESS | EQUAL | GREATER;
        };
    }
}
