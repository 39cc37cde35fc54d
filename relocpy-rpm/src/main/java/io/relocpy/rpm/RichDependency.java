package io.relocpy.rpm;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies combined by a boolean operator, such as {@code (python3-yaml or python3-ruamel-yaml)}. Immutable.
 *
 * @param operator the operator
 * @param left the operand before the operator
 * @param right the operand after the operator
 * @param otherwise the {@code else} operand of {@code if} and {@code unless}; empty if there is none
 */
public record RichDependency(Operator operator, Dependency left, Dependency right, Optional<Dependency> otherwise)
        implements Dependency {
    /** The maximum nesting depth of operators when parsing. */
    public static final int MAX_DEPTH = 500;

    /** The boolean operators of rpm 4.14 and newer. */
    public enum Operator {
        /** Both hold. */
        AND,
        /** At least one holds. */
        OR,
        /** The left one holds if the right one does. */
        IF,
        /** The left one holds unless the right one does. */
        UNLESS,
        /** One package provides both. */
        WITH,
        /** One package provides the left one and not the right one. */
        WITHOUT;

        /** The keyword as written in a spec file. */
        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without an {@code else} operand. */
    public RichDependency(Operator operator, Dependency left, Dependency right) {
        this(operator, left, right, Optional.empty());
    }

    // written out: what the compiler generates for records takes milliseconds when first called
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RichDependency that
                && operator == that.operator
                && left.equals(that.left)
                && right.equals(that.right)
                && otherwise.equals(that.otherwise);
    }

    @Override
    public int hashCode() {
        return (left.hashCode() * 31 + right.hashCode()) * 31 + otherwise.hashCode();
    }

    /** As written in a spec file; chains of one operator have no inner parentheses. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(").append(left);
        Dependency rest = right;
        while (chains() && rest instanceof RichDependency next && next.operator == operator) {
            text.append(' ').append(operator.keyword()).append(' ').append(next.left);
            rest = next.right;
        }
        text.append(' ').append(operator.keyword()).append(' ').append(rest);
        otherwise.ifPresent(it -> text.append(" else ").append(it));
        return text.append(')').toString();
    }

    private boolean chains() {
        return operator == Operator.AND || operator == Operator.OR || operator == Operator.WITH;
    }
}
