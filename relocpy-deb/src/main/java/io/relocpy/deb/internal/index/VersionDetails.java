package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntColumn;
import io.relocpy.repository.internal.index.TextTable;
import java.io.IOException;
import java.util.Arrays;

/** What the solver rarely or never needs to know of versions, while the index is built. */
final class VersionDetails {
    static final int SHA256_BYTES = 32;

    /** Those whose agreement makes two stanzas of one version string the same version for apt. */
    private static final Field[] HASHED = {
        Field.INSTALLED_SIZE, Field.DEPENDS, Field.PRE_DEPENDS, Field.CONFLICTS, Field.BREAKS, Field.REPLACES
    };

    private static final byte[] NO_CHECKSUM = new byte[SHA256_BYTES];

    /** Five numbers for each: priority, section, source's name, source's version, task. */
    final IntColumn numbers = new IntColumn();

    /** Four halves for each: size, installed size. */
    final IntColumn sizes = new IntColumn();

    /** For each: name of the package file, first line of the description. */
    final TextTable.Builder texts = new TextTable.Builder();

    /** For each: SHA-256, zeros without. */
    final TextTable.Builder checksums = new TextTable.Builder();

    /** By version: the files that list it. */
    private final RecordLists files = new RecordLists(1);

    /** Of the version that is added. */
    private final byte[] checksum = new byte[SHA256_BYTES];

    private long[] hashes = new long[1 << 10];
    private long[] fileSizes = new long[1 << 10];

    void add(Stanza stanza, PackageGraph graph, int version, long hash, int priority, int file) {
        int row = files.lists();
        if (row == hashes.length) {
            hashes = Arrays.copyOf(hashes, row * 2);
            fileSizes = Arrays.copyOf(fileSizes, row * 2);
        }
        hashes[row] = hash;
        fileSizes[row] = stanza.number(Field.SIZE);
        numbers.add(priority);
        numbers.add(text(graph, stanza, Field.SECTION));
        addSource(graph, stanza, version);
        numbers.add(text(graph, stanza, Field.TASK));
        addLong(fileSizes[row]);
        addLong(stanza.number(Field.INSTALLED_SIZE));
        addText(stanza, Field.FILENAME);
        addText(stanza, Field.DESCRIPTION);
        checksums.add(checksum(stanza), 0, SHA256_BYTES);
        files.addList();
        addFile(row, file);
    }

    private static int text(PackageGraph graph, Stanza stanza, Field field) {
        return stanza.has(field) ? graph.texts.add(stanza.bytes(), stanza.start(field), stanza.end(field)) : 0;
    }

    /** {@code Source: name (version)}, both without the field those of the package itself. */
    private void addSource(PackageGraph graph, Stanza stanza, int version) {
        String source = stanza.text(Field.SOURCE);
        int open = source.indexOf('(');
        String name = (open < 0 ? source : source.substring(0, open)).strip();
        String of = open < 0 ? "" : source.substring(open + 1).replaceAll("\\)+$", "");
        numbers.add(name.isEmpty() ? text(graph, stanza, Field.PACKAGE) : graph.texts.add(name));
        numbers.add(of.isEmpty() ? version : graph.texts.add(of));
    }

    private byte[] checksum(Stanza stanza) {
        int start = stanza.start(Field.SHA256);
        if (!stanza.has(Field.SHA256) || stanza.end(Field.SHA256) - start != SHA256_BYTES * 2) {
            return NO_CHECKSUM;
        }
        byte[] bytes = stanza.bytes();
        for (int i = 0; i < SHA256_BYTES; i++) {
            int high = Character.digit(bytes[start + 2 * i], 16);
            int low = Character.digit(bytes[start + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return NO_CHECKSUM;
            }
            checksum[i] = (byte) (high << 4 | low);
        }
        return checksum;
    }

    private void addLong(long value) {
        sizes.add((int) (value >>> 32));
        sizes.add((int) value);
    }

    /** Its first line. */
    private void addText(Stanza stanza, Field field) {
        int start = Math.max(0, stanza.start(field));
        int end = start;
        while (stanza.has(field) && end < stanza.end(field) && stanza.bytes()[end] != '\n') {
            end++;
        }
        texts.add(stanza.bytes(), start, end);
    }

    void addFile(int version, int file) {
        files.append(version, file);
    }

    /** Whether a stanza of the same version string is about the same version. */
    boolean isSame(int version, long hash, long size) {
        long known = fileSizes[version];
        return hashes[version] == hash && (size <= 0 || known <= 0 || size == known);
    }

    /** As apt, of the fields without blanks, equals signs and zero epochs, in lower case. */
    static long hash(Stanza stanza) {
        byte[] bytes = stanza.bytes();
        long hash = 0xcbf29ce484222325L;
        for (Field field : HASHED) {
            if (!stanza.has(field)) {
                continue;
            }
            int end = stanza.end(field);
            for (int i = stanza.start(field); i < end; i++) {
                byte b = bytes[i];
                if (b == '0' && i + 1 < end && bytes[i + 1] == ':') {
                    i++;
                } else if (b != ' ' && b != '\n' && b != '\t' && b != '\r' && b != '=') {
                    hash = mix(hash, b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
                }
            }
            hash = mix(hash, 0);
        }
        return hash;
    }

    private static long mix(long hash, int b) {
        return (hash ^ (b & 0xff)) * 0x100000001b3L;
    }

    void writeTo(IndexOutput out) throws IOException {
        numbers.writeTo(out);
        sizes.writeTo(out);
        texts.writeTo(out);
        checksums.writeTo(out);
        files.writeTo(out);
    }
}
