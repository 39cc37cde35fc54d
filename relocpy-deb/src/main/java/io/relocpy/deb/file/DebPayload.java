package io.relocpy.deb.file;

import io.relocpy.deb.internal.file.DataEntry;
import io.relocpy.deb.internal.file.DataReader;
import io.relocpy.deb.internal.file.TarHeader;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.ContentStream;
import io.relocpy.repository.internal.io.FirstFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a package, streamed in the order of the archive.
 *
 * <pre>{@code
 * try (DebPayload payload = DebFile.open(path).payload()) {
 *     for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
 *         PayloadEntry entry = next.get();
 *         if (entry.hasContent()) {
 *             payload.content().transferTo(out);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>What it gives is safe to create below a root: every path is absolute, without {@code ..}, not below a symbolic link of
 * the same package, and occurs once, except for directories; a hard link leads to a file of the same package; no set-id bit
 * remains. Sizes are bounded: an entry has exactly the bytes that it states, and all of the payload at most 256 MiB or a
 * thousand times its compressed size, whichever is larger. Whether the compressed data are intact, and whether the file has
 * the checksum with which it was opened, is known after the last entry: do not use the files before {@link #next()} has
 * returned an empty result.
 *
 * <p>Not safe for use by several threads.
 */
public final class DebPayload implements AutoCloseable {
    private static final int SET_ID = 06000;

    private final DataReader data;
    private final Set<PayloadOption> options;
    private final @Nullable Md5Check md5;
    private final InputStream content = new Content();
    private final FirstFailure failure = new FirstFailure();

    DebPayload(DataReader data, Set<PayloadOption> options, @Nullable Md5Check md5) {
        this.data = data;
        this.options = options;
        this.md5 = md5;
    }

    /**
     * Moves to the next entry; what was not read of the current one is skipped.
     *
     * @return empty after the last entry, when all of the payload was read and found intact
     * @throws FormatException if the payload is damaged or unsafe, or is not what was expected; again by later calls
     * @throws IOException if the file cannot be read, or the payload was closed
     */
    public Optional<PayloadEntry> next() throws IOException {
        return failure.guard(this::advance);
    }

    private Optional<PayloadEntry> advance() throws IOException {
        if (md5 != null) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        DataEntry found = data.next();
        if (found == null) {
            if (md5 != null) {
                md5.checkComplete();
            }
            return Optional.empty();
        }
        PayloadEntry entry = entry(found);
        if (entry.type().device() && !options.contains(PayloadOption.DEVICE_NODES)) {
            throw new FormatException(data.where() + ", entry " + entry.path(), "no device nodes", "a " + entry.type());
        }
        if (md5 != null) {
            md5.begin(entry);
        }
        return Optional.of(entry);
    }

    private static PayloadEntry entry(DataEntry entry) {
        TarHeader header = entry.header();
        EntryType type = EntryType.ofFlag(entry.type());
        return new PayloadEntry(new PayloadEntry.Values(
                entry.path(),
                type,
                header.mode() & ~SET_ID,
                (header.mode() & SET_ID) != 0,
                header.mtime(),
                type == EntryType.FILE ? header.size() : 0,
                entry.linkTarget(),
                header.user(),
                header.uid(),
                header.group(),
                header.gid(),
                header.deviceMajor(),
                header.deviceMinor()));
    }

    /**
     * The content of the current entry, until the next call of {@link #next()}. Closing the stream has no effect.
     *
     * @return the same stream for all entries; empty for an entry without content
     */
    public InputStream content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        failure.close(data.where());
        data.close();
    }

    private final class Content extends ContentStream {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            return failure.guard(() -> {
                int read = data.read(target, offset, length);
                if (read > 0 && md5 != null) {
                    md5.update(target, offset, read, data.remaining() == 0);
                }
                return read;
            });
        }

        @Override
        public int available() {
            return (int) Math.min(data.remaining(), Integer.MAX_VALUE);
        }
    }
}
