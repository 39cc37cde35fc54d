package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.IntSort;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.VersionRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders candidates by their common provides: for each name that several provide, a candidate is penalized once for every
 * newer version among the others.
 */
final class CommonDependencyOrder {
    private CommonDependencyOrder() {}

    /** A candidate's provided version of a name, exact or as an upper bound. */
    private record Provided(int candidate, Evr evr, boolean below) {}

    /** Returns the candidates, the lowest penalty first; the sort is stable. */
    static int[] sort(Pool pool, int[] candidates) {
        int[] badness = new int[candidates.length];
        for (List<Provided> provided : byName(pool, candidates).values()) {
            if (provided.size() > 1) {
                addBadness(provided, badness);
            }
        }
        int[] order = new int[candidates.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        IntSort.sort(order, 0, order.length, (a, b) -> Integer.compare(badness[a], badness[b]));
        int[] sorted = new int[candidates.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = candidates[order[i]];
        }
        return sorted;
    }

    private static Map<String, List<Provided>> byName(Pool pool, int[] candidates) {
        Map<String, List<Provided>> byName = new LinkedHashMap<>();
        for (int i = 0; i < candidates.length; i++) {
            Nevra nevra = pool.nevra(candidates[i]);
            boolean self = false;
            for (Capability each :
                    pool.table(candidates[i]).capabilities(pool.row(candidates[i]), DependencyKind.PROVIDES)) {
                @Nullable Evr evr = each.evr().orElse(null);
                if (evr != null && counts(each.comparison(), evr)) {
                    byName.computeIfAbsent(each.name(), name -> new ArrayList<>())
                            .add(new Provided(i, evr, each.comparison() == Comparison.LT));
                }
                self |= each.comparison() == Comparison.EQ
                        && each.name().equals(nevra.name())
                        && nevra.evr().equals(evr);
            }
            if (!self && counts(Comparison.EQ, nevra.evr())) {
                byName.computeIfAbsent(nevra.name(), name -> new ArrayList<>())
                        .add(new Provided(i, nevra.evr(), false));
            }
        }
        return byName;
    }

    /** Ignores lower bounds, and versions that look like hashes, which have no order. */
    private static boolean counts(Comparison comparison, Evr evr) {
        return switch (comparison) {
            case EQ -> !looksLikeHash(evr.toString());
            case LE, LT -> true;
            case GE, GT, ANY -> false;
        };
    }

    private static boolean looksLikeHash(String version) {
        return version.length() >= 4 && version.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static void addBadness(List<Provided> provided, int[] badness) {
        int[] order = new int[provided.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        IntSort.sort(order, 0, order.length, (a, b) -> compare(provided.get(a), provided.get(b)));
        int bad = 0;
        for (int i = 0; i < order.length; i++) {
            Provided each = provided.get(order[i]);
            if (i > 0) {
                Provided before = provided.get(order[i - 1]);
                if (before.candidate != each.candidate && compare(before, each) == -1) {
                    bad++;
                }
            }
            badness[each.candidate] += bad;
        }
    }

    /** Compares: newer versions first, an upper bound after the version itself. */
    private static int compare(Provided a, Provided b) {
        int order = VersionRange.compare(b.evr, a.evr);
        if (order == 0 && a.below != b.below) {
            return a.below ? 1 : -1;
        }
        return order;
    }
}
