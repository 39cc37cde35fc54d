package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DecodedStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar archive in the old, ustar and GNU forms that dpkg reads, with long names of GNU, and of PAX as GNU
 * tar reads them.
 *
 * <p>An archive ends at a block of zeros or at the end of the stream. Entry types that dpkg does not know are refused, and so
 * is content behind anything but a regular file: readers disagree on whether to skip it.
 */
final class TarReader {
    private static final int MAX_LONG_NAME = 1 << 16;
    private static final int MAX_PAX_HEADER = 1 << 20;
    private static final String TYPES = "0123456";
    /** What {@link java.time.Instant} can hold. */
    private static final long MAX_TIME = 31_556_889_864_403_199L;

    private final DecodedStream in;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private PaxRecords global = PaxRecords.NONE;
    private long remaining;
    private int padding;

    TarReader(DecodedStream in) {
        this.in = in;
    }

    /** The next entry, after what is left of the last one; null at the end of the archive. */
    @Nullable
    TarHeader next() throws IOException {
        skipContent();
        PaxRecords local = PaxRecords.NONE;
        String longName = null;
        String longLink = null;
        while (readBlock()) {
            String where = in.where() + ", offset " + (in.position() - TarHeader.BLOCK);
            TarHeader header = TarHeader.decode(block, where);
            switch (header.type()) {
                case 'L' -> longName = longName(header, where);
                case 'K' -> longLink = longName(header, where);
                case 'x' -> local = PaxRecords.parse(content(header, MAX_PAX_HEADER, where), false, where);
                case 'g' -> global = PaxRecords.parse(content(header, MAX_PAX_HEADER, where), true, where);
                default -> {
                    return entry(local.apply(named(header, longName, longLink), global), where);
                }
            }
        }
        return null;
    }

    long remaining() {
        return remaining;
    }

    /** Reads content of the entry; -1 at its end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, remaining));
        if (read < 0) {
            throw truncated();
        }
        remaining -= read;
        return read;
    }

    private void skipContent() throws IOException {
        long left = remaining + padding;
        remaining = 0;
        padding = 0;
        if (in.skip(left) < left) {
            throw truncated();
        }
    }

    private static TarHeader named(TarHeader header, @Nullable String name, @Nullable String link) {
        return new TarHeader(
                name == null ? header.name() : name,
                header.type(),
                header.mode(),
                header.uid(),
                header.gid(),
                header.user(),
                header.group(),
                header.size(),
                header.mtime(),
                link == null ? header.linkName() : link,
                header.deviceMajor(),
                header.deviceMinor());
    }

    private TarHeader entry(TarHeader header, String where) throws FormatException {
        if (header.name().isEmpty()) {
            throw new FormatException(where, "an entry with a name", "an empty one");
        }
        if (TYPES.indexOf(header.type()) < 0) {
            throw new FormatException(
                    where + ", entry " + header.name(), "an entry type of 0 to 6", "\"" + header.type() + "\"");
        }
        if (header.mtime() > MAX_TIME || header.mtime() < -MAX_TIME) {
            throw new FormatException(where + ", entry " + header.name(), "a time", header.mtime() + " seconds");
        }
        if (header.type() == '0' && !header.name().endsWith("/")) {
            measure(header, where);
        } else if (header.type() != '1' && header.size() != 0) { // of a hard link no reader believes the size
            throw new FormatException(
                    where + ", entry " + header.name(), "content of regular files only", header.size() + " bytes");
        }
        return header;
    }

    private void measure(TarHeader header, String where) throws FormatException {
        long left = in.limit() - in.position();
        if (header.size() > left) {
            throw new FormatException(
                    where + ", entry " + header.name(), "at most " + left + " bytes", header.size() + " stated");
        }
        remaining = header.size();
        padding = (int) (-header.size() & TarHeader.BLOCK - 1);
    }

    /** False at the end of the archive. */
    private boolean readBlock() throws IOException {
        int read = in.readNBytes(block, 0, block.length);
        if (read > 0 && read < block.length) {
            throw truncated();
        }
        return read > 0 && !TarHeader.isZero(block);
    }

    private String longName(TarHeader header, String where) throws IOException {
        byte[] bytes = content(header, MAX_LONG_NAME, where);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == 0) {
            throw new FormatException(where, "a long name", "an empty one");
        }
        return TarHeader.decode(bytes, 0, end);
    }

    private byte[] content(TarHeader header, int limit, String where) throws IOException {
        if (header.size() > limit) {
            throw new FormatException(
                    where, "an extended header of at most " + limit + " bytes", header.size() + " bytes");
        }
        int size = (int) header.size();
        byte[] bytes = in.readNBytes(size + (-size & TarHeader.BLOCK - 1));
        if (bytes.length < size || (bytes.length & TarHeader.BLOCK - 1) != 0) {
            throw truncated();
        }
        return Arrays.copyOf(bytes, size);
    }

    private FormatException truncated() {
        return new FormatException(in.where(), "more of the tar archive", "its end at offset " + in.position());
    }
}
