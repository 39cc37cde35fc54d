package io.relocpy.deb.internal.index;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.TextTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** What is known of versions besides what they need: where their files are, priorities, sources. Immutable. */
public final class DetailTable {
    private static final int NUMBERS = 5;
    private static final byte[] UNKNOWN = new byte[VersionDetails.SHA256_BYTES];

    private final int[] numbers;
    private final int[] sizes;
    private final TextTable texts;
    private final TextTable checksums;
    private final Lists files;

    private DetailTable(IndexInput in, int versions, int textCount, int fileCount) throws FormatException {
        Range text = new Range(0, textCount);
        numbers = in.records(new Range(0, Relations.PRIORITIES.size() + 1), text, text, text, text);
        sizes = in.records(Range.ANY, Range.ANY, Range.ANY, Range.ANY);
        texts = TextTable.read(in);
        checksums = TextTable.read(in);
        files = Lists.read(in, versions, new Range(0, fileCount));
        if (numbers.length != versions * NUMBERS
                || sizes.length != versions * 4
                || texts.size() != versions * 2
                || checksums.size() != versions) {
            throw in.wrong("details of " + versions + " versions", numbers.length / NUMBERS + ", " + sizes.length / 4);
        }
    }

    static DetailTable read(IndexInput in, int versions, int textCount, int fileCount) throws FormatException {
        return new DetailTable(in, versions, textCount, fileCount);
    }

    /** From 1, the first of {@link Relations#PRIORITIES}; 0 without. */
    public int priority(int version) {
        return numbers[version * NUMBERS];
    }

    /** The number of the section's text; 0 without. */
    public int section(int version) {
        return numbers[version * NUMBERS + 1];
    }

    /** The number of the text of the source package's name. */
    public int sourceName(int version) {
        return numbers[version * NUMBERS + 2];
    }

    /** The number of the text of the source package's version. */
    public int sourceVersion(int version) {
        return numbers[version * NUMBERS + 3];
    }

    /** The number of the text of the {@code Task} field; 0 without. */
    public int task(int version) {
        return numbers[version * NUMBERS + 4];
    }

    /** Of the package file, in bytes; -1 if not known. */
    public long size(int version) {
        return sizeAt(version * 4);
    }

    /** In KiB; -1 if not known. */
    public long installedSize(int version) {
        return sizeAt(version * 4 + 2);
    }

    private long sizeAt(int at) {
        return ((long) sizes[at] << 32) | (sizes[at + 1] & 0xffff_ffffL);
    }

    /** Where the package file is, below the repository's base; empty if not known. */
    public String filename(int version) {
        return texts.get(version * 2);
    }

    /** The first line of the description; empty without. */
    public String summary(int version) {
        return texts.get(version * 2 + 1);
    }

    /** SHA-256 of the package file in hexadecimal digits; empty if not known. */
    public String sha256(int version) {
        ByteBuffer bytes = checksums.bytes(version);
        if (bytes.remaining() != VersionDetails.SHA256_BYTES) {
            return "";
        }
        byte[] copy = new byte[VersionDetails.SHA256_BYTES];
        bytes.get(copy);
        return Arrays.equals(copy, UNKNOWN) ? "" : HexFormat.of().formatHex(copy);
    }

    /** The places of the files that list a version, in their order. */
    public int firstFile(int version) {
        return files.first(version);
    }

    public int endFile(int version) {
        return files.end(version);
    }

    public int file(int place) {
        return files.value(place);
    }
}
