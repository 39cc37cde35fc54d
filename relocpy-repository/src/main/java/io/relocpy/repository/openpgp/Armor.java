package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;

/**
 * ASCII-armored OpenPGP data.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-6.2">RFC 9580 section 6.2</a>
 */
final class Armor {
    static final String SIGNATURE = "PGP SIGNATURE";
    static final String PUBLIC_KEY = "PGP PUBLIC KEY BLOCK";
    static final String SECRET_KEY = "PGP PRIVATE KEY BLOCK";

    private Armor() {}

    /**
     * Returns the packets of all blocks of this kind. Like gpg, ignores other text between them; returns binary data
     * unchanged.
     */
    static byte[] decode(byte[] data, String kind, String where) throws FormatException {
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        String text = "\n" + new String(data, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\n" + begin);
        if (at < 0) {
            return data;
        }
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        while (at >= 0) {
            int after = text.indexOf("\n" + end, at);
            if (after < 0) {
                throw new FormatException(where, end, "the end of the file");
            }
            String block = text.substring(at + 1, after + 1 + end.length()) + "\n";
            packets.writeBytes(decode(block, where));
            at = text.indexOf("\n" + begin, after);
        }
        return packets.toByteArray();
    }

    private static byte[] decode(String block, String where) throws FormatException {
        byte[] bytes = block.getBytes(StandardCharsets.ISO_8859_1);
        try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            throw new FormatException(where, "an armored block", e);
        }
    }

    /**
     * Armors the packets as gpg's {@code --armor} does: no armor headers, a checksum, lines that end with a line feed.
     */
    static byte[] encode(byte[] packets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArmoredOutputStream armored =
                ArmoredOutputStream.builder().clearHeaders().enableCRC(true).build(bytes)) {
            armored.write(packets);
        }
        return bytes.toByteArray();
    }
}
