package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The index of a header, checked with all rules that rpm 4.18 applies when it reads a package ({@code lib/header.c}),
 * and two more.
 *
 * <table>
 * <caption>The rules, and where rpm checks them</caption>
 * <tr><td>numbers of entries and of bytes within the header's limits</td><td>{@code hdrblobVerifyLengths}</td></tr>
 * <tr><td>at least one entry</td><td>{@code hdrblobVerifyRegion}: no tags</td></tr>
 * <tr><td>a region entry only at the beginning, with the region tag of its header, 16 bytes</td><td>… region tag, {@code hdrchkTag}</td></tr>
 * <tr><td>its trailer within the data</td><td>… region offset</td></tr>
 * <tr><td>the trailer has that tag (or 61 in a signature header), 16 bytes</td><td>… region trailer</td></tr>
 * <tr><td>the trailer counts whole entries, at most as many as there are</td><td>… region size</td></tr>
 * <tr><td>in a package file, the region covers the whole index and all data</td><td>… tag number mismatch</td></tr>
 * <tr><td>every other tag is at least 100</td><td>{@code hdrblobVerifyInfo}: {@code hdrchkTag}</td></tr>
 * <tr><td>a type from 1 to 9, aligned to its width</td><td>… {@code hdrchkType}, {@code hdrchkAlign}</td></tr>
 * <tr><td>if there is a region, the type that rpm defines for the tag</td><td>… {@code hdrchkTagType}; {@link TagTypes}</td></tr>
 * <tr><td>in a signature header, the type and count that rpm expects</td><td>{@code headerMergeLegacySigs}</td></tr>
 * <tr><td>each entry begins at or after the end of the one before</td><td>… previous data must not overlap</td></tr>
 * <tr><td>each entry has data within bounds; strings are NUL-terminated; a STRING has one string</td><td>… {@code dataLength}</td></tr>
 * <tr><td>lengths and alignment add up to the size of the data: there are no gaps</td><td>{@code hdrblobImport}, {@code regionSwab}</td></tr>
 * <tr><td>no entry overlaps the region trailer</td><td>ours</td></tr>
 * <tr><td>each tag occurs once</td><td>ours; in the rpm database, a changed entry after the region replaces the one in it</td></tr>
 * </table>
 *
 * <p>A header without a region was written by rpm 3 or a similar program. Digests and signatures cover all of it, just
 * as with a region; so every byte used from a package's header is hashed.
 */
final class HeaderIndex {
    static final int ENTRY = 16;

    /** The first tag that is not a region tag. */
    private static final int FIRST_TAG = RpmTag.HEADER_I18NTABLE;

    private final String where;
    private final byte[] bytes;
    private final int count;
    private final int data; // offset of the data in the bytes
    private final boolean replaceable;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();

    /**
     * The data of a tag.
     *
     * @param offset in the data
     * @param length in bytes
     */
    record Entry(int tag, HeaderType type, int offset, int count, int length) {}

    /** The kind of header, which determines its limits. */
    enum Part {
        /** The signature header, before the main header of a package file. */
        SIGNATURE(RpmTag.HEADER_SIGNATURES, 32, 64 << 20),
        /** The main header of a package file. */
        MAIN(RpmTag.HEADER_IMMUTABLE, 0xffff, 0x0fffffff),
        /**
         * The header of an installed package in the rpm database, where rpm appends its own entries after the region.
         */
        INSTALLED(RpmTag.HEADER_IMMUTABLE, 0xffff, 0x0fffffff);

        private final int region;
        private final int maxEntries;
        private final int maxData;

        Part(int region, int maxEntries, int maxData) {
            this.region = region;
            this.maxEntries = maxEntries;
            this.maxData = maxData;
        }

        private boolean opensWith(int tag) {
            return tag == region
                    || (this == INSTALLED && tag == RpmTag.HEADER_IMAGE); // rpm 4 converts headers of rpm 3 to this
        }

        private boolean closesWith(int tag) {
            return opensWith(tag)
                    || (this == SIGNATURE && tag == RpmTag.HEADER_IMAGE); // written by early versions of rpm 4
        }
    }

    private HeaderIndex(String where, byte[] bytes, int count, Part part) {
        this.where = where;
        this.bytes = bytes;
        this.count = count;
        this.data = count * ENTRY;
        this.replaceable = part == Part.INSTALLED;
    }

    /** Rejects implausible sizes before anything is read or allocated. */
    static void checkLengths(int count, int length, String where, Part part) throws FormatException {
        if (count < 1 || count > part.maxEntries) {
            throw new FormatException(
                    where, "1 to " + part.maxEntries + " index entries", Integer.toUnsignedString(count));
        }
        if (length < 0 || length > part.maxData) {
            throw new FormatException(
                    where, "at most " + part.maxData + " bytes of data", Integer.toUnsignedString(length));
        }
    }

    /**
     * Reads an index whose lengths have been checked.
     *
     * @param bytes index and data
     * @param count number of index entries
     */
    static NavigableMap<Integer, Entry> read(String where, byte[] bytes, int count, Part part) throws FormatException {
        HeaderIndex index = new HeaderIndex(where, bytes, count, part);
        index.read(part);
        return index.entries;
    }

    /** The extent of a region: index entries, including itself, and bytes of data, including its trailer. */
    private record Region(int entries, int data) {}

