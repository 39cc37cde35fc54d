package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The detached signature of a whole archive: a file beside it, with {@code .asc} appended to its name.
 *
 * <p>Two files cannot be renamed in one step. The signature is renamed first, the archive second: whoever sees a new
 * archive finds its signature. In between, an archive that is being replaced is beside the signature of its successor,
 * which does not verify for it. If the archive cannot be renamed, the previous signature is restored.
 */
public final class ArchiveSignature {
    /** The new signature, in the working directory. */
    public static final String NEW = "signature";

    private static final String REPLACED = "replaced-signature";

    private ArchiveSignature() {}

    public static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".asc");
    }

    /**
     * Makes sure that no signature is lost, and that the new archive is not beside that of another one.
     *
     * @param signed whether the new archive is signed
     * @param replace whether an earlier signature may be replaced
     */
    public static void check(Path archive, boolean signed, boolean replace) throws BundleException {
        Path path = beside(archive);
        if (signed) {
            TargetPlace.checkName(path);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!signed) {
            throw new BundleException(
                    path.toString(), "already exists, and would be taken for the signature of the new archive");
        }
        if (!replace) {
            throw new BundleException(path.toString(), "already exists");
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path.toString(), "is not replaced: it is not a regular file");
        }
    }

    /** Renames the new signature into place; moves an earlier one to the working directory. */
    public static void place(Path working, Path archive) throws IOException {
        Path path = beside(archive);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(path, working.resolve(REPLACED), StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            if (!FinalName.link(path, working.resolve(NEW))) {
                Files.copy(working.resolve(NEW), path);
            }
        } catch (FileAlreadyExistsException e) {
            throw new BundleException(path.toString(), "already exists", e);
        }
    }

    /** Undoes {@link #place} if the archive could not be renamed. */
    public static void undo(Path working, Path archive) throws IOException {
        Path path = beside(archive);
        Path result = working.resolve(WorkingDirectory.RESULT);
        Path signature = working.resolve(NEW);
        boolean followed = Files.notExists(result, LinkOption.NOFOLLOW_LINKS) || isSame(result, archive);
        if (followed || Files.notExists(signature, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path replaced = working.resolve(REPLACED);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isCopy(signature, path)) {
            return; // somebody else's
        }
        if (Files.exists(replaced, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(replaced, path, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(path);
        }
    }

    /** The same for the working directory of a process that was killed. */
    static void undoOfKilled(Path working, Path archive) throws IOException {
        if (Files.exists(working.resolve(NEW), LinkOption.NOFOLLOW_LINKS)) {
            TargetLock.whileHeld(archive, () -> undo(working, archive));
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(one, other);
    }

    private static boolean isCopy(Path signature, Path path) throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(signature, path) == -1;
    }
}
