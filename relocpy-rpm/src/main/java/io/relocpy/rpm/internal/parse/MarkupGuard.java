package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/**
 * Passes the bytes of an XML document on to the parser and limits what makes the parser slow: its time per tag grows with the
 * square of the number of attributes, and per document with the square of the number of different names.
 *
 * <p>The encoding must be a superset of ASCII. In a document that is not well-formed this class may misinterpret what
 * follows the error, but the parser stops there.
 */
final class MarkupGuard extends BlockStream {
    /** Per tag; repodata has at most five. */
    private static final int MAX_ATTRIBUTES = 64;

    /** Different names of elements and attributes; a repodata document has about fifty. */
    private static final int MAX_NAMES = 1024;

    private static final int MAX_NAME = 256;

    /** Random, so that nobody can craft names with equal hashes. */
    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    private enum State {
        TEXT,
        /** After {@code <}. */
        OPEN,
        /** After {@code <!}. */
        DECLARATION,
        DOCTYPE,
        /** In a comment, in a CDATA section, or after the name of a processing instruction. */
        SKIPPED,
        /** In a tag, outside names and values. */
        TAG,
        NAME,
        /** In a quoted value. */
        VALUE
    }

    private final InputStream in;
    private final String where;
    private final long[] names = new long[4 * MAX_NAMES]; // 0 means unused
    private int nameCount;

    private State state = State.TEXT;
    private boolean instruction;
    private int attributes;
    private long name;
    private int nameLength;
    private State behindValue = State.TAG;
    private byte quote;
    /** This byte, repeated so often, and {@code >} end the skipped part. */
    private byte ending;

    private int endings;
    private int endingsSeen;

    /** Wraps a stream, which is closed with this one. */
    MarkupGuard(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        pass(target, offset, offset + Math.max(count, 0));
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void pass(byte[] bytes, int from, int to) throws FormatException {
        int i = from;
        while (i < to) {
            switch (state) {
                case TEXT -> i = passText(bytes, i, to);
                case NAME -> i = passName(bytes, i, to);
                case VALUE -> i = passValue(bytes, i, to);
                case TAG -> i = passTag(bytes, i, to);
                case OPEN -> i += open(bytes[i]);
                case DECLARATION -> declare(bytes[i++]);
                case DOCTYPE -> inDoctype(bytes[i++]);
                case SKIPPED -> skipByte(bytes[i++]);
            }
        }
    }

    private int passText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '<') {
                state = State.OPEN;
                return i + 1;
            }
        }
        return to;
    }

    private int passValue(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == quote) {
                state = behindValue;
                return i + 1;
            }
        }
        return to;
    }

    private int passName(byte[] bytes, int from, int to) throws FormatException {
        long hash = name;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b <= '?' && endsName(b)) {
                endName(hash, nameLength + i - from);
                return i;
            }
            hash = hash * MULTIPLIER + b;
        }
        name = hash;
        nameLength += to - from;
        checkLength(nameLength);
        return to;
    }

    private static boolean endsName(byte b) {
        return b >= 0 && (b <= ' ' || b == '>' || b == '=' || b == '/' || b == '?' || b == '<');
    }

    private void endName(long hash, int length) throws FormatException {
        checkLength(length);
        if (instruction) {
            skipTo('?', 1, 0);
        } else {
            state = State.TAG;
        }
        long key = hash == 0 ? 1 : hash;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 52);
        while (names[slot] != key) {
            if (names[slot] == 0) {
                names[slot] = key;
                if (++nameCount > MAX_NAMES) {
                    throw new FormatException(
                            where, "at most " + MAX_NAMES + " names of elements and attributes", "more");
                }
                return;
            }
            slot = (slot + 1) % names.length;
        }
    }

    private void checkLength(int length) throws FormatException {
        if (length > MAX_NAME) {
            throw new FormatException(
                    where, "names of elements and attributes of at most " + MAX_NAME + " bytes", "a longer one");
        }
    }

    /** Returns the number of bytes consumed; none of those of a tag. */
    private int open(byte b) {
        instruction = b == '?';
        attributes = 0;
        if (b == '!') {
            state = State.DECLARATION;
            return 1;
        }
        if (instruction) {
            startName();
            return 1;
        }
        state = State.TAG;
        return 0;
    }

    private void startName() {
        state = State.NAME;
        name = 0;
        nameLength = 0;
    }

    private int passTag(byte[] bytes, int from, int to) throws FormatException {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            switch (b) {
                case '>' -> {
                    state = State.TEXT;
                    return i + 1;
                }
                case '<' -> {
                    state = State.OPEN;
                    return i + 1;
                }
                case '"', '\'' -> {
                    if (++attributes > MAX_ATTRIBUTES) {
                        throw new FormatException(
                                where, "at most " + MAX_ATTRIBUTES + " attributes of an element", "more");
                    }
                    startValue(b);
                    return i + 1;
                }
                default -> {
                    if (!endsName(b)) {
                        startName();
                        return i;
                    }
                }
            }
        }
        return to;
    }

    private void startValue(byte b) {
        quote = b;
        behindValue = state;
        state = State.VALUE;
    }

    private void declare(byte b) {
        switch (b) {
            case '-' -> skipTo('-', 2, -1); // a second one begins the comment
            case '[' -> skipTo(']', 2, 0);
            default -> state = State.DOCTYPE;
        }
    }

    private void inDoctype(byte b) throws FormatException {
        switch (b) {
            case '"', '\'' -> startValue(b);
            case '>' -> state = State.TEXT;
            case '[' -> throw new FormatException(where, "no internal subset in the document type", "one");
            default -> {
                // names
            }
        }
    }

    private void skipTo(char before, int count, int seen) {
        state = State.SKIPPED;
        ending = (byte) before;
        endings = count;
        endingsSeen = seen;
    }

    private void skipByte(byte b) {
        if (b == ending) {
            endingsSeen = Math.min(endingsSeen + 1, endings);
        } else if (b == '>' && endingsSeen == endings) {
            state = State.TEXT;
        } else {
            endingsSeen = 0;
        }
    }
}
