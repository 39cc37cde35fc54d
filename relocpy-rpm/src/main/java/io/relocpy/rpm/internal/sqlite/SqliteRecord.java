package io.relocpy.rpm.internal.sqlite;

import io.relocpy.repository.FormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a table: values, preceded by their types and lengths.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#record_format">SQLite's record format</a>
 */
public final class SqliteRecord {
    private final byte[] payload;
    private final String where;
    private final List<Value> values = new ArrayList<>();

    private record Value(long type, int offset, int length) {}

    private SqliteRecord(byte[] payload, String where) {
        this.payload = payload;
        this.where = where;
    }

    static SqliteRecord parse(byte[] payload, String where) throws FormatException {
        SqliteRecord row = new SqliteRecord(payload, where);
        ByteBuffer in = ByteBuffer.wrap(payload);
        long header = varint(in, where);
        if (header < 1 || header > payload.length) {
            throw row.bad("a header of 1 to " + payload.length + " bytes", String.valueOf(header));
        }
        long offset = header;
        while (in.position() < header) {
            long type = varint(in, where);
            long length = length(type);
            if (length < 0 || length > payload.length - offset) {
                throw row.bad("a value within the row", "one of type " + type);
            }
            row.values.add(new Value(type, (int) offset, (int) length));
            offset += length;
        }
        return row;
    }

    private static long length(long type) {
        if (type >= 12) {
            return (type - 12) / 2;
        }
        return switch ((int) type) {
            case 0, 8, 9 -> 0;
            case 1, 2, 3, 4 -> type;
            case 5 -> 6;
            case 6, 7 -> 8;
            default -> -1;
        };
    }

    String text(int column) throws FormatException {
        Value value = value(column);
        return value.type >= 13 && value.type % 2 == 1
                ? new String(payload, value.offset, value.length, StandardCharsets.UTF_8)
                : "";
    }

    long number(int column) throws FormatException {
        Value value = value(column);
        if (value.type == 8 || value.type == 9) {
            return value.type - 8;
        }
        if (value.type < 1 || value.type > 6) {
            throw bad("an integer in column " + column, "type " + value.type);
        }
        long number = payload[value.offset];
        for (int i = 1; i < value.length; i++) {
            number = (number << 8) | (payload[value.offset + i] & 0xff);
        }
        return number;
    }

    public byte[] bytes(int column) throws FormatException {
        Value value = value(column);
        if (value.type < 12 || value.type % 2 != 0) {
            throw bad("a blob in column " + column, "type " + value.type);
        }
        return java.util.Arrays.copyOfRange(payload, value.offset, value.offset + value.length);
    }

    private Value value(int column) throws FormatException {
        if (column >= values.size()) {
            throw bad("at least " + (column + 1) + " columns", String.valueOf(values.size()));
        }
        return values.get(column);
    }

    /** Reads a number of one to nine bytes, with seven bits in each but the ninth. */
    static long varint(ByteBuffer in, String where) throws FormatException {
        try {
            long value = 0;
            for (int i = 0; i < 8; i++) {
                byte b = in.get();
                value = (value << 7) | (b & 0x7f);
                if (b >= 0) {
                    return value;
                }
            }
            return (value << 8) | (in.get() & 0xff);
        } catch (BufferUnderflowException e) {
            throw new FormatException(where, "a number of up to nine bytes", "the end of the data");
        }
    }

    private FormatException bad(String expected, String found) {
        return new FormatException(where + ", a row", expected, found);
    }
}
