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
    /** One string in several languages; those of {@link RpmTag#HEADER_I18NTABLE}, in its order. */
    I18NSTRING(9, 0);

    private final int code;
    private final int width;

    HeaderType(int code, int width) {
        this.code = code;
        this.width = width;
    }

    /** The number in an index entry. */
    int code() {
        return code;
    }

    /** The type of that number, null when there is none. */
    static @Nullable HeaderType of(int code) {
        return code < 1 || code > values().length ? null : values()[code - 1];
    }

    /** Bytes of one element; 0 for strings. */
    int width() {
        return width;
    }

    /** Whether the data are numbers. */
    public boolean numeric() {
        return width > 0 && this != BIN;
    }

    /** Whether the data are strings. */
    public boolean text() {
        return width == 0;
    }
}
