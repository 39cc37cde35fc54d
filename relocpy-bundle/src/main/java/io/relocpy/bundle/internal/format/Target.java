package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The destination of a bundle: each kind knows what it may replace, and how it is written. Immutable. */
public sealed interface Target permits DirectoryTarget, ArchiveTarget {
    Pattern OTHER_ARCHIVE = Pattern.compile("(?i).*\\.(?:tar(?:\\..*)?|tgz|tzst|txz|tbz2?|zip|7z)");

    /** Where it goes. */
    Path path();

    /** What the bundle is called: the name of the target without the ending that states its kind. */
    String name();

    /**
     * Makes sure that nothing but an earlier result would be replaced.
     *
     * @param replace whether the caller allows that to be replaced
     * @return whether something is there
     * @throws BundleException if it must not be replaced
     */
    boolean checkExisting(boolean replace) throws IOException;

    /**
     * Makes sure that the target's own signature, if there is to be one, can be written.
     *
     * @param signed whether the new bundle has one
     * @param replace whether that may replace an earlier one
     */
    void checkSignature(boolean signed, boolean replace) throws IOException;

    /**
     * Writes a bundle into the working directory, and renames it into place when it is complete.
     *
     * @param modified for directories and links
     * @return bytes written
     */
    long write(BundleTree tree, Instant modified, Options options) throws IOException;

    /**
     * How a bundle is written.
     *
     * @param working the working directory beside the target
     * @param replace whether an earlier result may be replaced
     * @param signer of an archive; null for an unsigned one
     * @param written receives each file when it has been written, possibly on several threads
     */
    record Options(
            WorkingDirectory working,
            boolean replace,
            @Nullable BundleSigner signer,
            Consumer<BundleFile> written) {}

    /**
     * The target that a name means: an archive if it ends like one, else a directory.
     *
     * @throws BundleException if the name is that of an archive of another kind, or one that a bundle cannot have
     */
    static Target of(Path path) throws BundleException {
        String name = fileName(path);
        // other cases, and names that are nothing but an ending, would be directories otherwise
        Optional<Compression> compression = Compression.ofName(name);
        if (compression.isPresent()) {
            return ArchiveTarget.of(path, compression.get());
        }
        if (OTHER_ARCHIVE.matcher(name).matches()) {
            throw new BundleException(
                    path.toString(), "no such kind of archive; use .tar.gz, .tar.zst, .tar.xz, .tar or a directory");
        }
        return new DirectoryTarget(path, name);
    }

    /** The last name of a path, which may be relative and end in dots. */
    static String fileName(Path path) throws BundleException {
        if (path.toString().isEmpty()) {
            throw new BundleException("target", "expected the name of an archive or directory, found an empty path");
        }
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }
}
