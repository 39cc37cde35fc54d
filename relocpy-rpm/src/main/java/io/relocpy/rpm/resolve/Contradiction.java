package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.text.OneOf;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why requests cannot be met: a minimal set of statements that cannot all hold. Immutable.
 *
 * @param statements the requests first, then what follows from them
 */
public record Contradiction(List<Statement> statements) {
    /** Copies the list. */
    public Contradiction {
        statements = List.copyOf(statements);
    }

    /** Returns the statements, one per line. */
    @Override
    public String toString() {
        return statements.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** One of the statements; {@code toString} returns it as a sentence. */
    public sealed interface Statement {}

    /** One of these packages is requested. */
    public record Requested(String request, List<Nevra> candidates) implements Statement {
        /** Copies the list. */
        public Requested {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String toString() {
            return request + " is requested: " + OneOf.of(candidates);
        }
    }

    /** Only the best candidates for a request may be installed, see {@link Resolver.Builder#best}. */
    public record OnlyBest(String request, List<Nevra> best) implements Statement {
        /** Copies the list. */
        public OnlyBest {
            best = List.copyOf(best);
        }

        @Override
        public String toString() {
            return "only the best candidate for " + request + " is allowed: " + OneOf.of(best);
        }
    }

    /** A package requires one of these packages, or something that no package provides. */
    public record Requires(Nevra by, Dependency dependency, List<Nevra> providers) implements Statement {
        /** Copies the list. */
        public Requires {
            providers = List.copyOf(providers);
        }

        @Override
        public String toString() {
            return by + " requires " + dependency
                    + (providers.isEmpty() ? ", which nothing provides" : ": " + OneOf.of(providers));
        }
    }

    /**
     * A package requires something that only packages for other architectures provide.
     *
     * @param architectures the architectures of those packages
     */
    public record RequiresForeign(Nevra by, Dependency dependency, String architecture, List<String> architectures)
            implements Statement {
        /** Copies the list. */
        public RequiresForeign {
            architectures = List.copyOf(architectures);
        }

        @Override
        public String toString() {
            return by + " requires " + dependency + ": no package for " + architecture + ", only for "
                    + String.join(", ", architectures);
        }
    }

    /** A package conflicts with these packages, which provide what its conflict names. */
    public record Conflicts(Nevra by, Dependency dependency, List<Nevra> with) implements Statement {
        /** Copies the list. */
        public Conflicts {
            with = List.copyOf(with);
        }

        @Override
        public String toString() {
            return by + " conflicts with " + dependency + (with.isEmpty() ? "" : ": " + OneOf.of(with));
        }
    }

    /** A package obsoletes another. */
    public record Obsoletes(Nevra by, Nevra obsoleted) implements Statement {
        @Override
        public String toString() {
            return by + " obsoletes " + obsoleted;
        }
    }

    /** Two packages of the same name cannot be installed side by side. */
    public record SameName(Nevra one, Nevra other) implements Statement {
        @Override
        public String toString() {
            return one + " and " + other + " cannot be installed side by side";
        }
    }

    /** A package is available for a better architecture, and can only be installed together with one of these. */
    public record InferiorArchitecture(Nevra inferior, List<Nevra> with) implements Statement {
        /** Copies the list. */
        public InferiorArchitecture {
            with = List.copyOf(with);
        }

        @Override
        public String toString() {
            return inferior + " has an inferior architecture"
                    + (with.isEmpty() ? "" : " and can only be installed with " + OneOf.of(with));
        }
    }

    /** The caller excludes a package. */
    public record Excluded(Nevra excluded) implements Statement {
        @Override
        public String toString() {
            return excluded + " is excluded";
        }
    }

    /** A package does not run on the architecture. */
    public record ForeignArchitecture(Nevra foreign, String architecture) implements Statement {
        @Override
        public String toString() {
            return foreign + " does not run on " + architecture;
        }
    }
}
