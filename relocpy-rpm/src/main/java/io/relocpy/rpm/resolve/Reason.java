package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import java.util.Optional;

/** Why a package is part of a {@link Resolution}. */
public sealed interface Reason {
    /** Returns the package that pulled it in; empty if it was requested or locked. */
    Optional<Nevra> origin();

    /** It was requested. */
    record Requested(String request) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "requested as " + request;
        }
    }

    /** Another package of the resolution requires it. */
    record Required(Nevra by, Dependency dependency) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return by + " requires " + dependency;
        }
    }

    /** Another package of the resolution recommends it. */
    record Recommended(Nevra by, Dependency dependency) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.of(by);
        }

        @Override
        public String toString() {
            return by + " recommends " + dependency;
        }
    }

    /** It supplements another package of the resolution. */
    record Supplements(Nevra of, Dependency dependency) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.of(of);
        }

        @Override
        public String toString() {
            return "supplements " + dependency + ", which " + of + " provides";
        }
    }

    /** Another package of the resolution conflicts with something unless this one is installed. */
    record AvoidsConflict(Nevra of, Dependency dependency) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.of(of);
        }

        @Override
        public String toString() {
            return of + " conflicts with " + dependency;
        }
    }

    /** It is installed with the same build for another architecture, which cannot be installed alone. */
    record LockStep(Nevra with) implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.of(with);
        }

        @Override
        public String toString() {
            return "in lock-step with " + with;
        }
    }

    /** A {@link Lockfile} lists it. */
    record Locked() implements Reason {
        @Override
        public Optional<Nevra> origin() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "locked";
        }
    }
}
