package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of an index in the order in which {@link IndexOutput} wrote them, and checks every number first, so that
 * users of the result need no further checks.
 */
public final class IndexInput {
    /** The numbers that a field may have: {@code from} to {@code end - 1}. */
    public record Range(int from, long end) {
        public static final Range ANY = new Range(Integer.MIN_VALUE, 1L << 31);
        public static final Range NOT_NEGATIVE = new Range(0, 1L << 31);
    }

    private static final int BUFFER = 1 << 16;

    private final ByteBuffer in;
    private final String where;

    /** The file that the body is mapped from, and where it starts there; null for a body in memory. */
    private final @Nullable FileChannel channel;

    private final long start;

    public IndexInput(ByteBuffer body, String where) {
        this(body, where, null, 0);
    }

    IndexInput(ByteBuffer body, String where, @Nullable FileChannel channel, long start) {
        this.in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
        this.channel = channel;
        this.start = start;
    }

    /** Reads bytes, without copying them. */
    public ByteBuffer bytes() throws FormatException {
        int length = length(1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length + (-length & 3));
        return bytes;
    }

    /** Reads numbers of any value. */
    private int[] ints() throws FormatException {
        int[] values = new int[length(Integer.BYTES)];
        FileChannel file = channel;
        if (file == null) {
            in.asIntBuffer().get(values);
        } else {
            read(file, start + in.position(), values);
        }
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
    }

    /** Through a buffer, since all that is once touched in a mapped file stays in the memory of the process. */
    private void read(FileChannel file, long from, int[] values) throws FormatException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        long position = from;
        try {
            for (int done = 0; done < values.length; ) {
                buffer.clear().limit((int) Math.min(BUFFER, (values.length - done) * (long) Integer.BYTES));
                while (buffer.hasRemaining()) {
                    int read = file.read(buffer, position);
                    if (read < 0) {
                        throw new EOFException("the file was cut meanwhile");
                    }
                    position += read;
                }
                int count = buffer.flip().remaining() / Integer.BYTES;
                buffer.asIntBuffer().get(values, done, count);
                done += count;
            }
        } catch (IOException e) {
            throw wrong("a file that can be read", e.toString());
        }
    }

    /** Reads concatenated records, with one number for each range. */
    public int[] records(Range... fields) throws FormatException {
        int[] values = ints();
        if (values.length % fields.length != 0) {
            throw wrong("records of " + fields.length + " numbers", values.length + " numbers");
        }
        for (int field = 0; field < fields.length; field++) {
            int bad = outside(values, field, fields.length, fields[field].from, fields[field].end);
            if (bad >= 0) {
                throw wrong("a number in " + fields[field], Integer.toString(values[bad]));
            }
        }
        return values;
    }

    private static int outside(int[] values, int first, int step, int from, long end) {
        for (int i = first; i < values.length; i += step) {
            if (values[i] < from || values[i] >= end) {
                return i;
            }
        }
        return -1;
    }

    /** Reads the ends of {@code count} slices: ascending, the last equal to {@code last}. */
    public int[] ends(int last, int count) throws FormatException {
        int[] ends = ends(last);
        if (ends.length != count) {
            throw wrong(count + " slices", Integer.toString(ends.length));
        }
        return ends;
    }

    /** As above, for any number of slices. */
    public int[] ends(int last) throws FormatException {
        int[] ends = ints();
        int before = 0;
        for (int end : ends) {
            if (end < before) {
                throw wrong("a slice that does not end before " + before, Integer.toString(end));
            }
            before = end;
        }
        if (before != last) {
            throw wrong("slices up to " + last, "up to " + before);
        }
        return ends;
    }

    public void end() throws FormatException {
        if (in.hasRemaining()) {
            throw wrong("the end", in.remaining() + " more bytes");
        }
    }

    /** Reads the number of values of this size that follow. */
    private int length(int size) throws FormatException {
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > (in.remaining() & -4) / size) {
            throw wrong("a column that fits", Integer.toUnsignedString(length) + " values of " + size + " bytes");
        }
        return length;
    }

    public FormatException wrong(String expected, String found) {
        return new FormatException(where, expected, found);
    }
}
