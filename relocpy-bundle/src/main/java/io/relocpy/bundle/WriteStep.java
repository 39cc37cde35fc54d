package io.relocpy.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Writes the bundle into the working directory, and gives it its final name when it is whole. */
final class WriteStep {
    private final Target target;
    private final WorkingDirectory working;
    private final Progress progress;

    WriteStep(Target target, WorkingDirectory working, Progress progress) {
        this.target = target;
        this.working = working;
        this.progress = progress;
    }

    /**
     * Writes all files.
     *
     * @param files in any order; written in that of their paths
     * @return bytes written: of the archive, or of all files for a directory
     */
    long write(List<BundleFile> files, Instant modified) throws IOException {
        List<BundleFile> sorted =
                files.stream().sorted(Comparator.comparing(BundleFile::path)).toList();
        long total = files.stream().mapToLong(BundleFile::size).sum();
        AtomicLong done = new AtomicLong();
        Consumer<BundleFile> written =
                file -> progress.advance(BundleStep.WRITE, "", done.addAndGet(file.size()), total);
        Path result = working.path().resolve("result");
        if (target.format() == Target.Format.DIRECTORY) {
            DirectoryWriter.write(sorted, result, modified, written);
        } else {
            OutputStream file = Files.newOutputStream(result, StandardOpenOption.CREATE_NEW);
            try (OutputStream out = new BufferedOutputStream(target.format().compress(file), 1 << 16)) {
                TarWriter.write(sorted, target.topDirectory(), modified, out, written);
            }
        }
        long size = target.format() == Target.Format.DIRECTORY ? total : Files.size(result);
        giveFinalName(result);
        return size;
    }

    private void giveFinalName(Path result) throws IOException {
        Path path = target.path();
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) { // came into being while we worked
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.move(result, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new BundleException(path.toString(), "already exists", e);
        } catch (AtomicMoveNotSupportedException e) {
            throw new BundleException(path.toString(), "can not be renamed into place", e);
        }
    }
}
