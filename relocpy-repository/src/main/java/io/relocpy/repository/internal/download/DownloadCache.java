package io.relocpy.repository.internal.download;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.FileFailure;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory of downloaded files, shared by threads and processes, and not writable by other users.
 *
 * <p>A file with a known checksum is in a directory named after that checksum, and gets its final name only when its
 * content is correct. Whoever creates a file holds one of a fixed set of locks, which the kernel releases when a
 * process dies; temporary files of a dead process are continued or overwritten.
 */
public final class DownloadCache {
    private static final int LOCKS = 256;
    private static final long LOCK_POLL_MILLIS = 20;
    private static final String WAITING = "waiting for another build to release the cache";
    /** Maximum length of a file name; leaves room for temporary suffixes. */
    private static final int MAX_NAME = 200;

    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/\\s]*@");

    static final String PARTIAL = ".partial";
    /** File locks belong to the process; these exclude threads from each other. */
    private static final ReentrantLock[] THREADS = new ReentrantLock[2 * LOCKS]; // the second half for uses

    static {
        for (int i = 0; i < THREADS.length; i++) {
            THREADS[i] = new ReentrantLock();
        }
    }

    private final Path path;
    private final boolean named;
    private @Nullable PrivateDirectory directory;

    private DownloadCache(Path path, boolean named) {
        this.path = path.toAbsolutePath();
        this.named = named;
    }

    /** The user's cache, {@code ~/.cache/relocpy}; opened on first use, as all. */
    public static DownloadCache ofUser() {
        return ofUser(Path.of(System.getProperty("user.home", "."), ".cache", "relocpy"));
    }

    /** The user's cache in another directory. */
    public static DownloadCache ofUser(Path directory) {
        return new DownloadCache(directory, false);
    }

    /** A cache in a directory that the caller named, which is checked less strictly; see {@link PrivateDirectory#open}. */
    public static DownloadCache in(Path directory) {
        return new DownloadCache(directory, true);
    }

    /** An action to run while no other thread or process creates the same file. */
    interface Action<T> {
        T run() throws IOException;
    }

    private synchronized PrivateDirectory directory() throws IOException {
        PrivateDirectory open = directory;
        if (open == null) {
            open = PrivateDirectory.open(path, named);
            directory = open;
        }
        return open;
    }

    /** Whether only this user and root can have written to the cache. */
    public boolean isExclusive() throws IOException {
        return directory().isExclusive();
    }

    /** The name of files and directories for a checksum, always of the form {@code sha-256-0123…}. */
    public static String fileName(Checksum checksum) {
        return checksum.algorithm().standardName().toLowerCase(Locale.ROOT) + "-" + checksum.hex();
    }

    /**
     * The path for a file with this checksum; its name is derived from its location, with unsafe characters replaced.
     */
    public Path file(FileKind kind, Checksum checksum, String location) throws IOException {
        String plain = RepositoryUrl.locationWithoutSecrets(location);
        String name = plain.substring(plain.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+~^%=@,-]", "_");
        name = name.substring(Math.max(0, name.length() - MAX_NAME));
        return files(kind)
                .resolve(fileName(checksum))
                .resolve(name.isEmpty() || name.startsWith(".") ? "_" + name : name);
    }

    /** The directory of all files of a kind. */
    Path files(FileKind kind) throws IOException {
        return directory().root().resolve(kind == FileKind.PACKAGE ? "packages" : "files");
    }

    /**
     * The directory for the files of one repository that have no checksum of their own.
     *
     * @param places the repository's URLs; different URLs give different directories. User names and passwords in them do
     *     not count: the name, which messages contain, must not let anybody try out passwords
     */
    public Path repositoryDirectory(String repository, String places) throws IOException {
        String plain = LOGIN.matcher(places).replaceAll("");
        String digest = Checksums.of(Checksum.Algorithm.SHA_256, plain.getBytes(StandardCharsets.UTF_8))
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

    /** The file for the index of that name, in a directory that exists. A file that cannot be trusted is removed. */
    public Path index(String name) throws IOException {
        Path file = indexes().resolve(name);
        directory().directoryOf(file);
        if (!directory().holds(file)) {
            Files.deleteIfExists(file);
        }
        return file;
    }

    /** Whether the file exists and can be trusted. */
    public boolean holds(Path file) throws IOException {
        return directory().holds(file);
    }

    /** Reads a file that the cache {@linkplain #holds}. */
    public byte[] read(Path file, int limit) throws IOException {
        return RegularFile.bytes(file, limit);
    }

    /** Opens a partially downloaded file for writing; the caller holds the file's lock. */
    FileChannel openPartial(Path file) throws IOException {
        return directory().openForWriting(partial(file));
    }

    static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + PARTIAL);
    }

    Path root() throws IOException {
        return directory().root();
    }

    /** Protects from being removed what is {@linkplain #used} from now on, until nobody can reach the user any more. */
    void beginUse(Object user) {
        try {
            CacheUse.begin(directory(), user);
        } catch (IOException e) {
            Log.of(DownloadCache.class).debug("nothing can be removed from {} anyway: {}", path, e.getMessage());
        }
    }

    /** Notes that a file is used; if it is there afterwards, it stays. */
    void used(Path file) throws IOException {
        if (!holds(file) || !Files.isWritable(root())) {
            return;
        }
        whileUnused(file, () -> {
            try {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            } catch (FileSystemException e) { // another user's, who alone can remove it, or removed by now
                Log.of(DownloadCache.class).debug("{}: {}", file, e.toString());
            }
            return file;
        });
    }

    /** Runs an action while nobody begins to use the file, or removes it. */
    <T> T whileUnused(Path file, Action<T> action) throws IOException {
        return locked(THREADS.length / 2 + stripe(file), action);
    }

    <T> T locked(Path file, Action<T> action) throws IOException {
        return locked(stripe(file), action);
    }

    private int stripe(Path file) throws IOException {
        return Math.floorMod(root().relativize(file).toString().hashCode(), LOCKS);
    }

    private <T> T locked(int stripe, Action<T> action) throws IOException {
        Path lockFile = root().resolve("locks").resolve(String.format("%02x", stripe));
        try {
            THREADS[stripe].lockInterruptibly();
        } catch (InterruptedException e) {
            throw Interruption.unified(WAITING, Interruption.of(e));
        }
        try (FileChannel channel = directory().openForWriting(lockFile);
                FileLock lock = acquire(channel)) {
            assert lock.isValid();
            return action.run();
        } finally {
            THREADS[stripe].unlock();
        }
    }

    /**
     * Polls instead of waiting in the kernel, which sees processes, not threads: it reports a deadlock if threads of
     * two processes each hold a lock and request the other's.
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
                throw Interruption.unified(WAITING, Interruption.of(e));
            }
        }
    }

    /** Writes a small file atomically. */
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
        } catch (IOException e) {
            throw FileFailure.with(file, e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Creates a temporary file beside one that will be written, creating its directory if necessary. */
    public Path temporary(Path file) throws IOException {
        return directory().temporary(file);
    }

    /** The directory. */
    @Override
    public String toString() {
        return path.toString();
    }

    public static void moveInPlace(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
