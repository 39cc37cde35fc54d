package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members of an {@code ar} archive, as dpkg reads them: names of at most 16 bytes, padded with spaces and with an
 * optional slash at the end; neither GNU's table of long names nor BSD's {@code #1/} names. Of the other header fields only
 * the size counts.
 */
final class ArReader {
    private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 60;
    private static final int NAME = 16;
    private static final int SIZE_OFFSET = 48;
    private static final int SIZE = 10;

    private final FileSlice in;
    private final String where;
    private long remaining;
    private boolean padded;

    /** One member; {@code offset} and {@code size} are those of its content. */
    record Member(String name, long offset, long size) {}

    ArReader(FileSlice in, String where) throws IOException {
        this.in = in;
        this.where = where;
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw bad("the magic \"!<arch>\" of a Debian package", describe(magic));
        }
    }

    private static String describe(byte[] magic) {
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        if (text.startsWith("0.93")) {
            return "a package in the format of dpkg before 1.1.1, which is not supported";
        }
        return text.startsWith("!<arch>") ? "\"" + text + "\", as if converted like a text file" : "\"" + text + "\"";
    }

    /** The next member, after what is left of the last one; null at the end of the file. */
    @Nullable
    Member next() throws IOException {
        long left = remaining + (padded ? 1 : 0);
        remaining = 0;
        padded = false;
        if (in.skip(left) < left) {
            throw bad("the padding of a member", "the end of the file");
        }
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return null;
        }
        if (header.length < HEADER) {
            throw bad("a member header of " + HEADER + " bytes", header.length + " bytes");
        }
        if (header[HEADER - 2] != '`' || header[HEADER - 1] != '\n') {
            throw bad(
                    "the magic at the end of a member header",
                    "bytes " + header[HEADER - 2] + ", " + header[HEADER - 1]);
        }
        String name = name(header);
        long size = size(header, name);
        if (size > in.remaining()) {
            throw bad("member " + name + " of " + size + " bytes", in.remaining() + " bytes");
        }
        remaining = size;
        padded = (size & 1) == 1;
        return new Member(name, in.position(), size);
    }

    /** The content of the member that {@link #next()} gave. */
    BlockStream content() {
        return new BlockStream() {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (remaining == 0) {
                    return -1;
                }
                int read = in.read(target, offset, (int) Math.min(length, remaining));
                remaining -= Math.max(read, 0);
                return read;
            }

            @Override
            public int available() { // what GZIPInputStream asks before it looks for another member
                return (int) Math.min(remaining, Integer.MAX_VALUE);
            }
        };
    }

    private static String name(byte[] header) {
        int end = NAME;
        while (end > 0 && header[end - 1] == ' ') {
            end--;
        }
        if (end > 0 && header[end - 1] == '/') {
            end--;
        }
        return new String(header, 0, end, StandardCharsets.ISO_8859_1);
    }

    private long size(byte[] header, String name) throws FormatException {
        String field = new String(header, SIZE_OFFSET, SIZE, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < SIZE && field.charAt(at) == ' ') {
            at++;
        }
        long size = 0;
        for (; at < SIZE && field.charAt(at) != ' '; at++) {
            char c = field.charAt(at);
            if (c < '0' || c > '9') {
                throw bad("a decimal size of member " + name, "\"" + field + "\"");
            }
            size = size * 10 + (c - '0');
        }
        return size;
    }

    private FormatException bad(String expected, String found) {
        return new FormatException(where + ", offset " + in.position(), expected, found);
    }
}
