package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/**
 * The bytes of an XML document on their way to the parser, with bounds on what makes that slow: its time for a tag grows
 * with the square of the number of attributes, and for a document with the square of the number of different names.
 *
 * <p>The bytes of ASCII must stand for themselves in the document's encoding. Where a document is not well-formed this may
 * take it for something else, since the parser goes no further than there.
 */
final class MarkupGuard extends BlockStream {
    /** In a tag; tags of repodata have five. */
    private static final int MAX_ATTRIBUTES = 64;

    /** Different ones, of elements and attributes; a document of repodata has fifty. */
    private static final int MAX_NAMES = 1024;

    private static final int MAX_NAME = 256;

    /** Random, so that nobody can make names that look alike here. */
    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    private enum State {
        TEXT,
        /** Behind {@code <}. */
        OPEN,
        /** Behind {@code <!}. */
        DECLARATION,
        DOCTYPE,
        /** In a comment, in a CDATA section, or behind the name of a processing instruction. */
        PASSED_OVER,
        /** In a tag, outside of names and values. */
        TAG,
        NAME,
        /** In quotes. */
        VALUE
    }

    private final InputStream in;
    private final String where;
    private final long[] names = new long[4 * MAX_NAMES]; // 0 where there is none
    private int nameCount;

    private State state = State.TEXT;
    private boolean instruction;
    private int attributes;
    private long name;
    private int nameLength;
    private State behindValue = State.TAG;
    private byte quote;
    /** This byte, so often, and {@code >} end what is passed over. */
    private byte ending;

    private int endings;
    private int endingsSeen;

    /** Reads the stream, which is closed with this one. */
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
                case PASSED_OVER -> passOver(bytes[i++]);
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
            passOverTo('?', 1, 0);
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

    /** How many bytes that takes; none of those of a tag. */
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
            case '-' -> passOverTo('-', 2, -1); // another one begins the comment
            case '[' -> passOverTo(']', 2, 0);
            default -> state = State.DOCTYPE;
        }
    }

    private void inDoctype(byte b) throws FormatException {
        switch (b) {
            case '"', '\'' -> startValue(b);
            case '>' -> state = State.TEXT;
            case '[' -> throw new FormatException(where, "no declarations in a document type", "some");
            default -> {
                // names
            }
        }
    }

    private void passOverTo(char before, int count, int seen) {
        state = State.PASSED_OVER;
        ending = (byte) before;
        endings = count;
        endingsSeen = seen;
    }

    private void passOver(byte b) {
        if (b == ending) {
            endingsSeen = Math.min(endingsSeen + 1, endings);
        } else if (b == '>' && endingsSeen == endings) {
            state = State.TEXT;
        } else {
            endingsSeen = 0;
        }
    }
}
