package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import java.util.function.IntPredicate;

/**
 * Chooses among candidates by libsolv's policy.
 *
 * <p>In this order: the repositories with the best priority, the best architecture, the best version of each name, not
 * obsoleted by others; then recommended packages if there are any; and finally an order in which to try the rest.
 */
final class CandidatePolicy {
    private final Pool pool;
    private final WeakPreferences preferences;
    private final BestCandidates best;

    CandidatePolicy(Pool pool, WeakPreferences preferences) {
        this.pool = pool;
        this.preferences = preferences;
        this.best = new BestCandidates(pool);
    }

    /** Returns the candidates to try, best first. */
    int[] choose(int[] candidates) {
        int[] left = prune(candidates);
        return left.length > 1 ? reorder(left) : left;
    }

    /** As {@link #choose}, but unordered: enough to see whether there is a choice at all. */
    int[] prune(int[] candidates) {
        int[] left = best.keep(candidates);
        return left.length > 1 ? keepRecommended(left) : left;
    }

    /** Orders candidates: old versions last, then by common provides, suggested ones first. */
    int[] reorder(int[] candidates) {
        int[] sorted = CommonDependencyOrder.sort(pool, toBack(candidates, this::hasNewerVersion));
        preferences.update();
        return toBack(sorted, id -> !preferences.isSuggested(id));
    }

    private int[] keepRecommended(int[] candidates) {
        preferences.update();
        int[] recommended = keep(candidates, preferences::isRecommended);
        return recommended.length > 0 ? recommended : candidates;
    }

    /** Returns whether there is a newer version of the package, or one from a repository with a better priority. */
    private boolean hasNewerVersion(int id) {
        for (int other : pool.sameName(id)) {
            if (other == id || !pool.arch(other).equals(pool.arch(id))) {
                continue;
            }
            if (pool.priority(other) != pool.priority(id)) {
                if (pool.priority(other) < pool.priority(id)) {
                    return true;
                }
            } else if (pool.evr(other).compareTo(pool.evr(id)) > 0) {
                return true;
            }
        }
        return false;
    }

    private static int[] keep(int[] ids, IntPredicate wanted) {
        IntList out = new IntList(ids.length);
        for (int id : ids) {
            if (wanted.test(id)) {
                out.add(id);
            }
        }
        return out.size() == ids.length ? ids : out.toArray();
    }

    private static int[] toBack(int[] ids, IntPredicate last) {
        int[] out = new int[ids.length];
        IntList back = new IntList(ids.length);
        int n = 0;
        for (int id : ids) {
            if (last.test(id)) {
                back.add(id);
            } else {
                out[n++] = id;
            }
        }
        for (int i = 0; i < back.size(); i++) {
            out[n++] = back.get(i);
        }
        return out;
    }
}
