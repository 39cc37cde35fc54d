package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

    private final ByteBuffer in;
    private final String where;

    public IndexInput(ByteBuffer body, String where) {
        this.in = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
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
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
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
