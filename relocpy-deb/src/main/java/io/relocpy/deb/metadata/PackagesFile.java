package io.relocpy.deb.metadata;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Packages file of a repository: its content, and where it is from. Immutable.
 *
 * @param origin for pins and messages
 * @param key identifies the content, for example by a checksum: an index made from other content is not used
 * @param content opens the uncompressed content
 */
public record PackagesFile(PackagesOrigin origin, String key, Content content) {
    /** Opens the content, each time anew. */
    @FunctionalInterface
    public interface Content {
        /** The content from its start; closed by the caller. */
        InputStream open() throws IOException;
    }

    /** An uncompressed file, identified by its path, size and time of last modification. */
    public static PackagesFile of(Path file, PackagesOrigin origin) throws IOException {
        String key = file.toAbsolutePath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        return new PackagesFile(origin, key, () -> Channels.newInputStream(RegularFile.open(file)));
    }
}
