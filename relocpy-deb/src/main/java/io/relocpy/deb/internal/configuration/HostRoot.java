package io.relocpy.deb.internal.configuration;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The file system of a host, which lies in some directory. Links are followed as if that directory were {@code /}, so that
 * nothing leads out of it. Not thread-safe unless the consumer of warnings is.
 */
public final class HostRoot {
    /** In bytes; apt has no limit. */
    static final int MAX_FILE = 4 << 20;

    private static final int MAX_LINKS = 40;

    private final Path root;
    private final BiConsumer<Path, String> warnings;

    /**
     * A host.
     *
     * @param root its root directory
     * @param warnings receives what apt warns of: the file, and a message
     */
    public HostRoot(Path root, BiConsumer<Path, String> warnings) {
        this.root = root.toAbsolutePath().normalize();
        this.warnings = warnings;
    }

    /** Reports what apt warns of. */
    public void warn(Path file, String message) {
        warnings.accept(file, message);
    }

    /**
     * Where a file of the host is, if no directory above it is a link.
     *
     * @param path as the host names it; a relative one starts at the root
     * @param where what names it, for the message
     * @throws FormatException if it cannot be a path
     */
    public Path path(String path, String where) throws FormatException {
        try {
            return root.resolve(Path.of("/" + path).normalize().toString().substring(1));
        } catch (InvalidPathException e) {
            throw new FormatException(where, "a path", "a text that cannot be one");
        }
    }

    /**
     * Follows all links of a path.
     *
     * @param path below the root
     * @throws FormatException if there are too many
     */
    public Path follow(Path path) throws IOException {
        if (root.getParent() == null) {
            return path;
        }
        Deque<Path> left = new ArrayDeque<>();
        root.relativize(path).forEach(left::add);
        Path at = root;
        int links = 0;
        while (!left.isEmpty()) {
            Path next = at.resolve(left.removeFirst()).normalize();
            if (!Files.isSymbolicLink(next)) {
                at = next.startsWith(root) ? next : root;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new FormatException(path.toString(), "at most " + MAX_LINKS + " symbolic links", "more");
            }
            Path target = Files.readSymbolicLink(next);
            at = target.isAbsolute() ? root : at;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                left.addFirst(target.getName(i));
            }
        }
        return at;
    }

    public boolean isFile(Path path) throws IOException {
        return Files.isRegularFile(follow(path));
    }

    public boolean isDirectory(Path path) throws IOException {
        return Files.isDirectory(follow(path));
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
