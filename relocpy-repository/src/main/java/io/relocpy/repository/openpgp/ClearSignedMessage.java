package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and its signatures in one file, as created by {@code gpg --clear-sign}.
 *
 * <p>Only the signed text can be read from it: a file with any other text is rejected. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-7">RFC 9580 section 7</a>
 */
public final class ClearSignedMessage {
    private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String END_SIGNATURE = "-----END PGP SIGNATURE-----";

    private final byte[] text;
    private final String blocks;
    private final String where;

    private ClearSignedMessage(byte[] text, String blocks, String where) {
        this.text = text;
        this.blocks = blocks;
        this.where = where;
    }

    /**
     * Parses a message.
     *
     * @param data of the file; the caller limits its size
     * @param where location for messages
     * @throws FormatException if it is not one message with its signatures and nothing else
     */
    public static ClearSignedMessage parse(byte[] data, String where) throws FormatException {
        return new Reader(data, where).read();
    }

    /**
     * The signed text: without the dashes that escape others and without white space at the ends of lines, with a line
     * feed between lines and none after the last one.
     */
    public byte[] text() {
        return text.clone();
    }

    /**
     * The signatures, which cover {@link #text}.
     *
     * @throws FormatException if they are damaged
     */
    public DetachedSignature signature() throws FormatException {
        return DetachedSignature.parse(blocks.getBytes(StandardCharsets.ISO_8859_1), where);
    }

    /** Reads line by line. */
    private static final class Reader {
        private final String data;
        private final String where;
        private int position;
        private int number;

        Reader(byte[] data, String where) {
            this.data = new String(data, StandardCharsets.ISO_8859_1);
            this.where = where;
        }

        ClearSignedMessage read() throws FormatException {
            String line = next();
            if (!line.equals(BEGIN)) {
                throw bad(BEGIN, line);
            }
            skipHeaders();
            byte[] text = readText();
            StringBuilder blocks = new StringBuilder();
            do { // each signer may have added a block
                readBlock(blocks);
            } while (position < data.length() && isSignature(next()));
            return new ClearSignedMessage(text, blocks.toString(), where);
        }

        /** They are not signed and mean nothing: the signatures say themselves which hash is theirs. */
        private void skipHeaders() throws FormatException {
            String line;
            do {
                line = next();
            } while (!line.isEmpty());
        }

        private byte[] readText() throws FormatException {
            List<String> lines = new ArrayList<>();
            for (String line = next(); !line.equals(BEGIN_SIGNATURE); line = next()) {
                if (line.startsWith("-") && !line.startsWith("- ")) {
                    throw bad("a signed line, or " + BEGIN_SIGNATURE, line);
                }
                lines.add(line.startsWith("- ") ? line.substring(2) : line);
            }
            return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        }

        private void readBlock(StringBuilder blocks) throws FormatException {
            blocks.append(BEGIN_SIGNATURE).append('\n');
            String line;
            do {
                line = next();
                blocks.append(line).append('\n');
            } while (!line.equals(END_SIGNATURE));
        }

        private boolean isSignature(String line) throws FormatException {
            if (line.equals(BEGIN_SIGNATURE)) {
                return true;
            }
            throw bad("the end of the file", line);
        }

        /** The next line without white space at its end. */
        private String next() throws FormatException {
            number++;
            if (position >= data.length()) {
                throw bad("a signed message", "the end of the file");
            }
            int end = data.indexOf('\n', position);
            end = end < 0 ? data.length() : end;
            int stripped = end;
            while (stripped > position && " \t\r".indexOf(data.charAt(stripped - 1)) >= 0) {
                stripped--;
            }
            String line = data.substring(position, stripped);
            position = end + 1;
            return line;
        }

        private FormatException bad(String expected, String found) {
            return new FormatException(where + ", line " + number, expected, found);
        }
    }
}
