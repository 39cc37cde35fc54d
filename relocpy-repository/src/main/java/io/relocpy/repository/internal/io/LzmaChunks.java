package io.relocpy.repository.internal.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decodes LZMA2 data, one chunk at a time. Decoding is one method on local variables, which Java's first compiler, too,
 * keeps in registers; half of the time of a build from Debian packages is spent here. Not thread-safe.
 *
 * @see <a href="https://tukaani.org/xz/xz-file-format.txt">The .xz file format, section 5.3.1</a>
 */
final class LzmaChunks {
    private static final int MAX_CHUNK = 1 << 21;
    private static final int MAX_COMPRESSED = 1 << 16;

    /** More than what one symbol can take; reading into it is noticed after the symbol. */
    private static final int SLACK = 32;

    private static final int FIRST_WINDOW = 1 << 17;
    private static final int RANGE_CODER_BYTES = 5;

    // the model: where its probabilities are
    private static final int STATES = 12;
    private static final int POSITIONS = 16;
    private static final int IS_MATCH = 0;
    private static final int IS_REP = IS_MATCH + STATES * POSITIONS;
    private static final int IS_REP0 = IS_REP + STATES;
    private static final int IS_REP1 = IS_REP0 + STATES;
    private static final int IS_REP2 = IS_REP1 + STATES;
    private static final int IS_REP0_LONG = IS_REP2 + STATES;
    private static final int DISTANCE_SLOT = IS_REP0_LONG + STATES * POSITIONS;
    private static final int DISTANCE_SPECIAL = DISTANCE_SLOT + 4 * 64;
    private static final int DISTANCE_ALIGN = DISTANCE_SPECIAL + 128;
    private static final int LENGTH = DISTANCE_ALIGN + 16;
    private static final int LOW = 2;
    private static final int MIDDLE = LOW + POSITIONS * 8;
    private static final int HIGH = MIDDLE + POSITIONS * 8;
    private static final int REPEATED_LENGTH = LENGTH + HIGH + 256;
    private static final int LITERAL = REPEATED_LENGTH + HIGH + 256;
    private static final int LITERAL_CODER = 0x300;
    private static final int MAX_LITERAL_BITS = 4;

    private static final short EVEN = 1 << 10;

    /** Farther back than any dictionary reaches. */
    private static final int FAR = -(1 << 30);

    private final InputStream in;
    private final int dictionary;
    private final byte[] compressed = new byte[MAX_COMPRESSED + SLACK];
    private final short[] probabilities = new short[LITERAL + (LITERAL_CODER << MAX_LITERAL_BITS)];

    /** The last bytes that were decoded; grows up to the dictionary and two chunks. */
    private byte[] window = new byte[FIRST_WINDOW];

    private int mostWindow;

    private int end;

    /** Where in the window the dictionary began; less than 0 if that was dropped. */
    private int origin;

    private boolean needsDictionary = true;
    private boolean needsProperties = true;
    private int literalContextBits;
    private int literalPositionMask;
    private int positionMask;
    private int state;
    private int rep0;
    private int rep1;
    private int rep2;
    private int rep3;

    /** How many bytes were taken from the input. */
    private long taken;

    /**
     * Prepares a decoder; to be followed by {@link #start}.
     *
     * @param dictionary how far back matches reach at most, in bytes
     */
    LzmaChunks(InputStream in, int dictionary) {
        this.in = in;
        this.dictionary = dictionary;
    }

    int dictionary() {
        return dictionary;
    }

    /**
     * Begins to decode data that are independent of what was decoded before.
     *
     * @param size after decoding, as far as it is known: more is damage
     */
    void start(long size) {
        mostWindow = (int) Math.min(dictionary + 2L * MAX_CHUNK, size);
        end = 0;
        needsDictionary = true;
        taken = 0;
    }

    long taken() {
        return taken;
    }

    /** Where the bytes of the last chunk are, from {@link #next}'s result to {@link #end}. */
    byte[] window() {
        return window;
    }

    int end() {
        return end;
    }

