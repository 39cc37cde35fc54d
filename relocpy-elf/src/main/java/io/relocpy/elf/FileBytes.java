package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk, read in blocks on demand as long as it is the file that was opened. It is neither mapped nor kept
 * open: thousands of files can be examined without waiting for the garbage collector to unmap them, and truncation by
 * another process is an exception instead of a crash of the JVM.
 *
 * <p>Headers, tables and strings lie close together, so a few blocks answer most requests.
 */
final class FileBytes extends ElfBytes {
    /** Size of a block in bytes; longer ranges are read directly and not kept. */
    private static final int BLOCK = 1 << 15;

    private static final int KEPT_BLOCKS = 32;

    private final Path path;
    private final Identity identity;
    private final Status status;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicInteger readingMuch = new AtomicInteger();
    private boolean overwritten;

    /** Detects that a file has been modified or replaced. */
    private record Identity(@Nullable Object key, long size, FileTime modified) {
        static Identity of(Path path) throws IOException {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                // a read from a pipe would block, and one from a device might never end
                throw new FileSystemException(
                        ElfStrings.of(path),
                        null,
                        "expected a regular file, found a " + (found.isDirectory() ? "directory" : "pipe or device"));
            }
            return new Identity(found.fileKey(), found.size(), found.lastModifiedTime());
        }

        /** A record's generated equals is set up in every run, which short commands would notice. */
        boolean is(Identity other) {
            return size == other.size && modified.equals(other.modified) && Objects.equals(key, other.key);
        }
    }

    /**
     * Tells a write even if the time of modification was restored, as {@link FileOverwriter} does: by the time of any
     * change, unless other attributes explain it.
     *
     * @param changed null if the file system does not know it
     */
    private record Status(@Nullable Object changed, Map<String, Object> others) {
        static Status of(Path path) throws IOException {
            if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return new Status(null, Map.of());
            }
            Map<String, Object> others = new HashMap<>(Files.readAttributes(path, "unix:ctime,mode,nlink,uid,gid"));
            return new Status(others.remove("ctime"), others);
        }

        boolean isBeforeWrite(Status now) {
            return !Objects.equals(changed, now.changed) && others.equals(now.others);
        }
    }

    private FileBytes(Path path, String name, Identity identity, Status status) {
        super(name);
        this.path = path;
        this.identity = identity;
        this.status = status;
    }

    static FileBytes open(Path path) throws IOException {
        return open(path, ElfStrings.of(path));
    }

    /** The same with another name in messages, such as the path in a tree. */
    static FileBytes open(Path path, String name) throws IOException {
        FileBytes bytes = new FileBytes(path, name, Identity.of(path), Status.of(path));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            bytes.fill(channel, 0); // the header, which is always needed
            return bytes;
        }
    }

    Path path() {
        return path;
    }

    @Override
    long size() {
        return identity.size();
    }

    @Override
    synchronized ByteBuffer at(long offset, int length) throws ElfFormatException {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        if (readingMuch.get() == 0) {
            // also for cached bytes, so that the result does not depend on the file's size
            unchangedOrUnreadable();
        }
        long block = offset - offset % BLOCK;
        byte[] known = blocks.get(block);
        if (known != null && offset + length <= block + known.length) {
            return ByteBuffer.wrap(known, (int) (offset - block), length).slice();
        }
        try (FileChannel channel = reopen()) {
            if (offset + length <= block + BLOCK) {
                return ByteBuffer.wrap(fill(channel, block), (int) (offset - block), length)
                        .slice();
            }
            byte[] bytes = new byte[length];
            read(channel, offset, bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw unreadable(length + " readable bytes at " + offset, e);
        }
    }

    private void unchangedOrUnreadable() throws ElfFormatException {
        try {
            requireUnchanged();
        } catch (IOException e) {
            throw unreadable("the file as it was when it was opened", e);
        }
    }

    private ElfFormatException unreadable(String expected, IOException cause) {
        if (cause instanceof ElfFormatException e) {
            return e;
        }
        ElfFormatException unreadable = new ElfFormatException(name(), expected, String.valueOf(cause));
        unreadable.initCause(cause);
        return unreadable;
    }

    @Override
    <T> T readingMuch(Work<T> work) throws IOException {
        requireUnchanged();
        readingMuch.incrementAndGet();
        try {
            T result = work.run();
            requireUnwritten();
            return result;
        } finally {
            readingMuch.decrementAndGet();
        }
    }

    private byte[] fill(FileChannel channel, long block) throws IOException {
        byte[] bytes = new byte[(int) Math.min(BLOCK, size() - block)];
        read(channel, block, bytes);
        if (blocks.size() == KEPT_BLOCKS) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        blocks.put(block, bytes);
        return bytes;
    }

    private void read(FileChannel channel, long offset, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new ElfFormatException(name(), size() + " bytes, as when it was opened", "fewer");
            }
        }
    }

    private FileChannel reopen() throws IOException {
        requireUnchanged();
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Throws if the path no longer leads to the file that was opened, or the file has been modified. */
    void requireUnchanged() throws IOException {
        if (overwritten || !Identity.of(path).is(identity)) {
            throw modified();
        }
    }

    /** The same, also if the time of modification was restored. */
    private void requireUnwritten() throws IOException {
        requireUnchanged();
        if (status.isBeforeWrite(Status.of(path))) {
            throw modified();
        }
    }

    private ElfFormatException modified() {
        return new ElfFormatException(name(), "the file as it was when it was opened", "a modified or replaced one");
    }

    /** Marks the file as being edited in place: what has not been read can no longer be read. */
    synchronized void setOverwritten() {
        overwritten = true;
    }

    /** Lets the kernel copy, so that the bytes pass through no buffer in the JVM. */
    @Override
    void copyTo(long offset, long length, WritableByteChannel channel) throws IOException {
        if (length <= BLOCK) {
            super.copyTo(offset, length, channel);
            return;
        }
        try (FileChannel from = reopen()) {
            for (long done = 0; done < length; ) {
                long some = from.transferTo(offset + done, length - done, channel);
                if (some <= 0) {
                    throw new ElfFormatException(name(), size() + " bytes, as when it was opened", "fewer");
                }
                done += some;
            }
        }
    }
}
