package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * A directory. Replaces only a bundle that has not been modified.
 *
 * @param path of the directory
 * @param name its file name
 */
public record DirectoryTarget(Path path, String name) implements Target {
    /** A directory of any name. */
    public static DirectoryTarget of(Path path) throws BundleException {
        return new DirectoryTarget(path, Target.fileName(path));
    }

    @Override
    public boolean checkExisting(boolean replace) throws IOException {
        if (!FinalName.isTaken(path, replace)) {
            return false;
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path.toString(), "is not replaced: it is not a directory");
        }
        if (!Files.isRegularFile(path.resolve(BundleLayout.MANIFEST), LinkOption.NOFOLLOW_LINKS)) {
            throw noBundle(); // before all that may be there is read
        }
        if (isMountPoint()) {
            throw new BundleException(
                    path.toString(), "is not replaced: a file system is mounted there, so it cannot be renamed");
        }
        WrittenBundle bundle = DirectoryReader.read(path);
        if (!(bundle.files().get(BundleLayout.MANIFEST) instanceof WrittenFile.Regular manifest)) {
            throw noBundle();
        }
        List<Finding> changes = ManifestComparison.compare(ManifestReader.read(manifest.content()), bundle).stream()
                .filter(finding -> finding.severity() == Severity.FAULT)
                .toList();
        if (!changes.isEmpty()) {
            throw new BundleException(
                    path.toString(),
                    "is not replaced: it is not as it was written (" + changes.get(0)
                            + (changes.size() > 1 ? " and " + (changes.size() - 1) + " more" : "") + ")");
        }
        return true;
    }

    private BundleException noBundle() {
        return new BundleException(
                path.toString(), "is not replaced: it is not a bundle, it has no " + BundleLayout.MANIFEST);
    }

    private boolean isMountPoint() throws IOException {
        Path real = path.toRealPath();
        Path parent = real.getParent();
        return parent == null || !Files.getAttribute(real, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
    }

    @Override
    public void checkSignature(boolean signed, boolean replace) {} // it is inside the directory

    @Override
    public long write(BundleTree tree, Instant modified, Options options) throws IOException {
        Path result = options.working().path().resolve(WorkingDirectory.RESULT);
        DirectoryWriter.write(tree, result, modified, options.written());
        Interruption.check();
        FinalName.give(path, options.replace(), attempt -> {
            if (checkExisting(options.replace())) {
                String replaced = WorkingDirectory.REPLACED + (attempt == 1 ? "" : attempt);
                replace(result, options.working().path().resolve(replaced));
            } else {
                FinalName.renameDirectory(result, path);
            }
        });
        return tree.files().stream().mapToLong(BundleFile::size).sum();
    }

    /**
     * Where the two cannot be exchanged atomically, nothing is at the path for a moment between two renames. A process
     * that is killed at that point leaves the old bundle intact in the working directory, from which the next build
     * restores it.
     */
    private void replace(Path result, Path replaced) throws IOException {
        if (DirectoryExchange.exchange(path, result)) {
            return;
        }
        Files.move(path, replaced, StandardCopyOption.ATOMIC_MOVE);
        try {
            FinalName.renameDirectory(result, path);
        } catch (IOException e) {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(replaced, path, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }
}
