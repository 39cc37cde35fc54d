package io.relocpy.repository.internal.download;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Who uses a cache at the moment, and since when: each process has a locked file, which says when its oldest use began. What was
 * used since then must not be removed. The kernel releases the lock of a process that dies.
 *
 * <p>Nothing may open a process's own file again, since closing it would release the lock, see fcntl(2); to set its time would be
 * enough.
 */
final class CacheUse {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Map<Path, CacheUse> OWN = new HashMap<>();
    private static final int MAX_TEXT = 100;

    /** Of the names of this process's files, of whichever class loader. */
    private static final String PROCESS = ProcessHandle.current().pid()
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(start -> "-" + start.toEpochMilli())
                    .orElse("")
            + "-";

    private final Path file;
    private final FileChannel channel;
    private final Map<UUID, Instant> since = new HashMap<>();

    private CacheUse(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins a use that lasts until nobody can reach the user any more. */
    static void begin(PrivateDirectory directory, Object user) throws IOException {
        UUID id = UUID.randomUUID();
        Path root = directory.root();
        synchronized (OWN) {
            CacheUse use = OWN.get(root);
            if (use == null) {
                use = open(directory, folder(root).resolve(PROCESS + id));
                OWN.put(root, use);
                removeLeft(folder(root));
            }
            use.since.put(id, Instant.now());
            use.write();
        }
        CLEANER.register(user, () -> end(root, id));
    }

    private static CacheUse open(PrivateDirectory directory, Path file) throws IOException {
        while (true) {
            FileChannel channel = directory.openForWriting(file);
            channel.tryLock();
            if (Files.exists(file)) {
                return new CacheUse(file, channel);
            }
            channel.close(); // another process took it for one that was left before it was locked
        }
    }

    /** Removes what processes left that were killed, or ended before their uses did. */
    private static void removeLeft(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> !isOfThisProcess(file))) {
            for (Path file : files) {
                ofOther(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // they are only clutter
        }
    }

    private static boolean isOfThisProcess(Path file) {
        return file.getFileName().toString().startsWith(PROCESS);
    }

    private static void end(Path root, UUID id) {
        synchronized (OWN) {
            CacheUse use = OWN.get(root);
            if (use == null) {
                return;
            }
            use.since.remove(id);
            try {
                if (use.since.isEmpty()) {
                    OWN.remove(root);
                    Files.deleteIfExists(use.file);
                    use.channel.close();
                } else {
                    use.write();
                }
            } catch (IOException e) {
                // whoever removes files takes them to be used for longer
            }
        }
    }

    private void write() throws IOException {
        channel.truncate(0).write(ByteBuffer.wrap(begin().toString().getBytes(StandardCharsets.UTF_8)), 0);
    }

    private Instant begin() {
        return since.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** The beginning of the oldest use by any process; the end of time if there is none. */
    static Instant oldest(Path root) throws IOException {
        synchronized (OWN) {
            CacheUse own = OWN.get(root);
            Instant oldest = own == null ? Instant.MAX : own.begin();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(root))) {
                for (Path file : files) {
                    if (own != null && file.equals(own.file)) {
                        continue;
                    }
                    // of this process, one of another class loader: to read it would end its lock
                    Instant begin = isOfThisProcess(file) ? Instant.MIN : ofOther(file);
                    oldest = begin.isBefore(oldest) ? begin : oldest;
                }
            } catch (NoSuchFileException e) {
                return oldest;
            }
            return oldest;
        }
    }

    private static Instant ofOther(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) { // of a process that died
                Files.deleteIfExists(file);
                return Instant.MAX;
            }
            ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
            channel.read(text, 0);
            return Instant.parse(StandardCharsets.UTF_8.decode(text.flip()));
        } catch (NoSuchFileException e) { // it has just ended
            return Instant.MAX;
        } catch (DateTimeParseException | OverlappingFileLockException e) { // just beginning
            return Instant.MIN;
        }
    }

    private static Path folder(Path root) {
        return root.resolve("uses");
    }
}
