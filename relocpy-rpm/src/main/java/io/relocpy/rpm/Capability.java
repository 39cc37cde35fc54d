package io.relocpy.rpm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name with an optional version range: {@code python3dist(pyyaml)}, {@code glibc >= 2.34}, {@code /usr/bin/python3}.
 * Packages provide capabilities and depend on them. Immutable.
 *
 * @param name never empty
 * @param comparison {@link Comparison#ANY} if there is no version
 * @param evr null if and only if {@code comparison} is {@code ANY}
 */
public record Capability(
        String name, Comparison comparison, @Nullable Evr evr) implements Dependency {
    /** How the version of a capability is compared. */
    public enum Comparison {
        /** No version. */
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

        /** The operator as written in a spec file; empty for {@link #ANY}. */
        public String symbol() {
            return symbol;
        }
    }

    /** Checks that there is a version if and only if there is a comparison. */
    public Capability {
        Objects.requireNonNull(name, "name");
        if ((comparison == Comparison.ANY) != (evr == null)) {
            throw new IllegalArgumentException(name + ": version and comparison must be set together");
        }
    }

    /** Creates a capability without a version. */
    public static Capability of(String name) {
        return new Capability(name, Comparison.ANY, null);
    }

    /** {@code name} or {@code name comparison [epoch:]version[-release]}. */
    @Override
    public String toString() {
        return comparison == Comparison.ANY ? name : name + " " + comparison.symbol + " " + evr;
    }
}
