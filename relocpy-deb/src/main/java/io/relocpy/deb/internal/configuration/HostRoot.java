package io.relocpy.deb.internal.configuration;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.io.RootDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The file system of a host, with what apt warns of as it reads it. Not thread-safe unless the consumer of warnings is. */
public final class HostRoot {
    /** In bytes; apt has no limit. */
    static final int MAX_FILE = 4 << 20;

    private final RootDirectory root;
    private final BiConsumer<Path, String> warnings;

    /**
     * A host.
     *
     * @param root its root directory
     * @param warnings receives what apt warns of: the file, and a message
     */
    public HostRoot(Path root, BiConsumer<Path, String> warnings) {
        this.root = new RootDirectory(root);
        this.warnings = warnings;
    }

    /** Reports what apt warns of. */
    public void warn(Path file, String message) {
        warnings.accept(file, message);
    }

    /** See {@link RootDirectory#path}. */
    public Path path(String path, String where) throws FormatException {
        return root.path(path, where);
    }

    /** See {@link RootDirectory#follow}. */
    public Path follow(Path path) throws IOException {
        return root.follow(path);
    }

    public boolean isFile(Path path) throws IOException {
        return root.isFile(path);
    }

    public boolean isDirectory(Path path) throws IOException {
        return root.isDirectory(path);
    }

    /**
     * The text of a file. Bytes that are not UTF-8 are replaced, since apt accepts any; they may be in a comment.
     *
     * @return empty, with a warning, if it cannot be read
     * @throws FormatException if it is too large
     */
    public Optional<String> read(Path path) throws IOException {
        try {
            return Optional.of(new String(RegularFile.bytes(follow(path), MAX_FILE), StandardCharsets.UTF_8));
        } catch (FileSystemException e) {
            warn(path, "cannot be read: " + RegularFile.reason(e));
            return Optional.empty();
        }
    }
}
