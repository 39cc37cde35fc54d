package io.relocpy.bundle.internal.tree;

import io.relocpy.repository.ClosurePackage;
import org.jspecify.annotations.Nullable;

/** A source of files for a bundle: a package of the closure, or one of the caller's wheels. Immutable. */
public sealed interface SourcePackage extends Origin {
    /** The package's name. */
    String name();

    /** Version and release, with the epoch if there is one. */
    String version();

    /** The architecture it was built for. */
    String architecture();

    /** The licence as the package states it; empty if it states none. */
    String license();

    /** Algorithm and digits of the package file's checksum; empty if unknown. */
    String checksum();

    /** Bytes of the package file. */
    long downloadSize();

    /** Name, version and architecture in one word, unique in a bundle. */
    @Override
    default String id() {
        return name() + "-" + version() + "." + architecture();
    }

    /**
     * A package of the closure.
     *
     * @param source as its repository describes it
     * @param license as the repository or, if that does not, the package's files state it; empty if none does
     * @param vendor as the package states it; empty if it does not
     */
    record Packaged(ClosurePackage source, String license, String vendor) implements SourcePackage {
        /** A package with the licence that its repository states. */
        public Packaged(ClosurePackage source) {
            this(source, source.license().orElse(""), "");
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public String version() {
            return source.version();
        }

        @Override
        public String architecture() {
            return source.architecture();
        }

        @Override
        public String checksum() {
            return source.checksum().orElse("");
        }

        @Override
        public long downloadSize() {
            return source.size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Packaged that
                    && source.equals(that.source)
                    && license.equals(that.license)
                    && vendor.equals(that.vendor);
        }

        @Override
        public int hashCode() {
            return source.hashCode(); // a record's own takes milliseconds when first called
        }

        @Override
        public String toString() {
            return id();
        }
    }

    /**
     * A wheel of the caller.
     *
     * @param name of the distribution
     * @param version of the distribution
     * @param architecture that it is for, as the packages name it
     * @param license as its metadata states it; empty if it states none
     * @param checksum algorithm and digits of the file
     * @param downloadSize bytes of the file
     */
    record OfWheel(String name, String version, String architecture, String license, String checksum, long downloadSize)
            implements SourcePackage {
        @Override
        public String toString() {
            return id();
        }
    }
}
