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

/** Where the passphrase of a secret key comes from: a prompt, a store of secrets, a file. */
@FunctionalInterface
public interface Passphrase {
    /**
     * Gives the passphrase; called once, and only if the key is protected.
     *
     * @param key that is to be unlocked, for people: its fingerprint and a name, without control characters
     * @return the characters, which the caller overwrites after use
     * @throws IOException when there is none
     */
    char[] of(String key) throws IOException;

    /**
     * The first line of a file, in UTF-8, as gpg's {@code --passphrase-file} takes it. The file is read when the passphrase
     * is needed; it may be a pipe.
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
                        file.toString(), "a passphrase of less than " + bytes.length + " bytes", "a longer line");
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
