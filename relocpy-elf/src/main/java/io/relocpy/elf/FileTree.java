package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A root folder with files, as a loader started in it would see it: a folder on disk, an image, or files in memory.
 *
 * <p>Paths are absolute inside the tree, separated and started by {@code /}, with no {@code .}, {@code ..} or doubled
 * separator; names that are no UTF-8 are written as {@link ElfStrings} does. Implementations do not follow links; those who
 * ask do, so that no link leads out of the tree.
 */
public interface FileTree {

    /** What a path names. */
    sealed interface Entry {
        /** Nothing. */
        record Missing() implements Entry {}

        /** A folder. */
        record Directory() implements Entry {}

        /** A file with contents. */
        record RegularFile() implements Entry {}

        /**
         * A symbolic link.
         *
         * @param target as it is written in the link
         */
        record SymbolicLink(String target) implements Entry {}
    }

    /**
     * What a path names, without following a link in its last part. Links in its other parts are never asked about:
     * callers resolve them first.
     *
     * @throws IOException if that cannot be told
     */
    Entry lookup(String path) throws IOException;

    /**
     * What tells a regular file from all others: equal for two paths if they are hard links of one file, or one is
     * mounted over the other. By default the path itself.
     *
     * @throws IOException if that cannot be told
     */
    default Object identity(String path) throws IOException {
        return path;
    }

    /**
     * The contents of a regular file. A buffer holds at most 2 GiB; the tree of {@link #of} also opens larger ELF files.
     *
     * @throws IOException if it cannot be read
     */
    ByteBuffer read(String path) throws IOException;

    /** A folder on disk. */
    static FileTree of(Path root) {
        return new DirectoryTree(root);
    }
}
