package io.relocpy.repository.internal.download;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A folder of downloaded files, shared by threads and processes, and written by nobody else.
 *
 * <p>A file whose checksum is known lies in a folder of that name, and gets its name only when its content is right. While a
 * file is being made its maker holds one of a fixed set of locks, which the kernel lets go when a process dies; what a dead
 * one left under a temporary name is continued or overwritten.
 */
public final class DownloadCache {
    private static final int LOCKS = 256;
    private static final long LOCK_POLL_MILLIS = 20;
    /** Of a file, with room for what is added while it is made. */
    private static final int MAX_NAME = 200;

    private static final String PARTIAL = ".partial";
    /** Locks of the kernel belong to a process; these keep its threads apart. */
    private static final ReentrantLock[] THREADS = new ReentrantLock[LOCKS];

    static {
        for (int i = 0; i < LOCKS; i++) {
            THREADS[i] = new ReentrantLock();
        }
    }

    private final Path folder;
    private final boolean named;
    private @Nullable PrivateDirectory directory;

    /**
     * A cache, which is opened when it is first needed.
     *
     * @param named whether the caller named the folder; see {@link PrivateDirectory#open}
     */
    public DownloadCache(Path folder, boolean named) {
        this.folder = folder;
        this.named = named;
    }

    /** What is done while no other thread or process makes the same file. */
    interface Action<T> {
        T run() throws IOException;
    }

    private synchronized PrivateDirectory directory() throws IOException {
        PrivateDirectory open = directory;
        if (open == null) {
            open = PrivateDirectory.open(folder, named);
            directory = open;
        }
        return open;
    }

    /** Whether nobody else, but root, can have written anything in it. */
    public boolean isExclusive() throws IOException {
        return directory().isExclusive();
    }

    /** The name of files and directories for a checksum: {@code sha-256-0123…}; never anything of another shape. */
    public static String fileName(Checksum checksum) {
        return checksum.algorithm().standardName().toLowerCase(Locale.ROOT) + "-" + checksum.hex();
    }

    /** Where a file with that checksum belongs; named after its location as far as that is harmless. */
    public Path file(Checksum checksum, String location) throws IOException {
        String plain = RepositoryUrl.locationWithoutSecrets(location);
        String name = plain.substring(plain.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+~^%=@,-]", "_");
        name = name.substring(Math.max(0, name.length() - MAX_NAME));
        return directory()
                .root()
                .resolve("files")
                .resolve(fileName(checksum))
                .resolve(name.isEmpty() || name.startsWith(".") ? "_" + name : name);
    }

    /**
     * The directory for the files of one repository that have no checksum of their own.
     *
     * @param places where the repository is; another place is another directory
     */
    public Path folder(String repository, String places) throws IOException {
        String digest = Checksums.of(Checksum.Algorithm.SHA_256, places.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
        String id = repository.replaceAll("[^A-Za-z0-9_-]", "_");
        return directory()
                .root()
                .resolve("repositories")
                .resolve(id.substring(0, Math.min(MAX_NAME, id.length())) + "-" + digest);
    }

    public Path indexes() throws IOException {
        return directory().root().resolve("index");
    }

    /** Whether there is such a file that may be used. */
    public boolean holds(Path file) throws IOException {
        return directory().holds(file);
    }

    /** A file that the cache {@linkplain #holds}. */
    public byte[] read(Path file, int limit) throws IOException {
        return RegularFile.bytes(file, limit);
    }

    /** What has come so far of a file, for writing; the caller holds the file's lock. */
    FileChannel openPartial(Path file) throws IOException {
        return directory().openForWriting(partial(file));
    }

    static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + PARTIAL);
    }

    <T> T locked(Path file, Action<T> action) throws IOException {
        Path root = directory().root();
        int stripe = Math.floorMod(root.relativize(file).toString().hashCode(), LOCKS);
        Path lockFile = root.resolve("locks").resolve(String.format("%02x", stripe));
        THREADS[stripe].lock();
        try (FileChannel channel = directory().openForWriting(lockFile);
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
    public void write(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            moveInPlace(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A new file beside one that is to be written, in a folder that is made if need be. */
    public Path temporary(Path file) throws IOException {
        return directory().temporary(file);
    }

    public static void moveInPlace(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
