package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory {@code .NAME.NUMBER} (see {@link TargetPlace#hidden}) beside the target for everything that is unfinished; {@link #close} removes it,
 * whatever happened. What a killed process left is removed by the next build of the same target: a lock on a file in
 * the directory, which ends with its process, shows whether it is still in use.
 */
public final class WorkingDirectory implements Closeable {
    /** The new bundle, until it is renamed into place. */
    public static final String RESULT = "result";

    /** The bundle that is being replaced, until that has happened. */
    public static final String REPLACED = "replaced";

    private static final String LOCK = "lock";

    private static final int ATTEMPTS = 10;

    /** Those of this process: closing a second channel to a locked file would end the lock, see fcntl(2). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final @Nullable FileChannel lock;
    private final List<Closeable> open = new ArrayList<>();

    /** Creates it beside the target, so that the finished result only needs to be renamed. */
    public WorkingDirectory(Path target) throws IOException {
        Path absolute = TargetPlace.of(target);
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(target.toString(), "its parent directory does not exist");
        }
        TargetPlace.checkName(absolute);
        String prefix = TargetPlace.hidden(absolute);
        try {
            Path real = parent.toRealPath();
            Path made = null;
            FileChannel locked = null;
            for (int attempt = 0; made == null; attempt++) {
                Path tried;
                synchronized (OWN) { // otherwise another thread could take it for a leftover in between
                    tried = Files.createTempDirectory(real, prefix);
                    OWN.add(tried);
                }
                try {
                    locked = lock(tried.resolve(LOCK));
                    made = tried;
                } catch (NoSuchFileException e) { // taken for a leftover before it was locked
                    OWN.remove(tried);
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
            path = made;
            lock = locked;
        } catch (IOException e) {
            throw new BundleException(
                    target.toString(), "cannot write into " + parent + ": " + FileFailure.reason(e), e);
        }
        try {
            removeLeftovers(prefix, path.resolveSibling(absolute.getFileName()));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Closes that together with this directory. */
    public synchronized <T extends Closeable> T keepOpen(T resource) {
        open.add(resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : open) {
            resource.close();
        }
        try {
            delete(path);
        } finally {
            if (lock != null) {
                lock.close();
            }
            OWN.remove(path);
        }
    }

    /**
     * Makes the file and locks it until the channel is closed; null if the file system does not support locks.
     *
     * @throws NoSuchFileException if another process removed it or its directory meanwhile
     */
    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException e) {
            channel.close();
            return null;
        }
        if (lock == null || Files.notExists(file)) {
            channel.close();
            throw new NoSuchFileException(file.toString());
        }
        return channel;
    }

    /**
     * Removes what killed builds of our user left; in a directory that others may write into, theirs cannot be trusted.
     */
    private void removeLeftovers(String prefix, Path target) throws IOException {
        UserPrincipal user = Files.getOwner(path);
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(
                path.resolveSibling(""),
                entry -> isWorkingDirectory(entry.getFileName().toString(), prefix)
                        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            for (Path sibling : siblings) {
                if (!isOwn(sibling) && belongsTo(user, sibling)) {
                    removeIfLeft(sibling, target);
                }
            }
        }
    }

    private static boolean belongsTo(UserPrincipal user, Path directory) throws IOException {
        try {
            return Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user);
        } catch (NoSuchFileException e) { // removed by its own build since it was listed
            return false;
        }
    }

    private static boolean isOwn(Path directory) {
        synchronized (OWN) {
            return OWN.contains(directory);
        }
    }

    private static boolean isWorkingDirectory(String name, String prefix) {
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d+");
    }

    /** Removes the directory if nobody holds its lock; puts back first the bundle that its process had moved away. */
    private static void removeIfLeft(Path directory, Path target) throws IOException {
        Path file = directory.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            Path replaced = directory.resolve(REPLACED);
            if (Files.exists(replaced, LinkOption.NOFOLLOW_LINKS)
                    && Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(replaced, target);
            }
            ArchiveSignature.undoOfKilled(directory, target);
            delete(directory);
        } catch (NoSuchFileException e) {
            // without a lock it may be one that is about to be locked, so it must not be removed
        } catch (IOException e) {
            if (Files.exists(file)) { // locks do not work here, or it belongs to another user: left alone
                return;
            }
            throw e;
        }
    }

    /** Deletes a directory and all in it, a lock last; links are deleted, not followed. */
    public static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(directory.resolve(LOCK))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (visited.equals(directory)) {
                    Files.deleteIfExists(directory.resolve(LOCK));
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
