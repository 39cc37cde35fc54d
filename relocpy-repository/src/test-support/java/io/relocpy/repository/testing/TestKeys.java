package io.relocpy.repository.testing;

import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.IOException;
import java.nio.file.Path;

/** Test keys created by gpg with the script beside them. */
public final class TestKeys {
    public static final String PASSPHRASE = "correct horse ü";

    private static final Path FOLDER = Path.of("../relocpy-repository/src/test/resources/io/relocpy/repository/keys");

    private TestKeys() {}

    public static Path secret(String name) {
        return FOLDER.resolve(name + ".key");
    }

    public static SigningKey signing(String name) throws IOException {
        return SigningKey.read(secret(name), key -> {
            throw new IOException(name + " is not protected");
        });
    }

    public static KeyRing keys(String name) throws IOException {
        return KeyRing.read(FOLDER.resolve(name + ".asc"));
    }
}
