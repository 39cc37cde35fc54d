package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The checksums of a {@link PackageTable}, as concatenated bits whose number follows from each algorithm, so that an invalid
 * checksum cannot be represented. Immutable.
 */
final class ChecksumTable {
    static final List<Checksum.Algorithm> ALGORITHMS = List.of(Checksum.Algorithm.values());

    private static final int DIGITS = 8; // hexadecimal digits of an int

    /** The length of each algorithm's checksums, in ints. */
    private static final int[] WORDS =
            ALGORITHMS.stream().mapToInt(each -> each.digits() / DIGITS).toArray();

    private final int[] words;
    private final int[] starts;

    private ChecksumTable(int[] words, int[] starts) {
        this.words = words;
        this.starts = starts;
    }

    /** @param algorithms row → index in {@link #ALGORITHMS} */
    static ChecksumTable read(IndexInput in, int rows, IntUnaryOperator algorithms) throws FormatException {
        int[] words = in.records(IndexInput.Range.ANY);
        int[] starts = new int[rows];
        int next = 0;
        for (int row = 0; row < rows && next <= words.length; row++) {
            starts[row] = next;
            next += WORDS[algorithms.applyAsInt(row)];
        }
        if (next != words.length) {
            throw in.wrong("the words of " + rows + " checksums", Integer.toString(words.length));
        }
        return new ChecksumTable(words, starts);
    }

    Checksum get(int row, int algorithm) {
        Checksum.Algorithm known = ALGORITHMS.get(algorithm);
        StringBuilder hex = new StringBuilder(known.digits());
        for (int i = 0; i < WORDS[algorithm]; i++) {
            int word = words[starts[row] + i];
            for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
                hex.append(Character.forDigit(word >>> shift & 0xf, 16));
            }
        }
        return new Checksum(known, hex.toString());
    }

    /** Appends checksums. */
    static final class Builder {
        private final IntList words = new IntList();

        void add(Checksum checksum) {
            for (int i = 0; i < checksum.hex().length(); i += DIGITS) {
                words.add(Integer.parseUnsignedInt(checksum.hex(), i, i + DIGITS, 16));
            }
        }

        void writeTo(IndexOutput out) throws IOException {
            out.ints(words);
        }
    }
}
