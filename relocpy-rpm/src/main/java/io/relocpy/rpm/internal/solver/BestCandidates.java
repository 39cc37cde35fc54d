package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.index.IntSort;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.pool.Pool;
import java.util.Arrays;

/**
 * Keeps the best candidates: those from the repositories with the best priority, of the best architecture (or noarch), in the
 * best version of each name, and not obsoleted by others among them.
 */
public final class BestCandidates {
    private final Pool pool;

    public BestCandidates(Pool pool) {
        this.pool = pool;
    }

    /** Returns the best candidates; if versions had to be compared, by name, then by architecture score. */
    public int[] keep(int[] candidates) {
        int[] left = candidates;
        if (left.length > 1) {
            left = keepBestPriority(left);
        }
        if (left.length > 1) {
            left = keepBestArchitecture(left);
        }
        return left.length > 1 ? keepBestVersion(left) : left;
    }

    private int[] keepBestPriority(int[] candidates) {
        int best = Integer.MAX_VALUE;
        for (int id : candidates) {
            best = Math.min(best, pool.priority(id));
        }
        IntList out = new IntList(candidates.length);
        for (int id : candidates) {
            if (pool.priority(id) == best) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    private int[] keepBestArchitecture(int[] candidates) {
        int best = Integer.MAX_VALUE;
        for (int id : candidates) {
            if (pool.archScore(id) > Architecture.SCORE_NOARCH) {
                best = Math.min(best, pool.archScore(id));
            }
        }
        IntList out = new IntList(candidates.length);
        for (int id : candidates) {
            int score = pool.archScore(id);
            if (score == Architecture.SCORE_NOARCH || (score != 0 && Architecture.sameClass(score, best))) {
                out.add(id);
            }
        }
        return out.isEmpty() ? candidates : out.toArray();
    }

    private int[] keepBestVersion(int[] candidates) {
        int[] sorted = candidates.clone();
        IntSort.sort(sorted, 0, sorted.length, this::compare);
        IntList best = new IntList(sorted.length);
        for (int id : sorted) {
            if (!best.isEmpty() && pool.name(best.last()).equals(pool.name(id))) {
                if (pool.evr(best.last()).compareTo(pool.evr(id)) < 0) {
                    best.set(best.size() - 1, id);
                }
            } else {
                best.add(id);
            }
        }
        return dropObsoleted(best.toArray());
    }

    private int compare(int a, int b) {
        int order = pool.name(a).compareTo(pool.name(b));
        if (order != 0) {
            return order;
        }
        int scoreA = pool.archScore(a);
        int scoreB = pool.archScore(b);
        if (scoreA != scoreB && scoreA > Architecture.SCORE_NOARCH && scoreB > Architecture.SCORE_NOARCH) {
            return Integer.compare(scoreA, scoreB);
        }
        if (pool.cost(a) != pool.cost(b)) {
            return Integer.compare(pool.cost(a), pool.cost(b));
        }
        return Integer.compare(a, b);
    }

    private int[] dropObsoleted(int[] candidates) {
        boolean any = false;
        for (int id : candidates) {
            any |= pool.relations().of(id).obsoletes.length > 0;
        }
        if (!any || candidates.length < 2) {
            return candidates;
        }
        if (candidates.length == 2) {
            boolean first = obsoletes(candidates[0], candidates[1]);
            boolean second = obsoletes(candidates[1], candidates[0]);
            return first == second ? candidates : new int[] {first ? candidates[0] : candidates[1]};
        }
        return new ObsoletedPruning(candidates).prune();
    }

    private boolean obsoletes(int id, int other) {
        return Arrays.binarySearch(pool.relations().of(id).obsoletes, other) >= 0
                && !pool.name(id).equals(pool.name(other));
    }

    /**
     * Tarjan's algorithm on "obsoletes": of packages that obsolete each other in a cycle, all are kept if the search started
     * there; other packages that it reaches are obsoleted.
     */
    private final class ObsoletedPruning {
        private static final int DROPPED = -1;

        private final int[] candidates;
        private final int[] low;
        private final int[] stack;
        private int stackSize;
        private int index = 1;
        private int firstIndex;

        ObsoletedPruning(int[] candidates) {
            this.candidates = candidates;
            this.low = new int[candidates.length];
            this.stack = new int[candidates.length * 2 + 2];
        }

        int[] prune() {
            for (int node = 0; node < candidates.length; node++) {
                if (low[node] != 0) {
                    continue;
                }
                if (obsoletesAny(node)) {
                    firstIndex = index;
                    stackSize = index;
                    visit(node);
                } else {
                    low[node] = index;
                    stack[index++] = node;
                }
            }
            IntList kept = new IntList(candidates.length);
            for (int node = 0; node < candidates.length; node++) {
                if (low[node] != DROPPED) {
                    kept.add(candidates[node]);
                }
            }
            return kept.toArray();
        }

        private boolean obsoletesAny(int node) {
            return pool.relations().of(candidates[node]).obsoletes.length > 0;
        }

        private void visit(int node) {
            int mine = index++;
            low[node] = mine;
            int start = stackSize++;
            stack[start] = node;
            for (int other = 0; other < candidates.length; other++) {
                if (other != node && obsoletes(candidates[node], candidates[other])) {
                    reach(node, other);
                }
            }
            if (low[node] == mine) {
                int mark = mine == firstIndex ? mine : DROPPED;
                for (int i = start; i < stackSize; i++) {
                    low[stack[i]] = mark;
                }
                stackSize = start;
            }
        }

        private void reach(int node, int other) {
            if (low[other] == 0) {
                if (!obsoletesAny(other)) {
                    index++;
                    low[other] = DROPPED;
                    return;
                }
                visit(other);
            }
            int reached = low[other];
            if (reached == DROPPED) {
                return;
            }
            if (reached < firstIndex) { // found by an earlier search; now obsoleted, with its cycle
                for (int i = reached; i < stack.length && low[stack[i]] == reached; i++) {
                    low[stack[i]] = DROPPED;
                }
            } else if (reached < low[node]) {
                low[node] = reached;
            }
        }
    }
}
