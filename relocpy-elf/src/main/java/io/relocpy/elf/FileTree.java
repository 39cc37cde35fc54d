package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A root directory as a loader inside it would see it: a directory on disk, an image, or files in memory.
 *
 * <p>Paths are absolute inside the tree, with {@code /} as the separator and no {@code .}, {@code ..} or doubled
 * separators; names that are not UTF-8 are represented as described in {@link ElfStrings}. Implementations do not
 * follow symbolic links; callers do, so that no link leads out of the tree.
 */
public interface FileTree {

    /** The type of a path. */
    sealed interface Entry {
        /** There is no such path. */
        record Missing() implements Entry {}

        /** A directory. */
        record Directory() implements Entry {}

        /** A regular file. */
        record RegularFile() implements Entry {}

        /**
         * A symbolic link.
         *
         * @param target as written in the link
         */
        record SymbolicLink(String target) implements Entry {}
    }

    /**
     * The type of a path, without following a symbolic link in its last component. The other components are never
     * symbolic links: callers resolve these first.
     *
     * @throws IOException if that cannot be determined
     */
    Entry lookup(String path) throws IOException;

    /**
     * The identity of a regular file: equal for two paths if they are hard links to one file, or one is mounted over
     * the other. By default the path itself.
     *
     * @throws IOException if that cannot be determined
     */
    default Object identity(String path) throws IOException {
        return path;
    }

    /**
     * The contents of a regular file. A buffer holds at most 2 GiB; the tree of {@link #of} also opens larger ELF
     * files.
     *
     * @throws IOException if it cannot be read
     */
    ByteBuffer read(String path) throws IOException;

    /** A directory on disk. */
    static FileTree of(Path root) {
        return new DirectoryTree(root);
    }
}
