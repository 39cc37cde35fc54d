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
 * Which packages the installed ones recommend or suggest, kept up with the decisions; and which packages supplement or
 * enhance them.
 */
final class WeakPreferences {
    private final Assignment assignment;
    private final RelationIndex relations;
    private final Fulfilment fulfilment;
    private final Marks recommended;
    private final Marks suggested;

    /** How many decisions are looked at; -1 when all marks must be made anew. */
    private int index = -1;

    /** Marked packages, and boolean relations whose conditions may yet come true. */
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

        /** Whether that package is a positive literal of a clause whose negative ones are all installed. */
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

    /** To be called when decisions were taken back. */
    void reverted() {
        if (index > assignment.decisions().size()) {
            index = -1;
        }
    }

    /** Takes in the decisions made since the last time. */
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

    /** Whether an installed package recommends it, or it supplements one. */
    boolean isRecommended(int id) {
        return recommended.marks(id, assignment)
                || fulfilment.anyHolds(relations.weak().supplements(id));
    }

    /** Whether an installed package suggests it, or it enhances one. */
    boolean isSuggested(int id) {
        return suggested.marks(id, assignment)
                || fulfilment.anyHolds(relations.weak().enhances(id));
    }

    Fulfilment fulfilment() {
        return fulfilment;
    }
}
