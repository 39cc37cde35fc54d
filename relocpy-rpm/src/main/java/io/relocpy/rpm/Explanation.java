package io.relocpy.rpm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds for each installed package the shortest way from a request to it: through requirements where there is one, else
 * through recommends and supplements.
 */
final class Explanation {
    private final Pool pool;
    private final int[] installed;
    private final BitSet isInstalled = new BitSet();
    private final Map<Integer, Reason> reasons = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();

    Explanation(Pool pool, int[] installed, List<int[]> jobs, List<String> requests) {
        this.pool = pool;
        this.installed = installed;
        for (int id : installed) {
            isInstalled.set(id);
        }
        for (int i = 0; i < jobs.size(); i++) {
            for (int id : jobs.get(i)) {
                note(id, new Reason.Requested(requests.get(i)));
            }
        }
        follow();
    }

    /** The packages in the order of their ids. */
    List<ResolvedPackage> packages() {
        List<ResolvedPackage> out = new ArrayList<>(installed.length);
        for (int id : installed) {
            Reason reason = reasons.get(id);
            if (reason == null) {
                throw new IllegalStateException("installed without a reason: " + pool.describe(id));
            }
            out.add(new ResolvedPackage(pool.repository(id), pool.metadata(id), reason));
        }
        return out;
    }

    private void follow() {
        int known;
        do {
            followRequires();
            known = reasons.size();
            for (int id : installed) {
                if (reasons.containsKey(id)) {
                    for (Relation each : pool.relations().of(id).recommends) {
                        reach(each, new Reason.Recommended(pool.nevra(id), each.dependency));
                    }
                }
            }
            for (int id : installed) {
                if (!reasons.containsKey(id) && reasons.size() == known) {
                    Relation[] supplements = pool.relations().weak().supplements(id);
                    if (supplements.length > 0) {
                        note(id, new Reason.Supplements(supplements[0].dependency));
                    }
                }
            }
        } while (reasons.size() > known);
    }

    private void followRequires() {
        while (!work.isEmpty()) {
            int id = work.remove();
            for (Relation each : pool.relations().of(id).requires) {
                reach(each, new Reason.Required(pool.nevra(id), each.dependency));
            }
        }
    }

    private void reach(Relation relation, Reason reason) {
        RichExpression expression = relation.expression;
        if (expression == null) {
            for (int id : relation.providers) {
                note(id, reason);
            }
            return;
        }
        for (int[] clause : relation.conjunctive(expression).blocks()) {
            for (int literal : clause) {
                if (literal > 0) {
                    note(literal, reason);
                }
            }
        }
    }

    private void note(int id, Reason reason) {
        if (isInstalled.get(id) && reasons.putIfAbsent(id, reason) == null) {
            work.add(id);
        }
    }
}
