package io.relocpy.rpm.file;

import org.jspecify.annotations.Nullable;

/**
 * The type of a header entry's data.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_header.html">Header format</a>
 */
enum HeaderType {
    /** One byte, as a number. */
    CHAR(1, 1),
    /** One byte, as a number. */
    INT8(2, 1),
    /** Two bytes, unsigned. */
    INT16(3, 2),
    /** Four bytes, unsigned. */
    INT32(4, 4),
    /** Eight bytes. */
    INT64(5, 8),
    /** One string. */
    STRING(6, 0),
    /** Bytes. */
    BIN(7, 1),
    /** Strings. */
    STRING_ARRAY(8, 0),
    /** One string in several languages, in the order of {@link RpmTag#HEADER_I18NTABLE}. */
    I18NSTRING(9, 0);

    private final int code;
    private final int width;

    HeaderType(int code, int width) {
        this.code = code;
        this.width = width;
    }

    /** The type number used in index entries. */
    int code() {
        return code;
    }

    /** The type with this number; null if there is none. */
    static @Nullable HeaderType of(int code) {
        return code < 1 || code > values().length ? null : values()[code - 1];
    }

    /** The size of an element in bytes; 0 for strings. */
    int width() {
        return width;
    }

    /** Whether the data is numeric. */
    public boolean numeric() {
        return width > 0 && this != BIN;
    }

    /** Whether the data is text. */
    public boolean text() {
        return width == 0;
    }
}
