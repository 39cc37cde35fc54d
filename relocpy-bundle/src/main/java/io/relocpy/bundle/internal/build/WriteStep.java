package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleStep;
import io.relocpy.bundle.internal.format.ArchiveSignature;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.DirectoryExchange;
import io.relocpy.bundle.internal.format.DirectoryWriter;
import io.relocpy.bundle.internal.format.ExistingTarget;
import io.relocpy.bundle.internal.format.NamedOutput;
import io.relocpy.bundle.internal.format.TarEntry;
import io.relocpy.bundle.internal.format.TarWriter;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.TargetLock;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the bundle into the working directory, and gives it its final name when it is whole. */
public final class WriteStep {
    private static final int ATTEMPTS = 10;

    private final Target target;
    private final WorkingDirectory working;
    private final Progress progress;
    private final @Nullable BundleSigner signer;

    public WriteStep(Target target, WorkingDirectory working, Progress progress) {
        this(target, working, progress, null);
    }

    /** @param signer of the archive; null for an unsigned one */
    public WriteStep(Target target, WorkingDirectory working, Progress progress, @Nullable BundleSigner signer) {
        this.target = target;
        this.working = working;
        this.progress = progress;
        this.signer = signer;
    }

    /** Makes sure before the work that the archive's signature will have its place. */
    public static void checkSignature(Target target, @Nullable BundleSigner signer) throws BundleException {
        if (target.format() != Target.Format.DIRECTORY) {
            ArchiveSignature.check(target.path(), signer != null, target.replace());
        }
    }

    /**
     * Writes all files.
     *
     * @param files in any order; written in that of their paths
     * @param modified for directories and links
     * @throws BundleException before anything is written if a path has two owners or is not below the top directory, a link
     *     leads elsewhere, or a time is out of range
     * @return bytes written: of the archive, or of all files for a directory
     */
    public long write(List<BundleFile> files, Instant modified) throws IOException {
        BundleTree tree = checked(files, modified);
        long total = files.stream().mapToLong(BundleFile::size).sum();
        AtomicLong done = new AtomicLong();
        Consumer<BundleFile> written =
                file -> progress.advance(BundleStep.WRITE, "", done.addAndGet(file.size()), total);
        Path result = working.path().resolve(WorkingDirectory.RESULT);
        if (target.format() == Target.Format.DIRECTORY) {
            DirectoryWriter.write(tree, result, modified, written);
        } else {
            OutputStream file =
                    new NamedOutput(Files.newOutputStream(result, StandardOpenOption.CREATE_NEW), target.path());
            BundleSigner.Signed signed = signer == null ? null : signer.sign(file);
            OutputStream plain = signed == null ? file : signed;
            try (OutputStream out = new BufferedOutputStream(target.format().compress(plain), 1 << 16)) {
                TarWriter.write(tree, target.topDirectory(), modified, out, written);
            }
            if (signed != null) {
                Files.write(
                        working.path().resolve(ArchiveSignature.NEW),
                        signed.signature(),
                        StandardOpenOption.CREATE_NEW);
            }
        }
        long size = target.format() == Target.Format.DIRECTORY ? total : Files.size(result);
        if (target.format() == Target.Format.DIRECTORY) {
            giveFinalName(result);
        } else {
            TargetLock.whileHeld(target.path(), () -> giveFinalNames(result));
        }
        return size;
    }

    private BundleTree checked(List<BundleFile> files, Instant modified) throws BundleException {
        checkTime("directories and links", modified);
        BundleTree tree = BundleTree.of(files);
        for (BundleFile file : tree.files()) {
            if (file instanceof BundleFile.Link link) {
                String complaint = tree.complaint(link);
                if (!complaint.isEmpty()) {
                    throw new BundleException(link.path() + " of " + link.origin(), complaint);
                }
            } else {
                checkTime(file.path(), ((BundleFile.Regular) file).modified());
            }
        }
        return tree;
    }

    /** Makes sure that an archive can hold a time. */
    static void checkTime(String subject, Instant time) throws BundleException {
        if (time.getEpochSecond() < 0 || time.getEpochSecond() > TarEntry.MAX_TIME) {
            throw new BundleException(
                    subject,
                    "expected a time of last modification from 1970-01-01 to "
                            + Instant.ofEpochSecond(TarEntry.MAX_TIME) + ", found " + time);
        }
    }

    private void giveFinalName(Path result) throws IOException {
        Path path = target.path();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    moveInto(path, result, attempt);
                    return;
                } catch (NoSuchFileException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
                    if (!target.replace() || attempt == ATTEMPTS) { // else another build was at the same point
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

    /** Signature first, then archive: both, or none of them. */
    private void giveFinalNames(Path result) throws IOException {
        checkSignature(target, signer);
        if (signer == null) {
            giveFinalName(result);
            return;
        }
        try {
            ArchiveSignature.place(working.path(), target.path());
            giveFinalName(result);
        } catch (IOException | RuntimeException e) {
            try {
                ArchiveSignature.undo(working.path(), target.path());
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private void moveInto(Path path, Path result, int attempt) throws IOException {
        boolean exists = ExistingTarget.check(path, target.format(), target.replace());
        if (target.format() != Target.Format.DIRECTORY) {
            if (exists || !linkInto(path, result)) {
                Files.move(result, path, StandardCopyOption.ATOMIC_MOVE);
            }
        } else if (exists) {
            replace(path, result, working.path().resolve(WorkingDirectory.REPLACED + (attempt == 1 ? "" : attempt)));
        } else {
            renameDirectory(result, path);
        }
    }

    /** Java has no exception of its own for rename(2) onto a directory that another build made a moment ago. */
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

    /** A link, unlike a rename, never takes the place of a file that came into being this moment. */
    public static boolean linkInto(Path path, Path result) throws IOException {
        try {
            Files.createLink(path, result);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) { // no hard links here
            return false;
        }
    }

    /**
     * Where the two cannot change places at once, nothing is at the path for the moment between two renames. Who is killed there
     * leaves the old bundle whole in the working directory, from where the next build brings it back.
     */
    private static void replace(Path path, Path result, Path replaced) throws IOException {
        if (DirectoryExchange.exchange(path, result)) {
            return;
        }
        Files.move(path, replaced, StandardCopyOption.ATOMIC_MOVE);
        try {
            renameDirectory(result, path);
        } catch (IOException e) {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(replaced, path, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }
}
