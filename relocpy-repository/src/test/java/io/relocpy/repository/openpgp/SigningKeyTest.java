package io.relocpy.repository.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"release", "other", "offline"})
    void whatItSignsIsTrusted(String name) throws IOException {
        SigningKey key = TestKeys.signing(name);

        DetachedSignature.Signer signer = DetachedSignature.parse(key.sign(CONTENT), "content.asc")
                .verify(CONTENT, "content", TestKeys.keys(name), VerificationPolicy.STRICT);

        assertThat(signer.fingerprint()).isEqualTo(key.fingerprint());
        assertThat(signer.primaryFingerprint())
                .isEqualTo(TestKeys.keys(name).fingerprints().get(0));
        assertThat(signer.userId()).contains("Test key " + name + ", trust it never <" + name + "@example.org>");
    }

    @Test
    void theNewestSubkeySignsIfThePrimaryKeyIsMissing() throws IOException {
        SigningKey key = TestKeys.signing("offline");

        assertThat(key.fingerprint())
                .isNotEqualTo(key.certificate().fingerprints().get(0));
        assertThat(new String(key.sign(CONTENT), UTF_8).length())
                .isLessThan(300); // the older key is RSA, with longer signatures
    }

    @ParameterizedTest
    @CsvSource({
        "expired, has expired",
        "revoked, is revoked",
        "certify, may not sign",
        "short, is too short",
    })
    void aKeyThatMayNotSignIsRefused(String name, String reason) {
        assertThatThrownBy(() -> TestKeys.signing(name))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith(TestKeys.secret(name) + ": has no key to sign with: ")
                .hasMessageEndingWith(
                        reason.equals("may not sign") ? reason + " according to its certificate" : reason);
    }

    @Test
    void aPublicKeyCannotSign() {
        Path file = Path.of(TestKeys.secret("release").toString().replace(".key", ".asc"));

        assertThatThrownBy(() -> SigningKey.read(file, key -> new char[0]))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": expected an OpenPGP secret key, found a public one");
    }

    @Test
    void severalCertificatesLeaveOpenWhichOneIsMeant() throws IOException {
        Path both = Files.write(folder.resolve("both.key"), Files.readAllBytes(TestKeys.secret("release")));
        Files.write(both, Files.readAllBytes(TestKeys.secret("other")), java.nio.file.StandardOpenOption.APPEND);

        assertThatThrownBy(() -> SigningKey.read(both, key -> new char[0]))
                .hasMessage(both + ": expected the secret key of one certificate, found those of several");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "\u00ff",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n!!!!\n-----END PGP PRIVATE KEY BLOCK-----\n",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n-----END PGP PRIVATE KEY BLOCK-----\n"
            })
    void invalidKeysAreFormatErrors(String text) {
        assertThatThrownBy(() -> SigningKey.parse(text.getBytes(UTF_8), "x", key -> new char[0]))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("x");
    }

    @Test
    void anyDamageToAKeyIsACheckedException() throws IOException {
        byte[] binary = Armor.decode(Files.readAllBytes(TestKeys.secret("release")), Armor.SECRET_KEY, "x");
        int refused = 0;
        int tried = 0;
        for (int at = 0; at < binary.length; at += 7) {
            tried++;
            byte[] damaged = binary.clone();
            damaged[at] ^= 0x55;
            try {
                SigningKey.parse(damaged, "x", key -> new char[0]).sign(CONTENT);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(tried / 2);
    }

    @Test
    void aProtectedKeyIsUnlockedAndThePassphraseOverwritten() throws IOException {
        char[] passphrase = TestKeys.PASSPHRASE.toCharArray();

        SigningKey key = SigningKey.read(TestKeys.secret("protected"), asked -> passphrase);

        assertThat(passphrase).containsOnly('\0');
        DetachedSignature.parse(key.sign(CONTENT), "content.asc")
                .verify(CONTENT, "content", TestKeys.keys("protected"), VerificationPolicy.STRICT);
    }

    @Test
    void aWrongPassphraseIsSaidAndShownNowhere() {
        char[] passphrase = "wr0ng-s3cret".toCharArray();

        Throwable failure = catchThrowable(() -> SigningKey.read(TestKeys.secret("protected"), asked -> passphrase));

        assertThat(failure)
                .isInstanceOf(VerificationException.class)
                .hasMessage(TestKeys.secret("protected") + ": the passphrase is wrong, or the key is damaged");
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("wr0ng").doesNotContain("s3cret");
        assertThat(passphrase).containsOnly('\0');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\nsecond line"})
    void aPassphraseIsTheFirstLineOfAFile(String rest) throws IOException {
        Path file = Files.writeString(folder.resolve("passphrase"), TestKeys.PASSPHRASE + rest);

        assertThat(SigningKey.read(TestKeys.secret("protected"), Passphrase.inFile(file))
                        .toString())
                .matches("SigningKey\\[[0-9a-f]{40}]");
    }

    @Test
    void anUnreadablePassphraseIsNotShown() throws IOException {
        Path other = Files.write(
                folder.resolve("latin"), "geheim\u00fc".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        byte[] bytes = new byte[5000];
        Arrays.fill(bytes, (byte) 'x');
        Path large = Files.write(folder.resolve("large"), bytes);

        assertThatThrownBy(() -> Passphrase.inFile(other).of(""))
                .isInstanceOf(FormatException.class)
                .hasMessage(other + ": expected a passphrase in UTF-8, found other bytes");
        assertThatThrownBy(() -> Passphrase.inFile(large).of(""))
                .hasMessage(large + ": expected a passphrase of fewer than 4096 bytes, found a longer line");
        assertThatThrownBy(() -> Passphrase.inFile(folder.resolve("none")).of(""))
                .isInstanceOf(IOException.class);
    }
}
