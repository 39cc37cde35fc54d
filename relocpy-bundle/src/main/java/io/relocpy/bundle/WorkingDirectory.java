package io.relocpy.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory beside the target that holds all that is under way; gone after {@link #close}, whatever happened. */
final class WorkingDirectory implements Closeable {
    private final Path path;
    private final List<Closeable> open = new ArrayList<>();

    /** Makes it beside the target, so that the finished result only needs a new name. */
    WorkingDirectory(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(target.toString(), "its parent directory does not exist");
        }
        try {
            path = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
        } catch (IOException e) {
            throw new BundleException(target.toString(), "can not write into " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    /** Closes that together with this directory. */
    synchronized <T extends Closeable> T keepOpen(T resource) {
        open.add(resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : open) {
            resource.close();
        }
        delete(path);
    }

    /** Deletes a directory and all in it; links are deleted, not followed. */
    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
