package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files that a caller or a bundle named. */
public final class RegularFiles {
    private RegularFiles() {}

    /**
     * Opens a file for reading.
     *
     * @throws BundleException if it is a directory, device or pipe, which may have no end or wait for a writer
     */
    public static InputStream open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BundleException(
                    file.toString(),
                    "expected a regular file, found " + (Files.isDirectory(file) ? "a directory" : "a device or pipe"));
        }
        return Files.newInputStream(file);
    }
}
