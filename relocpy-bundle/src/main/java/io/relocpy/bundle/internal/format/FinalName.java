package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Renames a finished result into place, while other builds may do the same. */
final class FinalName {
    private static final int ATTEMPTS = 10;

    private FinalName() {}

    /** Moves the result. */
    @FunctionalInterface
    interface Move {
        /**
         * Moves it once.
         *
         * @param attempt from 1
         */
        void run(int attempt) throws IOException;
    }

    /**
     * Whether the name is taken.
     *
     * @throws BundleException if it must not be replaced
     */
    static boolean isTaken(Path path, boolean replace) throws BundleException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!replace) {
            throw new BundleException(path.toString(), "already exists");
        }
        return true;
    }

    /** Moves the result to its name; tries again if another build came first and may be replaced. */
    static void give(Path path, boolean replace, Move move) throws IOException {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    move.run(attempt);
                    return;
                } catch (NoSuchFileException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
                    if (!replace || attempt == ATTEMPTS) { // otherwise another build came first
                        throw e;
                    }
                }
            }
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw new BundleException(path.toString(), "already exists", e);
        } catch (AtomicMoveNotSupportedException e) {
            throw new BundleException(path.toString(), "cannot be renamed into place", e);
        }
    }

    /** Java has no specific exception for rename(2) onto a directory that another build has just made. */
    static void renameDirectory(Path result, Path path) throws IOException {
        try {
            Files.move(result, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                FileAlreadyExistsException exists = new FileAlreadyExistsException(path.toString());
                exists.initCause(e);
                throw exists;
            }
            throw e;
        }
    }

    /** A hard link, unlike a rename, never replaces a file that has just been created. */
    static boolean link(Path path, Path result) throws IOException {
        try {
            Files.createLink(path, result);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) { // no hard links here
            return false;
        }
    }
}
