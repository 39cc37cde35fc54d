package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** What is at the target already, and whether a new bundle may take its place. */
public final class ExistingTarget {
    private ExistingTarget() {}

    /**
     * Makes sure that nothing but an earlier result would be lost.
     *
     * @param replace whether the caller allows it
     * @return whether something is there
     * @throws BundleException if it must stay
     */
    public static boolean check(Path path, Target.Format format, boolean replace) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!replace) {
            throw new BundleException(path.toString(), "already exists");
        }
        if (format != Target.Format.DIRECTORY) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new BundleException(path.toString(), "is not replaced: it is no regular file");
            }
            return true;
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path.toString(), "is not replaced: it is no directory");
        }
        WrittenBundle bundle = DirectoryReader.read(path);
        if (!(bundle.files().get(BundleLayout.MANIFEST) instanceof WrittenFile.Regular manifest)) {
            throw new BundleException(
                    path.toString(), "is not replaced: it is not a bundle, it has no " + BundleLayout.MANIFEST);
        }
        List<BundleVerification.Finding> changes =
                ManifestComparison.compare(ManifestReader.read(manifest.content()), bundle).stream()
                        .filter(finding -> finding.severity() == BundleVerification.Severity.FAULT)
                        .toList();
        if (!changes.isEmpty()) {
            throw new BundleException(
                    path.toString(),
                    "is not replaced: it is not as it was written (" + changes.get(0)
                            + (changes.size() > 1 ? " and " + (changes.size() - 1) + " more" : "") + ")");
        }
        return true;
    }
}
