package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.NormalForm;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.pool.RichExpression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Finds the shortest chain from a request to each installed package: by requirements if possible, else by conflicts and
 * architectures, else by recommends and supplements.
 */
final class Explanation {
    private final Pool pool;
    private final int[] installed;
    private final BitSet isInstalled = new BitSet();
    private final Map<Integer, Reason> reasons = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();

    Explanation(Pool pool, int[] installed, List<Job> jobs) {
        this.pool = pool;
        this.installed = installed;
        for (int id : installed) {
            isInstalled.set(id);
        }
        for (Job job : jobs) {
            for (int id : job.candidates()) {
                note(id, new Reason.Requested(job.request()));
            }
        }
        follow();
    }

    /** Returns the packages in the given order. */
    List<ResolvedPackage> packages(int[] order) {
        List<ResolvedPackage> out = new ArrayList<>(order.length);
        for (int id : order) {
            Reason reason = reasons.get(id);
            if (reason == null) {
                throw new IllegalStateException("installed without a reason: " + pool.describe(id));
            }
            out.add(new ResolvedPackage(pool.repository(id), pool.metadata(id), reason));
        }
        return out;
    }

    /** Repeatedly extends the set of explained packages, always by the strongest kind of reason that adds one. */
    private void follow() {
        int known;
        do {
            known = reasons.size();
            followRequires();
            if (reasons.size() == known) {
                forEachKnown(this::followConflicts);
            }
            if (reasons.size() == known) {
                forEachKnown(this::followRecommends);
            }
            if (reasons.size() == known) {
                followSupplements();
            }
        } while (reasons.size() > known);
    }

    private void forEachKnown(IntConsumer action) {
        for (int id : installed) {
            if (reasons.containsKey(id)) {
                action.accept(id);
            }
        }
    }

    private void followRequires() {
        while (!work.isEmpty()) {
            int id = work.remove();
            for (Relation each : pool.relations().of(id).requires) {
                reach(each, new Reason.Required(pool.nevra(id), each.dependency));
            }
        }
    }

    /** A conflict with a boolean dependency can need a package, and an inferior architecture needs the better one. */
    private void followConflicts(int id) {
        for (Relation each : pool.relations().of(id).conflicts) {
            if (each.expression != null) {
                NormalForm form = NormalForm.inverted(NormalForm.disjunctive(each.expression));
                notePositive(form, new Reason.AvoidsConflict(pool.nevra(id), each.dependency));
            }
        }
        for (int other : pool.sameName(id)) {
            if (pool.evr(other).equals(pool.evr(id))) {
                note(other, new Reason.LockStep(pool.nevra(id)));
            }
        }
    }

    private void followRecommends(int id) {
        for (Relation each : pool.relations().of(id).recommends) {
            reach(each, new Reason.Recommended(pool.nevra(id), each.dependency));
        }
    }

    private void followSupplements() {
        for (int id : installed) {
            if (!reasons.containsKey(id)) {
                for (Relation each : pool.relations().weak().supplements(id)) {
                    int of = knownProvider(each);
                    if (of != 0) {
                        note(id, new Reason.Supplements(pool.nevra(of), each.dependency));
                        return;
                    }
                }
            }
        }
    }

    /** Returns an already explained package that helps to fulfil the relation, or 0. */
    private int knownProvider(Relation relation) {
        IntList ids = new IntList();
        if (relation.expression == null) {
            ids.addAll(relation.providers);
        } else {
            relation.expression.addPositive(false, ids);
        }
        for (int i = 0; i < ids.size(); i++) {
            if (reasons.containsKey(ids.get(i))) {
                return ids.get(i);
            }
        }
        return 0;
    }

    private void reach(Relation relation, Reason reason) {
        RichExpression expression = relation.expression;
        if (expression == null) {
            for (int id : relation.providers) {
                note(id, reason);
            }
            return;
        }
        notePositive(relation.conjunctive(expression), reason);
    }

    private void notePositive(NormalForm form, Reason reason) {
        for (int[] clause : form.blocks()) {
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
