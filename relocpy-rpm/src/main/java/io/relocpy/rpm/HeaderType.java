package io.relocpy.rpm;

/**
 * The type of a header entry's data.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_header.html">Header format</a>
 */
public enum HeaderType {
    /** One byte, as a number. */
    CHAR(1),
    /** One byte, as a number. */
    INT8(1),
    /** Two bytes, unsigned. */
    INT16(2),
    /** Four bytes, unsigned. */
    INT32(4),
    /** Eight bytes. */
    INT64(8),
    /** One string. */
    STRING(0),
    /** Bytes. */
    BIN(1),
    /** Strings. */
    STRING_ARRAY(0),
    /** One string in several languages; those of {@link RpmTag#HEADER_I18NTABLE}, in its order. */
    I18NSTRING(0);

    private final int width;

    HeaderType(int width) {
        this.width = width;
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
