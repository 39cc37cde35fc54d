package io.relocpy.rpm;

import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name with an optional version range: {@code python3dist(pyyaml)}, {@code glibc >= 2.34}, {@code /usr/bin/python3}.
 * Packages provide capabilities and depend on them. Immutable.
 *
 * @param name one line, and not blank
 * @param comparison {@link Comparison#ANY} if there is no version
 * @param evr empty if and only if {@code comparison} is {@code ANY}
 */
public record Capability(String name, Comparison comparison, Optional<Evr> evr) implements Dependency {
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

    /**
     * Creates a capability. For untrusted text, use {@link Dependency#parse}.
     *
     * @throws IllegalArgumentException if the name is invalid, or there is a version without a comparison, or vice versa
     */
    public Capability {
        if (!PackageNames.isCapability(Objects.requireNonNull(name, "name"))) {
            throw new IllegalArgumentException("not the name of a capability: " + Printable.quote(name));
        }
        if ((comparison == Comparison.ANY) != evr.isEmpty()) {
            throw new IllegalArgumentException(name + ": version and comparison must be set together");
        }
    }

    /** A version range. */
    public Capability(String name, Comparison comparison, Evr evr) {
        this(name, comparison, Optional.of(evr));
    }

    /** Creates a capability without a version. */
    public static Capability of(String name) {
        return new Capability(name, Comparison.ANY, Optional.empty());
    }

    // written out: what the compiler generates for records takes milliseconds when first called
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Capability that
                && name.equals(that.name)
                && comparison == that.comparison
                && evr.equals(that.evr);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + evr.hashCode();
    }

    /** {@code name} or {@code name comparison [epoch:]version[-release]}. */
    @Override
    public String toString() {
        return evr.map(it -> name + " " + comparison.symbol + " " + it).orElse(name);
    }
}
