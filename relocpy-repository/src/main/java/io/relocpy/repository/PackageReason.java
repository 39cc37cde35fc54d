package io.relocpy.repository;

import java.util.Optional;

/**
 * Why a package is part of a {@link Closure}. Immutable. Packages are named by their {@linkplain ClosurePackage#id ids};
 * {@code toString} gives the reason as text.
 */
public sealed interface PackageReason {
    /** Id of the package that brought it in; empty if no package did. */
    default Optional<String> broughtInBy() {
        return Optional.empty();
    }

    /**
     * It was requested.
     *
     * @param request the request that it satisfies
     */
    record Requested(String request) implements PackageReason {
        @Override
        public String toString() {
            return "requested as " + request;
        }
    }

    /** A lockfile lists it. */
    record Locked() implements PackageReason {
        @Override
        public String toString() {
            return "locked";
        }
    }

    /** The package manager chose it on the way to the others, and does not remove it again. */
    record Kept() implements PackageReason {
        @Override
        public String toString() {
            return "kept by the package manager";
        }
    }

    /**
     * Another package requires it.
     *
     * @param by id of that package
     * @param dependency as the package states it
     */
    record Required(String by, String dependency) implements PackageReason {
        @Override
        public Optional<String> broughtInBy() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return by + " requires " + dependency;
        }
    }

    /**
     * Another package recommends it.
     *
     * @param by id of that package
     * @param dependency as the package states it
     */
    record Recommended(String by, String dependency) implements PackageReason {
        @Override
        public Optional<String> broughtInBy() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return by + " recommends " + dependency;
        }
    }

    /**
     * It supplements another package.
     *
     * @param of id of that package
     * @param dependency that the package provides
     */
    record Supplements(String of, String dependency) implements PackageReason {
        @Override
        public Optional<String> broughtInBy() {
            return Optional.of(of);
        }

        @Override
        public String toString() {
            return "supplements " + dependency + ", which " + of + " provides";
        }
    }

    /**
     * Another package conflicts with something unless this one is installed.
     *
     * @param of id of that package
     * @param dependency that it conflicts with
     */
    record AvoidsConflict(String of, String dependency) implements PackageReason {
        @Override
        public Optional<String> broughtInBy() {
            return Optional.of(of);
        }

        @Override
        public String toString() {
            return of + " conflicts with " + dependency;
        }
    }

    /**
     * The same build for another architecture is installed, which may not be installed alone.
     *
     * @param with id of that package
     */
    record LockStep(String with) implements PackageReason {
        @Override
        public Optional<String> broughtInBy() {
            return Optional.of(with);
        }

        @Override
        public String toString() {
            return "in lock-step with " + with;
        }
    }
}
