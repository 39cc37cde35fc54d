package io.relocpy.repository.internal.io;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The root of a file system, which lies in some directory. Links and {@code ..} are followed as after chroot(2), so that
 * nothing leads out of it. Immutable.
 */
public final class RootDirectory {
    /** This machine's. */
    public static final RootDirectory HOST = new RootDirectory(Path.of("/"));

    /** As Linux. */
    private static final int MAX_LINKS = 40;

    private final Path root;

    public RootDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * The path of a file, whose links are not followed yet.
     *
     * @param path as the file system names it; a relative one starts at the root
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
     * Where a file is, of which not everything above needs to exist.
     *
     * @param path below the root
     * @throws FormatException if there are too many links
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

    /** Whether a path leads to a regular file. */
    public boolean isFile(Path path) throws IOException {
        return Files.isRegularFile(follow(path));
    }

    /** Whether a path leads to a directory. */
    public boolean isDirectory(Path path) throws IOException {
        return Files.isDirectory(follow(path));
    }

    /**
     * The regular files in a directory, sorted.
     *
     * @param glob for their names
     * @return paths through the given one, links not followed; empty if it is no directory
     */
    public List<Path> files(Path directory, String glob) throws IOException {
        if (!isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(follow(directory), glob)) {
            for (Path entry : entries) {
                Path file = directory.resolve(entry.getFileName());
                if (isFile(file)) {
                    files.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(null);
        return files;
    }

    /** The path of the directory. */
    @Override
    public String toString() {
        return root.toString();
    }
}
