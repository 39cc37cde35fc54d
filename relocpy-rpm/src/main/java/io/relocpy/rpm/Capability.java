package io.relocpy.rpm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name, with or without a range of versions: {@code python3dist(pyyaml)}, {@code glibc >= 2.34},
 * {@code /usr/bin/python3}. What packages provide, and what they ask for. Immutable.
 *
 * @param name never empty
 * @param comparison {@link Comparison#ANY} when no version is stated
 * @param evr null exactly when {@code comparison} is {@code ANY}
 */
public record Capability(
        String name, Comparison comparison, @Nullable Evr evr) implements Dependency {
    /** How a version bounds a capability. */
    public enum Comparison {
        /** No version stated. */
        ANY(""),
        /** Less than. */
        LT("<"),
        /** Less than or equal. */
        LE("<="),
        /** Equal. */
        EQ("="),
        /** Greater than or equal. */
        GE(">="),
        /** Greater than. */
        GT(">");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        /** As written in a spec file; empty for {@link #ANY}. */
        public String symbol() {
            return symbol;
        }
    }

    /** Checks that version and comparison go together. */
    public Capability {
        Objects.requireNonNull(name, "name");
        if ((comparison == Comparison.ANY) != (evr == null)) {
            throw new IllegalArgumentException(name + ": a version goes with a comparison, and only with one");
        }
    }

    /** A capability of any version. */
    public static Capability of(String name) {
        return new Capability(name, Comparison.ANY, null);
    }

    /** {@code name} or {@code name comparison [epoch:]version[-release]}. */
    @Override
    public String toString() {
        return comparison == Comparison.ANY ? name : name + " " + comparison.symbol + " " + evr;
    }
}
