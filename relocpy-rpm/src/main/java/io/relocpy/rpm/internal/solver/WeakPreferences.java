package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.NormalForm;
import io.relocpy.rpm.internal.pool.PackageRelations;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.pool.RelationIndex;
import io.relocpy.rpm.internal.pool.RichExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * The packages that installed ones recommend or suggest, updated with each decision, and those that supplement or enhance
 * installed ones.
 */
final class WeakPreferences {
    private final Assignment assignment;
    private final RelationIndex relations;
    private final Fulfilment fulfilment;
    private final Marks recommended;
    private final Marks suggested;

    /** The number of decisions processed; -1 if all marks must be recomputed. */
    private int index = -1;

    /** Marked packages, and boolean relations whose conditions can still become true. */
    private static final class Marks {
        private final int[] stamp;
        private final List<NormalForm> conditional = new ArrayList<>();
        private int generation;

        Marks(int ids) {
            stamp = new int[ids];
        }

        void clear() {
            generation++;
            conditional.clear();
        }

        void add(Relation[] relations) {
            for (Relation each : relations) {
                RichExpression expression = each.expression;
                if (expression != null) {
                    conditional.add(each.conjunctive(expression));
                    continue;
                }
                for (int id : each.providers) {
                    stamp[id] = generation;
                }
            }
        }

        boolean marks(int id, Assignment assignment) {
            if (stamp[id] == generation) {
                return true;
            }
            for (NormalForm form : conditional) {
                for (int[] clause : form.blocks()) {
                    if (holdsConditions(clause, id, assignment)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Returns whether the package is a positive literal of a clause whose negative ones are all installed. */
        private static boolean holdsConditions(int[] clause, int id, Assignment assignment) {
            boolean found = false;
            for (int literal : clause) {
                if (literal < 0 && !assignment.installed(-literal)) {
                    return false;
                }
                found |= literal == id;
            }
            return found;
        }
    }

    WeakPreferences(Pool pool, Assignment assignment) {
        this.assignment = assignment;
        this.relations = pool.relations();
        this.fulfilment = new Fulfilment(assignment);
        this.recommended = new Marks(pool.size());
        this.suggested = new Marks(pool.size());
    }

    /** Must be called after decisions were undone. */
    void reverted() {
        if (index > assignment.decisions().size()) {
            index = -1;
        }
    }

    /** Processes the decisions made since the last update. */
    void update() {
        if (index < 0) {
            recommended.clear();
            suggested.clear();
            index = 0;
        }
        IntList decisions = assignment.decisions();
        while (index < decisions.size()) {
            int id = decisions.get(index++);
            if (id > Pool.SYSTEM) {
                PackageRelations of = relations.of(id);
                recommended.add(of.recommends);
                suggested.add(of.suggests);
            }
        }
    }

    /** Returns whether an installed package recommends it, or it supplements one. */
    boolean isRecommended(int id) {
        return recommended.marks(id, assignment)
                || fulfilment.anyHolds(relations.weak().supplements(id));
    }

    /** Returns whether an installed package suggests it, or it enhances one. */
    boolean isSuggested(int id) {
        return suggested.marks(id, assignment)
                || fulfilment.anyHolds(relations.weak().enhances(id));
    }

    Fulfilment fulfilment() {
        return fulfilment;
    }
}
