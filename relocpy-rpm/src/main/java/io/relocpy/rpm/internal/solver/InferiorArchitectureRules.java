package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Excludes packages of a worse architecture if one of the same name exists for a better one: i686 if x86_64 exists.
 *
 * <p>The rule for such a package {@code p} is {@code (-p | same build of a best architecture…)}: it can be installed in
 * lock-step with the better one.
 */
public final class InferiorArchitectureRules {
    private InferiorArchitectureRules() {}

    /**
     * Returns the literals of each rule, in the order of the first id of each name. Requested names are exempt, so that an
     * inferior architecture can be requested.
     *
     * @param jobs the candidates of each request
     */
    public static List<int[]> of(Pool pool, BitSet considered, List<int[]> jobs) {
        List<int[]> all = of(pool, considered);
        BitSet inferior = new BitSet();
        all.forEach(rule -> inferior.set(-rule[0]));
        BitSet exempt = new BitSet();
        for (int[] job : jobs) {
            for (int id : job) {
                if (inferior.get(id)) {
                    for (int same : pool.sameName(id)) {
                        exempt.set(same);
                    }
                }
            }
        }
        return all.stream().filter(rule -> !exempt.get(-rule[0])).toList();
    }

    private static List<int[]> of(Pool pool, BitSet considered) {
        List<int[]> out = new ArrayList<>();
        if (!pool.hasSeveralArchitectures()) {
            return out;
        }
        for (int id = considered.nextSetBit(0); id >= 0; id = considered.nextSetBit(id + 1)) {
            SearchLimitException.ifInterrupted();
            int[] group = pool.sameName(id);
            if (id == firstConsidered(group, considered)) {
                addGroup(pool, considered, group, out);
            }
        }
        return out;
    }

    private static int firstConsidered(int[] group, BitSet considered) {
        for (int id : group) {
            if (considered.get(id)) {
                return id;
            }
        }
        return 0;
    }

    private static void addGroup(Pool pool, BitSet considered, int[] group, List<int[]> out) {
        int best = Integer.MAX_VALUE;
        for (int id : group) {
            int score = pool.archScore(id);
            if (considered.get(id) && score > Architecture.SCORE_NOARCH) {
                best = Math.min(best, score);
            }
        }
        if (best == Integer.MAX_VALUE) {
            return;
        }
        for (int id : group) {
            if (considered.get(id) && !isBest(pool, id, best)) {
                IntList literals = new IntList(4);
                literals.add(-id);
                for (int other : group) {
                    if (other != id
                            && pool.evr(other).equals(pool.evr(id))
                            && !pool.arch(other).equals(pool.arch(id))
                            && isBest(pool, other, best)) {
                        literals.add(other);
                    }
                }
                out.add(literals.toArray());
            }
        }
    }

    private static boolean isBest(Pool pool, int id, int best) {
        int score = pool.archScore(id);
        return score == Architecture.SCORE_NOARCH || Architecture.sameClass(score, best);
    }
}
