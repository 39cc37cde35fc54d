package io.relocpy.rpm;

import java.io.IOException;
import java.nio.file.Path;

/** Keys that gpg made for tests; see the script beside them. */
final class TestKeys {
    static final String PASSPHRASE = "correct horse ü";

    private static final Path FOLDER = Path.of("src/test/resources/io/relocpy/rpm/keys");

    private TestKeys() {}

    static Path secret(String name) {
        return FOLDER.resolve(name + ".key");
    }

    static SigningKey signing(String name) throws IOException {
        return SigningKey.read(secret(name), key -> {
            throw new IOException(name + " is not protected");
        });
    }

    static KeyRing keys(String name) throws IOException {
        return KeyRing.read(FOLDER.resolve(name + ".asc"));
    }
}
