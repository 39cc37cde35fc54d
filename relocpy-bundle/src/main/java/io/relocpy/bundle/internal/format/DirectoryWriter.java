package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Writes a bundle as a directory; modes and times are set explicitly, regardless of umask and clock. */
public final class DirectoryWriter {
    private DirectoryWriter() {}

    /** Writes the files into a directory that does not exist yet; {@code written} receives each, on several threads. */
    public static void write(BundleTree tree, Path root, Instant modified, Consumer<BundleFile> written)
            throws IOException {
        List<BundleFile> files = List.copyOf(tree.files());
        Set<Path> directories = new TreeSet<>(Set.of(root));
        for (BundleFile file : files) {
            for (String path = RootPath.parent(file.path()); !path.isEmpty(); path = RootPath.parent(path)) {
                directories.add(root.resolve(path));
            }
        }
        for (Path directory : directories) { // a parent sorts before its children
            Files.createDirectory(directory);
        }
        Parallel.map(files, (index, file) -> {
            write(file, root.resolve(file.path()), modified);
            written.accept(file);
            return file;
        });
        for (Path directory : directories) {
            setMode(directory, "rwxr-xr-x");
            setModified(directory, modified);
        }
    }

    private static void write(BundleFile file, Path path, Instant modified) throws IOException {
        if (file instanceof BundleFile.Regular regular) {
            try (OutputStream out = new NamedOutput(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), path)) {
                regular.content().writeTo(out);
            }
            setMode(path, regular.executable() ? "rwxr-xr-x" : "rw-r--r--");
            setModified(path, regular.modified());
        } else {
            Files.createSymbolicLink(path, Path.of(((BundleFile.Link) file).target()));
            setModified(path, modified);
        }
    }

    private static void setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void setModified(Path path, Instant modified) throws IOException {
        FileTime time = FileTime.from(Instant.ofEpochSecond(modified.getEpochSecond()));
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }
}