    /** Decodes the next chunk: where in the window it starts, or -1 at the end of the data. */
    int next() throws IOException {
        int control = one();
        if (control == 0) {
            return -1;
        }
        boolean lzma = control >= 0x80;
        if (!lzma && control > 2) {
            throw damaged();
        }
        boolean fresh = control == 1 || control >= 0xe0;
        if (fresh) {
            needsDictionary = false;
            needsProperties = true;
        } else if (needsDictionary) {
            throw damaged();
        }
        int size = (lzma ? (control & 0x1f) << 16 : 0) + two() + 1;
        int start = makeRoom(size);
        if (fresh) {
            origin = start;
        }
        if (lzma) {
            int length = two() + 1;
            if (control >= 0xc0) {
                readProperties();
            } else if (needsProperties) {
                throw damaged();
            }
            if (control >= 0xa0) {
                resetState();
            }
            read(compressed, 0, length);
            decode(start, start + size, length);
        } else {
            read(window, start, size);
        }
        end = start + size;
        return start;
    }

    private int one() throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException();
        }
        taken++;
        return read;
    }

    private int two() throws IOException {
        int high = one();
        return (high << 8) | one();
    }

    private void read(byte[] target, int offset, int length) throws IOException {
        if (in.readNBytes(target, offset, length) < length) {
            throw new EOFException();
        }
        taken += length;
    }

    private void readProperties() throws IOException {
        int properties = one();
        int positionBits = properties / 45;
        int positionLiteralBits = properties % 45 / 9;
        literalContextBits = properties % 9;
        if (positionBits > 4 || literalContextBits + positionLiteralBits > MAX_LITERAL_BITS) {
            throw damaged();
        }
        positionMask = (1 << positionBits) - 1;
        literalPositionMask = (1 << positionLiteralBits) - 1;
        needsProperties = false;
    }

    private void resetState() {
        Arrays.fill(probabilities, EVEN);
        state = 0;
        rep0 = 0;
        rep1 = 0;
        rep2 = 0;
        rep3 = 0;
    }

    /** Room for a chunk behind the dictionary: where it starts. */
    private int makeRoom(int size) throws IOException {
        if (size > window.length - end) {
            if (window.length < mostWindow) {
                int wanted = (int) Math.min(mostWindow, Math.max(2L * window.length, (long) end + size));
                window = Arrays.copyOf(window, wanted);
            }
            if (size > window.length - end) {
                int dropped = end - Math.min(end, dictionary);
                System.arraycopy(window, dropped, window, 0, end - dropped);
                end -= dropped;
                origin = Math.max(origin - dropped, FAR + ((origin - dropped) & (POSITIONS - 1)));
            }
            if (size > window.length - end) {
                throw damaged();
            }
        }
        return end;
    }

    private static IOException damaged() {
        return new IOException("damaged LZMA data");
    }

    /** Decodes a chunk of that many compressed bytes. */
    private void decode(int start, int limit, int length) throws IOException {
        final short[] probs = probabilities;
        final byte[] input = compressed;
        final byte[] out = window;
        final int begin = origin;
        final int dictionarySize = dictionary;
        final int positions = positionMask;
        final int literalPositions = literalPositionMask;
        final int contextBits = literalContextBits;
        int current = state;
        int distance = rep0;
        int distance1 = rep1;
        int distance2 = rep2;
        int distance3 = rep3;
        if (length < RANGE_CODER_BYTES || input[0] != 0) {
            throw damaged();
        }
        int code = ((input[1] & 0xff) << 24) | ((input[2] & 0xff) << 16) | ((input[3] & 0xff) << 8) | (input[4] & 0xff);
        int range = -1;
        int at = RANGE_CODER_BYTES;
        int position = start;
        while (position < limit) {
            int positionState = (position - begin) & positions;
            int index = IS_MATCH + (current << 4) + positionState;
            if (range >>> 24 == 0) {
                range <<= 8;
                code = (code << 8) | (input[at++] & 0xff);
            }
            int p = probs[index];
            int bound = (range >>> 11) * p;
            if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                range = bound;
                probs[index] = (short) (p + ((2048 - p) >>> 5));
                int before = position == begin ? 0 : out[position - 1] & 0xff;
                int coder = LITERAL
                        + LITERAL_CODER
                                * ((((position - begin) & literalPositions) << contextBits)
                                        + (before >>> (8 - contextBits)));
                int symbol = 1;
                if (current >= 7) {
                    int match = out[position - distance - 1];
                    int offset = 0x100;
                    do {
                        match <<= 1;
                        int bit = match & offset;
                        index = coder + offset + bit + symbol;
                        if (range >>> 24 == 0) {
                            range <<= 8;
                            code = (code << 8) | (input[at++] & 0xff);
                        }
                        p = probs[index];
                        bound = (range >>> 11) * p;
                        if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                            range = bound;
                            probs[index] = (short) (p + ((2048 - p) >>> 5));
                            symbol <<= 1;
                            offset &= ~bit;
                        } else {
                            range -= bound;
                            code -= bound;
                            probs[index] = (short) (p - (p >>> 5));
                            symbol = (symbol << 1) | 1;
                            offset &= bit;
                        }
                    } while (symbol < 0x100);
                    current = current < 10 ? current - 3 : current - 6;
                } else {
                    do {
                        index = coder + symbol;
                        if (range >>> 24 == 0) {
                            range <<= 8;
                            code = (code << 8) | (input[at++] & 0xff);
                        }
                        p = probs[index];
                        bound = (range >>> 11) * p;
                        if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                            range = bound;
                            probs[index] = (short) (p + ((2048 - p) >>> 5));
                            symbol <<= 1;
                        } else {
                            range -= bound;
                            code -= bound;
                            probs[index] = (short) (p - (p >>> 5));
                            symbol = (symbol << 1) | 1;
                        }
                    } while (symbol < 0x100);
                    current = current < 4 ? 0 : current - 3;
                }
                out[position++] = (byte) symbol;
                continue;
            }
            range -= bound;
            code -= bound;
            probs[index] = (short) (p - (p >>> 5));

            int lengths;
            index = IS_REP + current;
            if (range >>> 24 == 0) {
                range <<= 8;
                code = (code << 8) | (input[at++] & 0xff);
            }
            p = probs[index];
            bound = (range >>> 11) * p;
            boolean repeated = code + Integer.MIN_VALUE >= bound + Integer.MIN_VALUE;
            if (!repeated) {
                range = bound;
                probs[index] = (short) (p + ((2048 - p) >>> 5));
                lengths = LENGTH;
            } else {
                range -= bound;
                code -= bound;
                probs[index] = (short) (p - (p >>> 5));
                lengths = REPEATED_LENGTH;
                index = IS_REP0 + current;
                if (range >>> 24 == 0) {
                    range <<= 8;
                    code = (code << 8) | (input[at++] & 0xff);
                }
                p = probs[index];
                bound = (range >>> 11) * p;
                if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                    range = bound;
                    probs[index] = (short) (p + ((2048 - p) >>> 5));
                    index = IS_REP0_LONG + (current << 4) + positionState;
                    if (range >>> 24 == 0) {
                        range <<= 8;
                        code = (code << 8) | (input[at++] & 0xff);
                    }
                    p = probs[index];
                    bound = (range >>> 11) * p;
                    if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                        range = bound;
                        probs[index] = (short) (p + ((2048 - p) >>> 5));
                        if (distance >= position - begin || at > length) {
                            throw damaged();
                        }
                        current = current < 7 ? 9 : 11;
                        out[position] = out[position - distance - 1];
                        position++;
                        continue;
                    }
                    range -= bound;
                    code -= bound;
                    probs[index] = (short) (p - (p >>> 5));
                } else {
                    range -= bound;
                    code -= bound;
                    probs[index] = (short) (p - (p >>> 5));
                    int chosen = distance1;
                    index = IS_REP1 + current;
                    if (range >>> 24 == 0) {
                        range <<= 8;
                        code = (code << 8) | (input[at++] & 0xff);
                    }
                    p = probs[index];
                    bound = (range >>> 11) * p;
                    if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                        range = bound;
                        probs[index] = (short) (p + ((2048 - p) >>> 5));
                    } else {
                        range -= bound;
                        code -= bound;
                        probs[index] = (short) (p - (p >>> 5));
                        chosen = distance2;
                        index = IS_REP2 + current;
                        if (range >>> 24 == 0) {
                            range <<= 8;
                            code = (code << 8) | (input[at++] & 0xff);
                        }
                        p = probs[index];
                        bound = (range >>> 11) * p;
                        if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                            range = bound;
                            probs[index] = (short) (p + ((2048 - p) >>> 5));
                        } else {
                            range -= bound;
                            code -= bound;
                            probs[index] = (short) (p - (p >>> 5));
                            chosen = distance3;
                            distance3 = distance2;
                        }
                        distance2 = distance1;
                    }
                    distance1 = distance;
                    distance = chosen;
                }
            }

            // the length: which of three trees, and the symbol in it
            int tree = lengths + LOW + (positionState << 3);
            int size = 8;
            int count = 2;
            index = lengths;
            if (range >>> 24 == 0) {
                range <<= 8;
                code = (code << 8) | (input[at++] & 0xff);
            }
            p = probs[index];
            bound = (range >>> 11) * p;
            if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                range = bound;
                probs[index] = (short) (p + ((2048 - p) >>> 5));
            } else {
                range -= bound;
                code -= bound;
                probs[index] = (short) (p - (p >>> 5));
                index = lengths + 1;
                if (range >>> 24 == 0) {
                    range <<= 8;
                    code = (code << 8) | (input[at++] & 0xff);
                }
                p = probs[index];
                bound = (range >>> 11) * p;
                if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                    range = bound;
                    probs[index] = (short) (p + ((2048 - p) >>> 5));
                    tree = lengths + MIDDLE + (positionState << 3);
                    count = 10;
                } else {
                    range -= bound;
                    code -= bound;
                    probs[index] = (short) (p - (p >>> 5));
                    tree = lengths + HIGH;
                    size = 256;
                    count = 18;
                }
            }
            int node = 1;
            do {
                index = tree + node;
                if (range >>> 24 == 0) {
                    range <<= 8;
                    code = (code << 8) | (input[at++] & 0xff);
                }
                p = probs[index];
                bound = (range >>> 11) * p;
                if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                    range = bound;
                    probs[index] = (short) (p + ((2048 - p) >>> 5));
                    node <<= 1;
                } else {
                    range -= bound;
                    code -= bound;
                    probs[index] = (short) (p - (p >>> 5));
                    node = (node << 1) | 1;
                }
            } while (node < size);
            count += node - size;

            if (repeated) {
                current = current < 7 ? 8 : 11;
            } else {
                current = current < 7 ? 7 : 10;
                distance3 = distance2;
                distance2 = distance1;
                distance1 = distance;
                tree = DISTANCE_SLOT + (Math.min(count - 2, 3) << 6);
                node = 1;
                do {
                    index = tree + node;
                    if (range >>> 24 == 0) {
                        range <<= 8;
                        code = (code << 8) | (input[at++] & 0xff);
                    }
                    p = probs[index];
                    bound = (range >>> 11) * p;
                    if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                        range = bound;
                        probs[index] = (short) (p + ((2048 - p) >>> 5));
                        node <<= 1;
                    } else {
                        range -= bound;
                        code -= bound;
                        probs[index] = (short) (p - (p >>> 5));
                        node = (node << 1) | 1;
                    }
                } while (node < 64);
                int slot = node - 64;
                distance = slot;
                if (slot >= 4) {
                    int bits = (slot >> 1) - 1;
                    distance = (2 | (slot & 1)) << bits;
                    tree = DISTANCE_SPECIAL + distance - slot - 1;
                    if (slot >= 14) {
                        int direct = bits - 4;
                        int value = 0;
                        do {
                            if (range >>> 24 == 0) {
                                range <<= 8;
                                code = (code << 8) | (input[at++] & 0xff);
                            }
                            range >>>= 1;
                            code -= range;
                            int sign = code >> 31;
                            code += range & sign;
                            value = (value << 1) + sign + 1;
                        } while (--direct > 0);
                        distance += value << 4;
                        tree = DISTANCE_ALIGN;
                        bits = 4;
                    }
                    node = 1;
                    for (int shift = 0; shift < bits; shift++) {
                        index = tree + node;
                        if (range >>> 24 == 0) {
                            range <<= 8;
                            code = (code << 8) | (input[at++] & 0xff);
                        }
                        p = probs[index];
                        bound = (range >>> 11) * p;
                        if (code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE) {
                            range = bound;
                            probs[index] = (short) (p + ((2048 - p) >>> 5));
                            node <<= 1;
                        } else {
                            range -= bound;
                            code -= bound;
                            probs[index] = (short) (p - (p >>> 5));
                            node = (node << 1) | 1;
                            distance += 1 << shift;
                        }
                    }
                }
            }

            if (distance < 0
                    || distance >= position - begin
                    || distance >= dictionarySize
                    || count > limit - position
                    || at > length) {
                throw damaged();
            }
            int from = position - distance - 1;
            if (count > 16 && distance >= count) {
                System.arraycopy(out, from, out, position, count);
                position += count;
            } else {
                for (int to = position + count; position < to; ) {
                    out[position++] = out[from++];
                }
            }
        }
        if (range >>> 24 == 0) {
            code = (code << 8) | (input[at++] & 0xff);
        }
        if (code != 0 || at != length) {
            throw damaged();
        }
        state = current;
        rep0 = distance;
        rep1 = distance1;
        rep2 = distance2;
        rep3 = distance3;
    }
}
