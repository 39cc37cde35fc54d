package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.PathRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Where the bundle goes, and as what; the name decides.
 *
 * @param path of the directory or archive
 * @param format what it becomes
 * @param topDirectory the one directory that an archive holds, named after the file
 * @param replace whether it may take the place of an earlier one
 */
public record Target(Path path, Format format, String topDirectory, boolean replace) {
    /** The forms of a bundle. */
    public enum Format {
        /** A tar archive compressed with gzip. */
        TAR_GZ("\\.(?:tar\\.gz|tgz)$"),
        /** A tar archive compressed with zstd. */
        TAR_ZST("\\.(?:tar\\.zst|tzst)$"),
        /** A tar archive compressed with xz. */
        TAR_XZ("\\.(?:tar\\.xz|txz)$"),
        /** A tar archive. */
        TAR("\\.tar$"),
        /** A directory. */
        DIRECTORY("$");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        /** The stream that compresses into another, which it closes; its bytes do not depend on the machine. */
        public OutputStream compress(OutputStream out) throws IOException {
            return switch (this) {
                case TAR_GZ -> new ParallelGzip(out, Runtime.getRuntime().availableProcessors());
                case TAR_ZST -> Zstd.output(out);
                case TAR_XZ -> new XZOutputStream(out, new LZMA2Options());
                case TAR, DIRECTORY -> out;
            };
        }
    }

    /**
     * Reads the form off the name.
     *
     * @param replace whether it may take the place of an earlier one
     * @throws BundleException if something is there that must stay, or the name is that of an archive of another kind
     */
    public static Target of(Path path, boolean replace) throws IOException {
        Target target = read(path, replace);
        ExistingTarget.check(path, target.format, replace);
        return target;
    }

    private static Target read(Path path, boolean replace) throws BundleException {
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        for (Format format : Format.values()) {
            String top = name.replaceFirst(format.suffix, "");
            if (!top.equals(name) && !top.isEmpty()) {
                String complaint = PathRule.complaintOfTop(top);
                if (!complaint.isEmpty()) {
                    throw new BundleException(
                            path.toString(), "cannot be an archive's one directory: \"" + top + "\" " + complaint);
                }
                return new Target(path, format, top, replace);
            }
        }
        if (name.matches(".*\\.(?:tar\\..*|zip|7z)")) {
            throw new BundleException(
                    path.toString(), "no such kind of archive; use .tar.gz, .tar.zst, .tar.xz, .tar or a directory");
        }
        return new Target(path, Format.DIRECTORY, name, replace);
    }
}
