package io.relocpy.deb.resolve;

import io.relocpy.deb.DebianDependency;
import io.relocpy.deb.DependencyField;
import io.relocpy.deb.PackageId;
import io.relocpy.repository.internal.text.OneOf;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why requests cannot be satisfied. Immutable.
 *
 * @param statements the requests first, then what follows from them
 * @param proven whether the statements cannot hold together, and none of them could be dropped; otherwise apt gives up
 *     though there may be a solution, and the statements are what it leaves unsatisfied
 */
public record Contradiction(List<Statement> statements, boolean proven) {
    /** Copies the list. */
    public Contradiction {
        statements = List.copyOf(statements);
    }

    /** The statements, one a line. */
    @Override
    public String toString() {
        return statements.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** One of the statements; {@code toString} is a sentence. */
    public sealed interface Statement {}

    /** A package is requested. */
    public record Requested(String request, PackageId candidate) implements Statement {
        @Override
        public String toString() {
            return request + " is requested: " + candidate;
        }
    }

    /** A package must not be installed. */
    public record KeptOut(String request, PackageId unwanted) implements Statement {
        @Override
        public String toString() {
            return unwanted + " must not be installed: " + request;
        }
    }

    /**
     * A package depends on one of the solutions.
     *
     * @param solutions the candidates that satisfy the dependency
     * @param otherVersions what would satisfy it but is not a candidate, by priorities, pins or excludes
     */
    public record DependsOn(
            PackageId by,
            DependencyField field,
            DebianDependency dependency,
            List<PackageId> solutions,
            List<PackageId> otherVersions)
            implements Statement {
        /** Copies the lists. */
        public DependsOn {
            solutions = List.copyOf(solutions);
            otherVersions = List.copyOf(otherVersions);
        }

        @Override
        public String toString() {
            String text = by + " " + field.verb() + " " + dependency;
            if (!solutions.isEmpty()) {
                return text + ": " + OneOf.of(solutions);
            }
            return text
                    + (otherVersions.isEmpty()
                            ? ", which no package satisfies"
                            : ", which no candidate satisfies, only " + OneOf.of(otherVersions));
        }
    }

    /** A package cannot be installed together with another. */
    public record ConflictsWith(PackageId by, DependencyField field, DebianDependency dependency, PackageId with)
            implements Statement {
        @Override
        public String toString() {
            String text = by + " " + field.verb() + " " + dependency;
            return text + (dependency.toString().equals(with.name()) ? "" : ": " + with);
        }
    }

    /** Packages of one name for different architectures cannot be installed together. */
    public record NotCoInstallable(PackageId one, PackageId other) implements Statement {
        @Override
        public String toString() {
            return one + " and " + other + " cannot be installed side by side";
        }
    }
}
