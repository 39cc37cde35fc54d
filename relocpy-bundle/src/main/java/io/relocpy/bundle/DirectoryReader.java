package io.relocpy.bundle;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads a bundle that was written as a directory; links are never followed. */
final class DirectoryReader {
    private DirectoryReader() {}

    /**
     * Reads all of it.
     *
     * @throws BundleException if there are more files than any bundle has
     */
    static WrittenBundle read(Path directory) throws IOException {
        Path root = directory.toRealPath();
        List<Path> paths = new ArrayList<>();
        Map<String, String> unreadable = new ConcurrentHashMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                paths.add(file);
                if (paths.size() > WrittenBundle.MAX_FILES) {
                    throw new BundleException(
                            directory.toString(), "has more than " + WrittenBundle.MAX_FILES + " files");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                unreadable.put(inBundle(root, file), failure.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        List<WrittenFile> read = Parallel.map(paths, (index, path) -> {
            String name = inBundle(root, path);
            try {
                return read(path, name);
            } catch (IOException e) {
                unreadable.put(name, e.toString());
                return new WrittenFile.Other(name, "unreadable");
            }
        });
        Map<String, WrittenFile> files = new TreeMap<>();
        read.forEach(file -> files.put(file.path(), file));
        files.keySet().removeAll(unreadable.keySet());
        List<Finding> findings = unreadable.entrySet().stream()
                .map(file -> Finding.fault(Check.FILE, file.getKey(), "can not be read: " + file.getValue()))
                .toList();
        return new WrittenBundle(new TreeMap<>(files), findings);
    }

    private static WrittenFile read(Path path, String name) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return new WrittenFile.Link(name, Files.readSymbolicLink(path).toString());
        }
        if (!attributes.isRegularFile()) {
            return new WrittenFile.Other(name, "a device, socket or pipe");
        }
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return new WrittenFile.Regular(
                    name,
                    new Content.OnDisk(path, attributes.size()),
                    attributes.size(),
                    Sha256.of(in),
                    Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE));
        }
    }

    private static String inBundle(Path root, Path file) {
        return root.relativize(file).toString();
    }
}
