package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.DirectoryForm.Inode;
import io.relocpy.bundle.internal.format.DirectoryForm.Kind;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads a bundle that was written as a directory; links are never followed. */
public final class DirectoryReader {
    /** Only Unix systems have these views of a file; a bundle cannot be a directory on any other. */
    private static final String UNIX = "unix:mode,uid,nlink,dev,isDirectory,isSymbolicLink,isRegularFile,size";

    private static final Path SELF = Path.of("/proc/self");

    private final Path given;
    private final Path root;
    private final List<Path> paths = new ArrayList<>();
    private final Map<String, Inode> inodes = new ConcurrentHashMap<>();
    private final Map<String, String> unreadable = new ConcurrentHashMap<>();

    private DirectoryReader(Path given) throws IOException {
        this.given = given;
        this.root = given.toRealPath();
    }

    /**
     * Reads the whole bundle.
     *
     * @throws BundleException if there are more files than any bundle has
     */
    public static WrittenBundle read(Path directory) throws IOException {
        return new DirectoryReader(directory).read();
    }

    private WrittenBundle read() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return found(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return found(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                unreadable.put(inBundle(file), failure.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        Map<String, WrittenFile> files = new TreeMap<>();
        for (List<WrittenFile> read : Parallel.map(paths, (index, path) -> readAt(path))) {
            read.forEach(file -> files.put(file.path(), file));
        }
        files.keySet().removeAll(unreadable.keySet());
        List<Finding> findings = unreadable.entrySet().stream()
                .map(file -> Findings.fault(Check.FILE, file.getKey(), "cannot be read: " + file.getValue()))
                .toList();
        return new WrittenBundle(new TreeMap<>(files), new DirectoryForm(new TreeMap<>(inodes), self()), findings);
    }

    private FileVisitResult found(Path path) throws BundleException {
        paths.add(path);
        if (paths.size() > WrittenBundle.MAX_FILES) {
            throw new BundleException(given.toString(), "has more than " + WrittenBundle.MAX_FILES + " files");
        }
        return FileVisitResult.CONTINUE;
    }

    /** The file at the path; none if it is a directory. */
    private List<WrittenFile> readAt(Path path) {
        String name = inBundle(path);
        if (!isText(root.relativize(path))) { // else another file could hide behind the replacement of its bytes
            unreadable.put(name, "its name cannot be decoded in the character set of this machine");
            return List.of();
        }
        try {
            Map<String, Object> attributes = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
            inodes.put(name, inode(path, attributes));
            return is(attributes, "isDirectory") ? List.of() : List.of(file(path, name, attributes));
        } catch (IOException e) {
            unreadable.put(name, e.toString());
            return List.of();
        }
    }

    private static WrittenFile file(Path path, String name, Map<String, Object> attributes) throws IOException {
        if (is(attributes, "isSymbolicLink")) {
            Path target = Files.readSymbolicLink(path);
            return isText(target)
                    ? new WrittenFile.Link(name, target.toString())
                    : new WrittenFile.Other(name, "a link whose target cannot be decoded");
        }
        if (!is(attributes, "isRegularFile")) {
            return new WrittenFile.Other(name, "a device, socket or pipe");
        }
        long size = number(attributes, "size");
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return new WrittenFile.Regular(
                    name,
                    new Content.OnDisk(path, size),
                    size,
                    Sha256.of(in),
                    (number(attributes, "mode") & 0100) != 0);
        }
    }

    private static Inode inode(Path path, Map<String, Object> attributes) {
        Kind kind = is(attributes, "isDirectory")
                ? Kind.DIRECTORY
                : is(attributes, "isRegularFile") ? Kind.FILE : Kind.OTHER;
        return new Inode(
                kind,
                (int) number(attributes, "mode") & 07777,
                (int) number(attributes, "uid"),
                (int) number(attributes, "nlink"),
                number(attributes, "dev"),
                kind == Kind.OTHER ? List.of() : extendedAttributes(path));
    }

    private static List<String> extendedAttributes(Path path) {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            return view == null ? List.of() : view.list();
        } catch (FileSystemException e) {
            return List.of(); // a file system without them
        } catch (IOException e) {
            return List.of("?");
        }
    }

    private static OptionalInt self() {
        try {
            return OptionalInt.of((int) number(Files.readAttributes(SELF, "unix:uid"), "uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean is(Map<String, Object> attributes, String name) {
        return Boolean.TRUE.equals(attributes.get(name));
    }

    private static long number(Map<String, Object> attributes, String name) throws IllegalStateException {
        if (attributes.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("this JVM does not report a file's " + name);
    }

    /** Whether Java's text for the path stands for exactly the path's bytes. */
    private static boolean isText(Path path) {
        String text = path.toString();
        try {
            return text.indexOf('\uFFFD') < 0 // what malformed bytes become
                    || path.getFileSystem().getPath(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String inBundle(Path file) {
        return root.relativize(file).toString();
    }
}
