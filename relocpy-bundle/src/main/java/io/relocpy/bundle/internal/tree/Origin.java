package io.relocpy.bundle.internal.tree;

/** Where a file of a bundle came from. Immutable. */
public sealed interface Origin permits SourcePackage, Origin.WithoutPackage, Origin.Listed {
    /** As manifest, report and messages name it. */
    String id();

    /** Not from a package. */
    enum WithoutPackage implements Origin {
        /** What the caller gave as a script. */
        SCRIPT("script"),
        /** What the assembly itself makes. */
        ASSEMBLY("relocpy");

        private final String id;

        WithoutPackage(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /**
     * What the manifest of a written bundle states, which may be anything.
     *
     * @param id as stated
     */
    record Listed(String id) implements Origin {
        @Override
        public String toString() {
            return id;
        }
    }
}
