package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import java.util.function.IntPredicate;

/**
 * Which of several candidates to take: libsolv's policy.
 *
 * <p>In order: the repositories of best priority, the best architecture, the best version of each name, without those
 * that others obsolete; then recommended ones if there are any; and last the order in which to try what is left.
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

    /** What is worth trying, best first. */
    int[] choose(int[] candidates) {
        int[] left = prune(candidates);
        return left.length > 1 ? reorder(left) : left;
    }

    /** As {@link #choose}, without the order: whether there is a choice at all. */
    int[] prune(int[] candidates) {
        int[] left = best.keep(candidates);
        return left.length > 1 ? keepRecommended(left) : left;
    }

    /** Old versions last, then by what they provide in common, suggested ones first. */
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

    /** Whether the same package is there in a newer version, or from a repository of better priority. */
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
