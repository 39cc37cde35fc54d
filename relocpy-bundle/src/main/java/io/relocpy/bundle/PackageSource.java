package io.relocpy.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where packages come from: all that the assembly knows of repositories and package formats.
 *
 * <p>Safe for use by several threads once {@link #resolve} has returned.
 */
interface PackageSource {
    /** The closure of these requests for an empty root, in the order of installation. */
    List<SourcePackage> resolve(List<String> requests, TransferWatch watch) throws IOException;

    /** What the last {@link #resolve} was made of. */
    BuildInputs inputs() throws IOException;

    /** Makes the packages readable here, verified; tells of each one as it arrives. */
    void fetch(List<SourcePackage> packages, Consumer<SourcePackage> arrived, TransferWatch watch) throws IOException;

    /** Hands over each file of one package, in the package's order: what was fetched, or at the end an exception. */
    void read(SourcePackage source, EntryVisitor visitor) throws IOException;

    /** Hears how far downloads are; called by the threads that download. */
    @FunctionalInterface
    interface TransferWatch {
        /**
         * A download has come this far.
         *
         * @param file what is downloaded, by its last name
         * @param bytes that are there
         * @param totalBytes that there will be; -1 while unknown
         */
        void advanced(String file, long bytes, long totalBytes);
    }

    /** Receives the files of a package. */
    @FunctionalInterface
    interface EntryVisitor {
        /** Takes one file; the content must be read before it returns, and is empty but for regular files. */
        void visit(Entry entry, InputStream content) throws IOException;
    }

    /**
     * One file of a package.
     *
     * @param paths absolute, without {@code .} and {@code ..}; several for a file with several names (hard links)
     * @param kind regular file or symbolic link; sources pass over all else
     * @param mode permission bits
     * @param modified time of last modification
     * @param size bytes of a regular file
     * @param linkTarget as in the package; empty but for symbolic links
     */
    record Entry(List<String> paths, Kind kind, int mode, Instant modified, long size, String linkTarget) {}

    /** What an entry is. */
    enum Kind {
        FILE,
        SYMBOLIC_LINK
    }
}
