package io.relocpy.deb.resolve;

import io.relocpy.deb.DebianDependency;
import io.relocpy.deb.DependencyField;
import io.relocpy.deb.PackageId;
import java.util.Optional;

/** Why a package is part of a {@link Resolution}. */
public sealed interface Reason {
    /** The package of the resolution that brought it in; empty if none did. */
    Optional<PackageId> origin();

    /** It was requested. */
    record Requested(String request) implements Reason {
        @Override
        public Optional<PackageId> origin() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "requested as " + request;
        }
    }

    /** It satisfies a dependency, a recommendation or a suggestion of another package of the resolution. */
    record Satisfies(PackageId by, DependencyField field, DebianDependency dependency) implements Reason {
        @Override
        public Optional<PackageId> origin() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return by + " " + field.verb() + " " + dependency;
        }
    }

    /**
     * apt marked it on the way for a package that is not part of the resolution, and does not remove it again, as it does
     * not remove essential packages.
     */
    record Kept() implements Reason {
        @Override
        public Optional<PackageId> origin() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "kept by apt";
        }
    }
}
