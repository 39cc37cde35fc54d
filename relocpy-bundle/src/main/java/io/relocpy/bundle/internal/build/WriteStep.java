package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.TarEntry;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the finished files, and lets the target write them. */
final class WriteStep {
    private final Target target;
    private final boolean replace;
    private final WorkingDirectory working;
    private final Progress progress;
    private final @Nullable BundleSigner signer;

    /**
     * A step for one bundle.
     *
     * @param replace whether an earlier result may be replaced
     * @param signer of an archive; null for an unsigned one
     */
    WriteStep(
            Target target,
            boolean replace,
            WorkingDirectory working,
            Progress progress,
            @Nullable BundleSigner signer) {
        this.target = target;
        this.replace = replace;
        this.working = working;
        this.progress = progress;
        this.signer = signer;
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
    long write(List<BundleFile> files, Instant modified) throws IOException {
        BundleTree tree = checked(files, modified);
        long total = files.stream().mapToLong(BundleFile::size).sum();
        AtomicLong done = new AtomicLong();
        Consumer<BundleFile> written =
                file -> progress.advance(Step.WRITE, Optional.empty(), done.addAndGet(file.size()), total);
        return target.write(tree, modified, new Target.Options(working, replace, signer, written));
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
    private static void checkTime(String subject, Instant time) throws BundleException {
        if (time.getEpochSecond() < 0 || time.getEpochSecond() > TarEntry.MAX_TIME) {
            throw new BundleException(
                    subject,
                    "expected a time of last modification from 1970-01-01 to "
                            + Instant.ofEpochSecond(TarEntry.MAX_TIME) + ", found " + time);
        }
    }
}
