package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A header structure of a package: tags with typed data, with random access.
 *
 * <p>In a package file, it consists of exactly the bytes covered by the header's digests and signatures: the region
 * covers the whole header, each tag occurs once, and any deviation from the format is rejected. So all returned values
 * are hashed, if anything is. (Nothing is in the signature header: see {@link RpmFile#signatureHeader()}.) An absent
 * tag gives an empty result, a tag of an unexpected type a {@link FormatException}. Immutable and thread-safe.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_header.html">Header format</a>
 */
public final class RpmHeader {
    private static final byte[] MAGIC = {(byte) 0x8e, (byte) 0xad, (byte) 0xe8, 1, 0, 0, 0, 0};
    private static final int INTRO = 16;

    private final String where;
    private final byte[] bytes; // index and data, without the introduction
    private final int data; // offset of the data in the bytes
    private final NavigableMap<Integer, HeaderIndex.Entry> entries;

    private RpmHeader(String where, byte[] bytes, int count, HeaderIndex.Part part) throws FormatException {
        this.where = where;
        this.bytes = bytes;
        this.data = count * HeaderIndex.ENTRY;
        this.entries = HeaderIndex.read(where, bytes, count, part);
    }

    /** Whether a region marks what digests and signatures cover, as in all headers but those of rpm 3. */
    boolean hasRegion() {
        return data > 0 && ByteBuffer.wrap(bytes).getInt(0) == RpmTag.HEADER_IMMUTABLE;
    }

    /** Reads the header at the stream's position. */
    static RpmHeader read(FileSlice in, String where, HeaderIndex.Part part) throws IOException {
        byte[] intro = in.readNBytes(INTRO);
        if (intro.length < INTRO || !Arrays.equals(intro, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FormatException(
                    where,
                    "the header magic number 8eade80100000000",
                    intro.length < INTRO ? "the end of the file" : hex(intro, MAGIC.length));
        }
        ByteBuffer numbers = ByteBuffer.wrap(intro, MAGIC.length, 8);
        int count = numbers.getInt();
        int length = numbers.getInt();
        HeaderIndex.checkLengths(count, length, where, part);
        long total = (long) count * HeaderIndex.ENTRY + length;
        if (total > in.remaining()) {
            throw new FormatException(where, total + " bytes of header", in.remaining() + " bytes of file");
        }
        byte[] bytes = in.readNBytes((int) total);
        if (bytes.length < total) {
            throw new FormatException(where, total + " bytes of header", "the end of the file");
        }
        return new RpmHeader(where, bytes, count, part);
    }

    /** Reads a header without the magic number, as stored in the rpm database. */
    static RpmHeader ofBlob(byte[] blob, String where) throws FormatException {
        if (blob.length < 8) {
            throw new FormatException(where, "a header of at least 8 bytes", blob.length + " bytes");
        }
        ByteBuffer numbers = ByteBuffer.wrap(blob);
        int count = numbers.getInt();
        int length = numbers.getInt();
        HeaderIndex.checkLengths(count, length, where, HeaderIndex.Part.INSTALLED);
        long total = 8 + (long) count * HeaderIndex.ENTRY + length;
        if (total != blob.length) {
            throw new FormatException(where, total + " bytes of header", blob.length + " bytes");
        }
        return new RpmHeader(where, Arrays.copyOfRange(blob, 8, blob.length), count, HeaderIndex.Part.INSTALLED);
    }

    /** Receives bytes: a digest or signature being computed. */
    interface Sink {
        void update(byte[] bytes, int offset, int length);
    }

    /** Passes the whole header to the sink, as it is in a package file and as it was signed. */
    void feed(Sink sink) {
        byte[] intro = ByteBuffer.allocate(INTRO)
                .put(MAGIC)
                .putInt(data / HeaderIndex.ENTRY)
                .putInt(bytes.length - data)
                .array();
        sink.update(intro, 0, INTRO);
        sink.update(bytes, 0, bytes.length);
    }

    /** The size in the file in bytes. */
    int size() {
        return INTRO + bytes.length;
    }

    /** The tags that are present, in ascending order; immutable. */
    public SortedSet<Integer> tags() {
        return Collections.unmodifiableSortedSet(entries.navigableKeySet());
    }

    /** Whether the tag is present. */
    public boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The type of the tag's data; empty if it is absent. */
    Optional<HeaderType> type(int tag) {
        return Optional.ofNullable(entries.get(tag)).map(HeaderIndex.Entry::type);
    }

    /**
     * The first string of a tag; for an internationalized tag, that of the C locale.
     *
     * @throws FormatException if the tag does not contain strings
     */
    public Optional<String> string(int tag) throws FormatException {
        List<String> strings = strings(tag);
        return strings.isEmpty() ? Optional.empty() : Optional.of(strings.get(0));
    }

    /**
     * The string of a tag for a locale, else for its language, else for the C locale.
     *
     * @param locale as in {@link RpmTag#HEADER_I18NTABLE}: {@code de_AT}, {@code de}
     * @throws FormatException if the tag does not contain strings
     */
    public Optional<String> string(int tag, String locale) throws FormatException {
        List<String> strings = strings(tag);
        List<String> locales = strings(RpmTag.HEADER_I18NTABLE);
        String language = locale.replaceFirst("[_.@].*", "");
        for (String wanted : List.of(locale, language)) {
            int index = locales.indexOf(wanted);
            if (index >= 0 && index < strings.size() && !strings.get(index).isEmpty()) {
                return Optional.of(strings.get(index));
            }
        }
        return string(tag);
    }

    /**
     * All strings of a tag; empty if it is absent. Text that is not UTF-8 is decoded as ISO 8859-1.
     *
     * @throws FormatException if the tag does not contain strings
     */
    public List<String> strings(int tag) throws FormatException {
        HeaderIndex.Entry entry = entries.get(tag);
        if (entry == null) {
            return List.of();
        }
        if (!entry.type().text()) {
            throw bad("tag " + tag, "strings", entry.type().toString());
        }
        List<String> strings = new ArrayList<>(entry.count());
        int at = data + entry.offset();
        for (int i = 0; i < entry.count(); i++) {
            int start = at;
            while (bytes[at] != 0) {
                at++;
            }
            strings.add(decode(bytes, start, at - start));
            at++;
        }
        return Collections.unmodifiableList(strings);
    }

    /**
     * All numbers of a tag; those of 8 to 32 bits are unsigned. Empty if the tag is absent.
     *
     * @throws FormatException if the tag does not contain numbers
     */
    public long[] numbers(int tag) throws FormatException {
        HeaderIndex.Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        if (!entry.type().numeric()) {
            throw bad("tag " + tag, "numbers", entry.type().toString());
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, data + entry.offset(), entry.length());
        long[] numbers = new long[entry.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (entry.type()) {
                case INT16 -> buffer.getShort() & 0xffffL;
                case INT32 -> buffer.getInt() & 0xffffffffL;
                case INT64 -> buffer.getLong();
                default -> buffer.get() & 0xffL;
            };
        }
        return numbers;
    }

    /**
     * The first number of a tag, or the default if it is absent or empty.
     *
     * @throws FormatException if the tag does not contain numbers
     */
    public long number(int tag, long absent) throws FormatException {
        return first(numbers(tag), absent);
    }

    /**
     * Like {@link #numbers}, for tags with at most 32 bits in rpm; larger numbers would not be valid times or indexes.
     */
    long[] integers(int tag) throws FormatException {
        HeaderIndex.Entry entry = entries.get(tag);
        if (entry != null && entry.type() == HeaderType.INT64) {
            throw bad("tag " + tag, "numbers of at most 32 bits", entry.type().toString());
        }
        return numbers(tag);
    }

    /** The first of {@link #integers}, or the default if the tag is absent or empty. */
    long integer(int tag, long absent) throws FormatException {
        return first(integers(tag), absent);
    }

    private static long first(long[] numbers, long absent) {
        return numbers.length == 0 ? absent : numbers[0];
    }

    /** The raw data of a tag of any type; empty if it is absent. */
    public byte[] bytes(int tag) {
        HeaderIndex.Entry entry = entries.get(tag);
        return entry == null
                ? new byte[0]
                : Arrays.copyOfRange(bytes, data + entry.offset(), data + entry.offset() + entry.length());
    }

    /** Location for messages. */
    String where() {
        return where;
    }

    FormatException bad(String what, String expected, String found) {
        return new FormatException(where + ", " + what, expected, found);
    }

    /** Decodes UTF-8, else ISO 8859-1, which older packages use for file names. */
    static String decode(byte[] bytes, int start, int length) {
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        boolean lossy = text.indexOf('\ufffd') >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, start, start + length));
        return lossy ? new String(bytes, start, length, StandardCharsets.ISO_8859_1) : text;
    }

    private static String hex(byte[] bytes, int length) {
        return java.util.HexFormat.of().formatHex(bytes, 0, length);
    }
}
