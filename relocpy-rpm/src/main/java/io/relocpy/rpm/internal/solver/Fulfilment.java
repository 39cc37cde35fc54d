package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.pool.RichExpression;
import io.relocpy.rpm.internal.pool.RichExpression.And;
import io.relocpy.rpm.internal.pool.RichExpression.If;
import io.relocpy.rpm.internal.pool.RichExpression.Or;
import io.relocpy.rpm.internal.pool.RichExpression.Providers;
import io.relocpy.rpm.internal.pool.RichExpression.Unless;

/** Checks whether dependencies hold for the packages installed so far; undecided ones count as not installed. */
final class Fulfilment {
    private final Assignment assignment;

    /** Whether and why a dependency holds. */
    private enum Degree {
        NO,
        /** Because a package is absent, such as that of a condition. */
        IDLY,
        /** Because of an installed package. */
        ACTIVELY
    }

    Fulfilment(Assignment assignment) {
        this.assignment = assignment;
    }

    boolean anyHolds(Relation[] relations) {
        for (Relation each : relations) {
            RichExpression expression = each.expression;
            if (expression == null ? anyInstalled(each.providers) : holds(expression)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether any holds because of an installed package, not just because its condition is false. */
    boolean anyHoldsActively(Relation[] relations) {
        for (Relation each : relations) {
            RichExpression expression = each.expression;
            if (expression == null ? anyInstalled(each.providers) : degree(expression) == Degree.ACTIVELY) {
                return true;
            }
        }
        return false;
    }

    private boolean anyInstalled(int[] ids) {
        for (int id : ids) {
            if (id == Pool.SYSTEM || assignment.installed(id)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(RichExpression expression) {
        if (expression instanceof Providers providers) {
            return anyInstalled(providers.ids);
        }
        if (expression instanceof And and) {
            return holds(and.left()) && holds(and.right());
        }
        if (expression instanceof Or or) {
            return holds(or.left()) || holds(or.right());
        }
        if (expression instanceof If branch) {
            RichExpression otherwise = branch.otherwise();
            if (otherwise != null) {
                return holds(branch.condition()) ? holds(branch.left()) : holds(otherwise);
            }
            return holds(branch.left()) || !holds(branch.condition());
        }
        Unless branch = (Unless) expression;
        RichExpression otherwise = branch.otherwise();
        if (otherwise != null) {
            return holds(branch.condition()) ? holds(otherwise) : holds(branch.left());
        }
        return holds(branch.left()) && !holds(branch.condition());
    }

    private Degree degree(RichExpression expression) {
        if (expression instanceof Providers providers) {
            return anyInstalled(providers.ids) ? Degree.ACTIVELY : Degree.NO;
        }
        if (expression instanceof And and) {
            Degree left = degree(and.left());
            Degree right = degree(and.right());
            return left == Degree.NO || right == Degree.NO ? Degree.NO : stronger(left, right);
        }
        if (expression instanceof Or or) {
            return stronger(degree(or.left()), degree(or.right()));
        }
        if (expression instanceof If branch) {
            Degree left = degree(branch.left());
            Degree condition = degree(branch.condition());
            RichExpression otherwise = branch.otherwise();
            if (otherwise != null) {
                return condition == Degree.NO ? degree(otherwise) : because(condition, left);
            }
            return left == Degree.NO && condition != Degree.NO ? Degree.NO : atLeastIdly(left);
        }
        Unless branch = (Unless) expression;
        Degree left = degree(branch.left());
        Degree condition = degree(branch.condition());
        RichExpression otherwise = branch.otherwise();
        if (otherwise != null) {
            return condition == Degree.NO ? left : because(condition, degree(otherwise));
        }
        return left == Degree.NO || condition != Degree.NO ? Degree.NO : atLeastIdly(left);
    }

    private static Degree stronger(Degree a, Degree b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Returns the degree of a consequence whose condition holds. */
    private static Degree because(Degree condition, Degree consequence) {
        return consequence == Degree.NO ? Degree.NO : stronger(condition, consequence);
    }

    private static Degree atLeastIdly(Degree degree) {
        return degree == Degree.ACTIVELY ? Degree.ACTIVELY : Degree.IDLY;
    }
}
