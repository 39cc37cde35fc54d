package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Provides the passphrase of a secret key: from a prompt, a secret store or a file. */
@FunctionalInterface
public interface Passphrase {
    /**
     * Returns the passphrase. Called once, and only if the key is protected.
     *
     * @param key description of the key to unlock: its fingerprint and a user ID, without control characters
     * @return the characters, which the caller overwrites after use
     * @throws IOException if there is no passphrase
     */
    char[] of(String key) throws IOException;

    /**
     * Reads the first line of a file in UTF-8, like gpg's {@code --passphrase-file}. The file is read when the
     * passphrase is needed; it may be a pipe.
     */
    static Passphrase inFile(Path file) {
        return key -> firstLine(file);
    }

    private static char[] firstLine(Path file) throws IOException {
        byte[] bytes = new byte[4096];
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(bytes, 0, bytes.length);
            int end = 0;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length) {
                throw new FormatException(
                        file.toString(), "a passphrase of fewer than " + bytes.length + " bytes", "a longer line");
            }
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
            var decoder = StandardCharsets.UTF_8.newDecoder();
            if (decoder.decode(ByteBuffer.wrap(bytes, 0, end), characters, true).isError()) {
                throw new FormatException(file.toString(), "a passphrase in UTF-8", "other bytes");
            }
            return Arrays.copyOf(characters.array(), characters.position());
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(characters.array(), '\0');
        }
    }
}
