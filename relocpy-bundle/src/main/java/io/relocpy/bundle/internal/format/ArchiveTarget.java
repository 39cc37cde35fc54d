package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.PathRule;
import io.relocpy.repository.internal.io.Interruption;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A tar archive. Replaces any regular file; a signature of the whole archive is stored beside it.
 *
 * @param path of the archive
 * @param name of the one directory that the archive holds, named after the file
 * @param compression of the archive
 */
public record ArchiveTarget(Path path, String name, Compression compression) implements Target {
    /**
     * An archive of any name.
     *
     * @throws BundleException if the directory in it cannot be named after the file
     */
    public static ArchiveTarget of(Path path, Compression compression) throws BundleException {
        String fileName = Target.fileName(path);
        String name = Compression.ofName(fileName).orElse(compression).withoutSuffix(fileName);
        String complaint = PathRule.complaintOfTop(name);
        if (!complaint.isEmpty()) {
            throw new BundleException(
                    path.toString(), "cannot be the top directory of an archive: \"" + name + "\" " + complaint);
        }
        return new ArchiveTarget(path, name, compression);
    }

    /**
     * An archive whose name states its compression.
     *
     * @throws BundleException if it does not, or the directory in it cannot be named after the file
     */
    public static ArchiveTarget of(Path path) throws BundleException {
        return of(
                path,
                Compression.ofName(Target.fileName(path))
                        .orElseThrow(() -> new BundleException(
                                path.toString(),
                                "expected the name of an archive, which ends in .tar.gz, .tar.zst, .tar.xz or .tar")));
    }

    @Override
    public boolean checkExisting(boolean replace) throws IOException {
        if (!FinalName.isTaken(path, replace)) {
            return false;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path.toString(), "is not replaced: it is not a regular file");
        }
        return true;
    }

    @Override
    public void checkSignature(boolean signed, boolean replace) throws BundleException {
        ArchiveSignature.check(path, signed, replace);
    }

    @Override
    public long write(BundleTree tree, Instant modified, Options options) throws IOException {
        Path working = options.working().path();
        Path result = working.resolve(WorkingDirectory.RESULT);
        BundleSigner signer = options.signer();
        try (OutputStream file = new NamedOutput(Files.newOutputStream(result, StandardOpenOption.CREATE_NEW), path)) {
            BundleSigner.Signed signed = signer == null ? null : signer.sign(file);
            compress(tree, modified, signed == null ? file : signed, options);
            if (signed != null) {
                Files.write(working.resolve(ArchiveSignature.NEW), signed.signature(), StandardOpenOption.CREATE_NEW);
            }
        }
        long size = Files.size(result);
        Interruption.check(); // it would seem to be the lock's fault
        TargetLock.whileHeld(path, () -> giveFinalNames(result, working, options));
        return size;
    }

    /**
     * Writes the archive into a stream. XZ for Java fails with the same exception again when it is closed, which cannot suppress
     * itself in a try statement; zstd-jni then leaves the stream below open.
     */
    private void compress(BundleTree tree, Instant modified, OutputStream into, Options options) throws IOException {
        OutputStream out = new BufferedOutputStream(compression.compress(into), Content.CHUNK);
        try {
            TarWriter.write(tree, name, modified, out, options.written());
        } catch (IOException | RuntimeException | Error e) {
            try {
                out.close();
            } catch (IOException | RuntimeException again) {
                if (again != e) {
                    e.addSuppressed(again);
                }
            }
            throw e;
        }
        out.close();
    }

    /** Signature first, then archive: both, or neither. */
    private void giveFinalNames(Path result, Path working, Options options) throws IOException {
        checkSignature(options.signer() != null, options.replace());
        if (options.signer() == null) {
            giveFinalName(result, options);
            return;
        }
        try {
            ArchiveSignature.place(working, path);
            giveFinalName(result, options);
        } catch (IOException | RuntimeException e) {
            try {
                ArchiveSignature.undo(working, path);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private void giveFinalName(Path result, Options options) throws IOException {
        FinalName.give(path, options.replace(), attempt -> {
            if (checkExisting(options.replace()) || !FinalName.link(path, result)) {
                Files.move(result, path, StandardCopyOption.ATOMIC_MOVE);
            }
        });
    }
}
