package io.relocpy.rpm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A folder of downloaded files, shared by threads and processes.
 *
 * <p>A file whose checksum is known lies in a folder of that name, and gets its name only when its content is right: who
 * sees it may use it. While a file is being made its maker holds one of a fixed set of locks, which the kernel lets go
 * when a process dies; what a dead one left under a temporary name is continued or overwritten.
 */
final class DownloadCache {
    private static final int LOCKS = 256;
    /** Of a file, with room for what is added while it is made. */
    private static final int LONGEST_NAME = 200;

    private static final long LOCK_POLL_MILLIS = 20;
    /** Locks of the kernel belong to a process; these keep its threads apart. */
    private static final ReentrantLock[] THREADS = new ReentrantLock[LOCKS];

    static {
        for (int i = 0; i < LOCKS; i++) {
            THREADS[i] = new ReentrantLock();
        }
    }

    private final Path root;

    DownloadCache(Path root) {
        this.root = root;
    }

    /** What is done while no other thread or process makes the same file. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** Which file it is the checksum says; the location gives only a name for humans, with nothing odd left in it. */
    Path file(Checksum checksum, String location) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        String safe = name.replaceAll("[^A-Za-z0-9._+~^%=@,-]", "_");
        if (safe.isEmpty() || safe.startsWith(".")) {
            safe = "_" + safe;
        }
        return root.resolve("files")
                .resolve(checksum.fileName())
                .resolve(safe.substring(Math.max(0, safe.length() - LONGEST_NAME)));
    }

    /** Where what belongs to one repository lies and has no checksum of its own. */
    Path folder(RepositoryConfig config) {
        String described = config.baseUrls() + " " + config.mirrorList() + " " + config.metalink();
        String places = Checksums.of(Checksum.Algorithm.SHA_256, described.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
        return root.resolve("repositories").resolve(config.id().replaceAll("[^A-Za-z0-9_-]", "_") + "-" + places);
    }

    Path indexes() {
        return root.resolve("index");
    }

    <T> T locked(Path file, Action<T> action) throws IOException {
        int stripe = Math.floorMod(root.relativize(file).toString().hashCode(), LOCKS);
        Path locks = Files.createDirectories(root.resolve("locks"));
        THREADS[stripe].lock();
        try (FileChannel channel = FileChannel.open(
                        locks.resolve(String.format("%02x", stripe)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = acquire(channel)) {
            assert lock.isValid();
            return action.run();
        } finally {
            THREADS[stripe].unlock();
        }
    }

    /**
     * Asks again and again instead of waiting in the kernel: it sees processes, not threads, and takes two processes whose
     * threads hold one lock each and want the other's for a deadlock.
     */
    private static FileLock acquire(FileChannel channel) throws IOException {
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            try {
                Thread.sleep(LOCK_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }

    /** Puts a small file under its name in one step. */
    static void write(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file);
        try {
            Files.write(temporary, content);
            moveInPlace(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A new file beside one that is to be written, in a folder that is made if need be. */
    static Path temporary(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    }

    static void moveInPlace(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
