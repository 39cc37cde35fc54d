package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.Passphrase;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.IOException;
import java.nio.file.Path;

/** Signs a bundle, and verifies it as its recipient will. */
public final class SignedBundle {
    private SignedBundle() {}

    /**
     * Builds a bundle in the working directory from {@code hello.py} and the repository in {@code repo}, signed with
     * the key in {@code release.key}.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        // @start region="sign"
        SigningKey key = SigningKey.read(Path.of("release.key"), Passphrase.inFile(Path.of("passphrase")));
        Bundle.builder()
                .repositories(Path.of("repo"))
                .scripts(Path.of("hello.py"))
                .signWith(key)
                .write(Path.of("hello.tar.gz"));
        // @end
        // @start region="verify"
        BundleVerification verification = Bundle.verify(Path.of("hello.tar.gz"), KeyRing.read(Path.of("vendor.asc")));
        // @end
        System.out.println(verification.origin());
        System.out.print(verification.toText());
    }
}
