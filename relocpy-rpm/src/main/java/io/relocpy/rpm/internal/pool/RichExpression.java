package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import org.jspecify.annotations.Nullable;

/**
 * A boolean dependency over package ids: what libsolv calls a complex dependency.
 *
 * <p>Only dependencies with {@code and}, {@code if} or {@code unless} become such a tree; all others are plain lists of
 * providers.
 */
public sealed interface RichExpression {
    /** One of these packages; ascending. */
    final class Providers implements RichExpression {
        public final int[] ids;

        Providers(int[] ids) {
            this.ids = ids;
        }

        /** Returns whether the system itself provides it. */
        boolean always() {
            return ids.length > 0 && ids[0] == Pool.SYSTEM;
        }
    }

    /** Both. */
    record And(RichExpression left, RichExpression right) implements RichExpression {}

    /** At least one. */
    record Or(RichExpression left, RichExpression right) implements RichExpression {}

    /** {@code left if condition else otherwise}. */
    record If(
            RichExpression left,
            RichExpression condition,
            @Nullable RichExpression otherwise) implements RichExpression {}

    /** {@code left unless condition else otherwise}. */
    record Unless(
            RichExpression left,
            RichExpression condition,
            @Nullable RichExpression otherwise) implements RichExpression {}

    /**
     * Adds the packages whose presence can help: those that occur positively.
     *
     * @param negated whether to add those that occur negatively instead
     */
    default void addPositive(boolean negated, IntList out) {
        if (this instanceof Providers providers) {
            if (!negated) {
                out.addAll(providers.ids);
            }
        } else if (this instanceof And and) {
            and.left.addPositive(negated, out);
            and.right.addPositive(negated, out);
        } else if (this instanceof Or or) {
            or.left.addPositive(negated, out);
            or.right.addPositive(negated, out);
        } else if (this instanceof If branch) {
            addPositive(branch.left, branch.condition, branch.otherwise, negated, out);
        } else if (this instanceof Unless branch) {
            addPositive(branch.left, branch.condition, branch.otherwise, negated, out);
        }
    }

    private static void addPositive(
            RichExpression left,
            RichExpression condition,
            @Nullable RichExpression otherwise,
            boolean negated,
            IntList out) {
        left.addPositive(negated, out);
        condition.addPositive(!negated, out);
        if (otherwise != null) { // then the condition can also help, if the other branch does not hold
            otherwise.addPositive(negated, out);
            condition.addPositive(negated, out);
        }
    }
}
