package io.relocpy.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where the bundle goes, and as what; the name decides.
 *
 * @param path of the directory or archive
 * @param format what it becomes
 * @param topDirectory the one directory that an archive holds, named after the file
 */
record Target(Path path, Format format, String topDirectory) {
    /** The forms of a bundle. */
    enum Format {
        /** A tar archive compressed with gzip. */
        TAR_GZ("\\.(?:tar\\.gz|tgz)$"),
        /** A tar archive. */
        TAR("\\.tar$"),
        /** A directory. */
        DIRECTORY("$");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        /** The stream that compresses into another, which it closes. */
        OutputStream compress(OutputStream out) throws IOException {
            return this == TAR_GZ ? new ParallelGzip(out, Runtime.getRuntime().availableProcessors()) : out;
        }
    }

    /**
     * Reads the form off the name.
     *
     * @throws BundleException if something is there already, or the name is that of an archive of another kind
     */
    static Target of(Path path) throws BundleException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BundleException(path.toString(), "already exists");
        }
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        for (Format format : Format.values()) {
            String top = name.replaceFirst(format.suffix, "");
            if (!top.equals(name) && !top.isEmpty()) {
                return new Target(path, format, top);
            }
        }
        if (name.matches(".*\\.(?:tar\\..*|zip|txz|tzst|7z)")) {
            throw new BundleException(path.toString(), "no such kind of archive; use .tar.gz, .tar or a directory");
        }
        return new Target(path, Format.DIRECTORY, name);
    }
}
