package io.relocpy.repository.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachedSignatureTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    Path folder;

    private static byte[] signed(String... names) throws IOException {
        ByteArrayOutputStream signatures = new ByteArrayOutputStream();
        for (String name : names) {
            signatures.writeBytes(TestKeys.signing(name).sign(CONTENT));
        }
        return signatures.toByteArray();
    }

    private static DetachedSignature.Signer verify(byte[] signature, byte[] content, KeyRing keys) throws IOException {
        return DetachedSignature.parse(signature, "x.asc").verify(content, "x", keys, VerificationPolicy.STRICT);
    }

    @Test
    void aSignatureSaysWhoSignedAndWhen() throws IOException {
        DetachedSignature.Signer signer = verify(signed("release"), CONTENT, TestKeys.keys("release"));

        assertThat(signer.fingerprint()).isEqualTo("eb9f5ceb5772a4309d954b691d97e3b3779157ed");
        assertThat(signer.primaryFingerprint()).isEqualTo(signer.fingerprint());
        assertThat(signer.userId().orElseThrow()).startsWith("Test key release");
        assertThat(Duration.between(signer.created(), Instant.now())).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void itMayBeBinary() throws IOException {
        byte[] binary = Armor.decode(signed("release"), Armor.SIGNATURE, "x");

        assertThat(verify(binary, CONTENT, TestKeys.keys("release")).userId().orElseThrow())
                .startsWith("Test key release");
    }

    @Test
    void otherContentIsRefused() {
        assertThatThrownBy(() -> verify(signed("release"), "Content".getBytes(UTF_8), TestKeys.keys("release")))
                .isInstanceOf(VerificationException.class)
                .hasMessage("x: signature by key 1d97e3b3779157ed is wrong");
    }

    @Test
    void otherKeysAreRefused() {
        assertThatThrownBy(() -> verify(signed("release"), CONTENT, TestKeys.keys("other")))
                .hasMessage("x: signature by key 1d97e3b3779157ed: unknown key");
        assertThatThrownBy(() -> verify(signed("release"), CONTENT, KeyRing.EMPTY))
                .hasMessage("x: signature by key 1d97e3b3779157ed: no keys given");
    }

    @Test
    void aKeyThatWasRevokedSinceIsRefused() throws IOException {
        byte[] signature = signed("before-revocation");

        assertThatThrownBy(() -> verify(signature, CONTENT, TestKeys.keys("revoked")))
                .hasMessageContaining("is not trusted: [KEY_REVOKED]");
    }

    @Test
    void aSignatureIsDemandedWhateverThePolicySays() throws IOException {
        DetachedSignature signature = DetachedSignature.parse(signed("release"), "x.asc");

        assertThatThrownBy(() -> signature.verify(CONTENT, "x", TestKeys.keys("other"), VerificationPolicy.DIGESTS))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void oneSignatureByAKnownKeyIsSufficient() throws IOException {
        byte[] both = signed("other", "release");

        assertThat(verify(both, CONTENT, TestKeys.keys("release")).userId().orElseThrow())
                .startsWith("Test key release");
        assertThat(verify(both, CONTENT, TestKeys.keys("other")).userId().orElseThrow())
                .startsWith("Test key other");
    }

    @Test
    void aWrongSignatureByAKnownKeyInvalidatesAll() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(signed("release"));
        both.writeBytes(TestKeys.signing("other").sign("else".getBytes(UTF_8)));

        assertThatThrownBy(() -> verify(
                        both.toByteArray(), CONTENT, TestKeys.keys("release").plus(TestKeys.keys("other"))))
                .hasMessageEndingWith(" is wrong");
    }

    @Test
    void theNumberOfSignaturesIsBounded() {
        String[] names = new String[17];
        java.util.Arrays.fill(names, "release");

        assertThatThrownBy(() -> DetachedSignature.parse(signed(names), "x.asc"))
                .isInstanceOf(FormatException.class)
                .hasMessage("x.asc: expected at most 16 OpenPGP signatures, found more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Not signed.",
                "-----BEGIN PGP SIGNATURE-----\n",
                "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
                "-----BEGIN PGP SIGNATURE-----\n\n*\n-----END PGP SIGNATURE-----\n",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n"
            })
    void invalidSignaturesAreFormatErrors(String text) {
        assertThatThrownBy(() -> DetachedSignature.parse(text.getBytes(UTF_8), "x.asc"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("x.asc");
    }

    @Test
    void keysAreNotSignatures() throws IOException {
        byte[] key =
                TestKeys.signing("release").certificate().fingerprints().get(0).getBytes(UTF_8);
        byte[] packets = Armor.decode(Files.readAllBytes(TestKeys.secret("release")), Armor.SECRET_KEY, "x");

        assertThatThrownBy(() -> DetachedSignature.parse(packets, "x.asc"))
                .hasMessage("x.asc: expected OpenPGP signatures only, found a packet of type 5");
    }

    @Test
    void noDamagedSignatureIsTrusted() throws IOException {
        byte[] binary = Armor.decode(signed("release"), Armor.SIGNATURE, "x");
        KeyRing keys = TestKeys.keys("release");
        List<DetachedSignature.Signer> trusted = new java.util.ArrayList<>();
        for (int at = 0; at < binary.length; at++) {
            byte[] damaged = binary.clone();
            damaged[at] ^= 0x55;
            try {
                trusted.add(verify(damaged, CONTENT, keys));
            } catch (IOException e) {
                // as it should be
            }
        }
        assertThat(trusted).hasSizeLessThan(12); // the unhashed part is not used
    }

    @Test
    void onlyASmallRegularFileIsRead() throws IOException {
        Path file = Files.write(folder.resolve("x.asc"), signed("release"));
        Path link = Files.createSymbolicLink(folder.resolve("link.asc"), file);
        Path large = Files.write(folder.resolve("large.asc"), new byte[DetachedSignature.MAX_SIZE + 1]);

        DetachedSignature.read(file);
        assertThatThrownBy(() -> DetachedSignature.read(link)).hasMessageContaining("expected a regular file");
        assertThatThrownBy(() -> DetachedSignature.read(Path.of("/dev/zero")))
                .hasMessageContaining("expected a regular file");
        assertThatThrownBy(() -> DetachedSignature.read(large)).hasMessageContaining("at most 65536 bytes");
    }
}
