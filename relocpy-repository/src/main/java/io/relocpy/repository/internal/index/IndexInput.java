package io.relocpy.repository.internal.index;

import io.relocpy.repository.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the columns of an index in the order in which {@link IndexOutput} wrote them, and checks every number before
 * anything is made of it: what was read can be followed without further checks.
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

    /** Bytes, without a copy. */
    public ByteBuffer bytes() throws FormatException {
        int length = length(1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length + (-length & 3));
        return bytes;
    }

    /** Numbers of any value. */
    private int[] ints() throws FormatException {
        int[] values = new int[length(Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
    }

    /** Records of as many numbers as there are ranges, one after the other. */
    public int[] records(Range... fields) throws FormatException {
        int[] values = ints();
        if (values.length % fields.length != 0) {
            throw wrong("records of " + fields.length, values.length + " numbers");
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

    /** Where each of so many pieces of something ends: ascending, the last at its end. */
    public int[] ends(int last, int count) throws FormatException {
        int[] ends = ends(last);
        if (ends.length != count) {
            throw wrong(count + " pieces", Integer.toString(ends.length));
        }
        return ends;
    }

    /** As above, any number of pieces. */
    public int[] ends(int last) throws FormatException {
        int[] ends = ints();
        int before = 0;
        for (int end : ends) {
            if (end < before) {
                throw wrong("a piece that does not end before " + before, Integer.toString(end));
            }
            before = end;
        }
        if (before != last) {
            throw wrong("pieces up to " + last, "up to " + before);
        }
        return ends;
    }

    public void end() throws FormatException {
        if (in.hasRemaining()) {
            throw wrong("the end", in.remaining() + " more bytes");
        }
    }

    /** How many values of that size come next. */
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
