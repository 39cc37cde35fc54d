package io.relocpy.bundle.internal.tree;

import org.jspecify.annotations.Nullable;

/** Where a file of a bundle came from. Immutable. */
public sealed interface Origin permits SourcePackage, Origin.Script, Origin.Assembly, Origin.Listed {
    /** As manifest, report and messages name it. */
    String id();

    /** What the caller gave as a script. */
    record Script() implements Origin {
        @Override
        public String id() {
            return "script";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Script;
        }

        @Override
        public int hashCode() {
            return id().hashCode(); // a record's own takes milliseconds when first called
        }

        @Override
        public String toString() {
            return id();
        }
    }

    /** What the assembly itself makes. */
    record Assembly() implements Origin {
        @Override
        public String id() {
            return "relocpy";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Assembly;
        }

        @Override
        public int hashCode() {
            return id().hashCode(); // a record's own takes milliseconds when first called
        }

        @Override
        public String toString() {
            return id();
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