    private void read(Part part) throws FormatException {
        Region region = part.opensWith(number(0)) ? readRegion(part) : null;
        if (region != null && part != Part.INSTALLED && (region.entries != count || region.data != length())) {
            throw bad(
                    "region " + number(0),
                    "all " + count + " entries and " + length() + " bytes",
                    region.entries + " and " + region.data);
        }
        int end = 0; // of the data of the entries so far
        int sum = 0; // of their lengths and alignment, which must add up to the end
        for (int i = region == null ? 0 : 1; i < count; i++) {
            if (region != null && i == region.entries) {
                end = checkTrailer(region, end);
                sum += ENTRY;
            }
            Entry entry = readEntry(i);
            if (!fits(part, region != null, entry)) {
                throw bad("tag " + entry.tag, "the type and count that rpm expects", entry.count + " of " + entry.type);
            }
            if (entry.offset < end) {
                throw bad("tag " + entry.tag, "data from offset " + end, "offset " + entry.offset);
            }
            end = entry.offset + entry.length;
            sum += (-sum & (alignment(entry.type) - 1)) + entry.length;
            Entry before = entries.put(entry.tag, entry);
            if (before != null && !(replaceable && replaces(region, before, entry))) {
                throw bad("tag " + entry.tag, "one entry", "two");
            }
        }
        if (region != null && region.entries == count) {
            end = checkTrailer(region, end);
            sum += ENTRY;
        }
        if (sum != length()) {
            throw bad("index", length() + " bytes of entries, like the data", sum + " bytes");
        }
    }

    private static boolean fits(Part part, boolean region, Entry entry) {
        return part == Part.SIGNATURE
                ? TagTypes.fitsSignature(entry.tag, entry.type, entry.count)
                : !region || TagTypes.fitsMain(entry.tag, entry.type); // rpm 3 had different types
    }

    private static boolean replaces(@Nullable Region region, Entry before, Entry entry) {
        return region != null && before.offset < region.data && entry.offset >= region.data;
    }

    private int checkTrailer(Region region, int end) throws FormatException {
        int trailer = region.data - ENTRY;
        if (end > trailer) {
            throw bad("region trailer", "entries that end at or before offset " + trailer, "offset " + end);
        }
        return region.data;
    }

    private Region readRegion(Part part) throws FormatException {
        String what = "region tag " + number(0);
        int type = number(4);
        int offset = number(8);
        int size = number(12);
        if (type != HeaderType.BIN.code() || size != ENTRY) {
            throw bad(what, "16 bytes of type 7", Integer.toUnsignedString(size) + " of type " + type);
        }
        if (offset < 0 || offset > length() - ENTRY) {
            throw bad(what, "a trailer within the " + length() + " bytes of data", "offset " + offset);
        }
        int at = data + offset;
        if (!part.closesWith(number(at)) || number(at + 4) != HeaderType.BIN.code() || number(at + 12) != ENTRY) {
            throw bad(
                    "region trailer",
                    "tag " + part.region + " of type 7, 16 bytes",
                    "tag " + number(at) + " of type " + number(at + 4) + ", "
                            + Integer.toUnsignedString(number(at + 12)) + " bytes");
        }
        long indexLength = -(long) number(at + 8); // the trailer stores it as a negative offset
        if (indexLength < ENTRY || indexLength % ENTRY != 0 || indexLength / ENTRY > count) {
            throw bad("region trailer", "an index of 1 to " + count + " entries", indexLength + " bytes");
        }
        return new Region((int) (indexLength / ENTRY), offset + ENTRY);
    }

    private Entry readEntry(int index) throws FormatException {
        int at = index * ENTRY;
        int tag = number(at);
        int type = number(at + 4);
        int offset = number(at + 8);
        int number = number(at + 12);
        if (tag < FIRST_TAG) {
            throw bad("index entry " + index, "a tag of at least " + FIRST_TAG, "tag " + tag);
        }
        String what = "tag " + tag;
        HeaderType kind = HeaderType.of(type);
        if (kind == null) {
            throw bad(what, "a type from 1 to 9", Integer.toUnsignedString(type));
        }
        if (offset < 0 || offset > length() || number < 1) {
            throw bad(
                    what,
                    "an offset within the " + length() + " bytes of data, and at least one value",
                    "offset " + Integer.toUnsignedString(offset) + ", count " + Integer.toUnsignedString(number));
        }
        if ((offset & (alignment(kind) - 1)) != 0) {
            throw bad(what, "an offset that is a multiple of " + alignment(kind), String.valueOf(offset));
        }
        if (kind.text()) {
            if (kind == HeaderType.STRING && number != 1) {
                throw bad(what, "one string", number + " strings");
            }
            return new Entry(tag, kind, offset, number, stringsLength(what, data + offset, number));
        }
        long length = (long) number * kind.width();
        if (length > length() - offset) {
            throw bad(what, length + " bytes", (length() - offset) + " bytes before the end of the data");
        }
        return new Entry(tag, kind, offset, number, (int) length);
    }

    private int stringsLength(String what, int start, int strings) throws FormatException {
        int at = start;
        for (int i = 0; i < strings; i++) {
            while (at < bytes.length && bytes[at] != 0) {
                at++;
            }
            if (at == bytes.length) {
                throw bad(what, strings + " NUL-terminated strings", i + " before the end of the data");
            }
            at++;
        }
        return at - start;
    }

    private static int alignment(HeaderType type) {
        return Math.max(1, type.width());
    }

    private int length() {
        return bytes.length - data;
    }

    private int number(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    private FormatException bad(String what, String expected, String found) {
        return new FormatException(where + ", " + what, expected, found);
    }
}
