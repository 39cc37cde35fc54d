package io.relocpy.repository.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.VerificationException;
import io.relocpy.testing.GnuPg;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Detached signatures: gpg verifies ours, and we verify gpg's. */
class DetachedSignatureIT {
    private static final String NAME = "Vendor <vendor@example.org>";
    private static final String PASSPHRASE = "pässword";

    @TempDir
    Path folder;

    private GnuPg gpg;
    private Path content;

    @BeforeEach
    void start() throws IOException {
        gpg = new GnuPg();
        content = Files.write(folder.resolve("content"), new byte[100_000]);
    }

    @AfterEach
    void stop() throws IOException {
        gpg.close();
    }

    private KeyRing publicKeys(String name) throws IOException {
        Path file = folder.resolve("public.asc");
        gpg.run("--armor", "--output", file.toString(), "--export", name);
        return KeyRing.read(file);
    }

    private SigningKey secretKey(String... export) throws IOException {
        Path file = folder.resolve("secret.asc");
        gpg.run(Stream.concat(Stream.of("--armor", "--output", file.toString()), Stream.of(export))
                .toArray(String[]::new));
        return SigningKey.read(file, key -> PASSPHRASE.toCharArray());
    }

    /** Verifies one of our signatures with gpg; returns its status lines. */
    private Result gpgVerifies(byte[] signature) throws IOException {
        Path file = Files.write(folder.resolve("content.asc"), signature);
        return gpg.tryToRun("--status-fd", "1", "--verify", file.toString(), content.toString());
    }

    private DetachedSignature.Signer weVerify(byte[] signature, KeyRing keys) throws IOException {
        return DetachedSignature.parse(signature, "content.asc")
                .verify(Files.readAllBytes(content), "content", keys, VerificationPolicy.STRICT);
    }

    private byte[] gpgSigns(String... options) throws IOException {
        Path file = folder.resolve("gpg.sig");
        gpg.run(Stream.of(
                        Stream.of("--output", file.toString()),
                        Stream.of(options),
                        Stream.of("--detach-sign", content.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new));
        return Files.readAllBytes(file);
    }

    private List<String> described(byte[] signature) throws IOException {
        Path file = Files.write(folder.resolve("described"), signature);
        return gpg.run("--list-packets", file.toString()).lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.strip()
                        .replaceFirst(", begin of digest .*", "")
                        .replaceFirst("created \\d+", "created now")
                        .replaceFirst("\\[\\d+ bits]", "[bits]"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa3072", "rsa4096", "ed25519", "nistp256", "nistp384", "nistp521", "brainpoolP256r1"})
    void gpgAcceptsOurSignaturesAndWeAcceptItsOwn(String algorithm) throws IOException {
        String fingerprint = gpg.makeKey(NAME, algorithm, "sign", "2y");
        SigningKey key = secretKey("--export-secret-keys", NAME);

        byte[] ours = key.sign(Files.readAllBytes(content));
        byte[] theirs = gpgSigns("--armor");

        Result verified = gpgVerifies(ours);
        assertThat(verified.exitStatus()).isZero();
        assertThat(verified.stdout()).contains("[GNUPG:] GOODSIG", "[GNUPG:] VALIDSIG " + fingerprint);
        assertThat(verified.stderr()).contains("Good signature from \"" + NAME + "\"");
        DetachedSignature.Signer signer = weVerify(theirs, publicKeys(NAME));
        assertThat(signer.fingerprint()).isEqualTo(fingerprint.toLowerCase(Locale.ROOT));
        assertThat(signer.userId()).contains(NAME);
        assertThat(weVerify(ours, publicKeys(NAME)).fingerprint()).isEqualTo(signer.fingerprint());
        // same algorithms, same subpackets in the same positions
        assertThat(described(ours)).isEqualTo(described(theirs));
    }

    @Test
    void theNewestSigningSubkeySignsAlsoWhereThePrimaryKeyIsOffline() throws IOException {
        String first = "20240101T000000!";
        String later = "20240601T000000!";
        String primary = gpg.makeKey(NAME, "ed25519", "cert", "never", "--faked-system-time", first);
        gpg.run("--faked-system-time", later, "--quick-add-key", primary, "ed25519", "sign", "never");
        gpg.run("--faked-system-time", first, "--quick-add-key", primary, "rsa3072", "sign", "never");
        SigningKey all = secretKey("--export-secret-keys", NAME);
        SigningKey offline = secretKey("--export-secret-subkeys", NAME);

        byte[] ours = offline.sign(Files.readAllBytes(content));

        Result verified = gpgVerifies(ours);
        assertThat(verified.exitStatus()).isZero();
        assertThat(verified.stdout())
                .contains("[GNUPG:] VALIDSIG " + offline.fingerprint().toUpperCase(Locale.ROOT))
                .contains(" " + primary + "\n");
        assertThat(offline.fingerprint()).isEqualTo(all.fingerprint());
        DetachedSignature.Signer signer = weVerify(gpgSigns(), publicKeys(NAME));
        assertThat(signer.fingerprint()).isEqualTo(offline.fingerprint());
        assertThat(signer.primaryFingerprint()).isEqualTo(primary.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({"AES256, SHA512, 3", "AES192, SHA256, 1", "CAMELLIA128, SHA1, 0", "3DES, SHA384, 3"})
    void aKeyIsUnlockedHoweverGpgProtectedIt(String cipher, String digest, String mode) throws IOException {
        gpg.makeKey(NAME, "ed25519", "sign", "2y", "--passphrase", PASSPHRASE);

        SigningKey key = secretKey(
                "--passphrase",
                PASSPHRASE,
                "--s2k-cipher-algo",
                cipher,
                "--s2k-digest-algo",
                digest,
                "--s2k-mode",
                mode,
                "--export-secret-keys",
                NAME);

        assertThat(gpgVerifies(key.sign(Files.readAllBytes(content))).exitStatus())
                .isZero();
    }

    @Test
    void aChangedContentIsRefusedByBoth() throws IOException {
        gpg.makeKey(NAME, "ed25519", "sign", "2y");
        byte[] ours = secretKey("--export-secret-keys", NAME).sign(Files.readAllBytes(content));
        byte[] changed = Files.readAllBytes(content);
        changed[50_000] = 1;
        Files.write(content, changed);

        assertThat(gpgVerifies(ours).stdout()).contains("[GNUPG:] BADSIG");
        assertThatThrownBy(() -> weVerify(ours, publicKeys(NAME)))
                .isInstanceOf(VerificationException.class)
                .hasMessageEndingWith(" is wrong");
    }

    @Test
    void aKeyThatMayNotSignIsRefusedAsGpgRefusesIt() throws IOException {
        gpg.makeKey(NAME, "ed25519", "cert", "2y");

        assertThat(gpg.tryToRun(
                                "--passphrase",
                                PASSPHRASE,
                                "--output",
                                "/dev/null",
                                "--detach-sign",
                                content.toString())
                        .exitStatus())
                .isNotZero();
        assertThatThrownBy(() -> secretKey("--export-secret-keys", NAME))
                .isInstanceOf(VerificationException.class)
                .hasMessageEndingWith(" may not sign according to its certificate");
    }

    @Test
    void anExpiredKeyNeitherSignsNorVerifies() throws IOException {
        String then = "20200101T000000!";
        gpg.makeKey(NAME, "ed25519", "sign", "1y", "--faked-system-time", then);
        byte[] theirs = gpgSigns("--faked-system-time", then);

        assertThat(gpg.tryToRun(
                                "--passphrase",
                                PASSPHRASE,
                                "--output",
                                "/dev/null",
                                "--detach-sign",
                                content.toString())
                        .exitStatus())
                .isNotZero();
        assertThatThrownBy(() -> secretKey("--export-secret-keys", NAME)).hasMessageEndingWith(" has expired");
        assertThatThrownBy(() -> weVerify(theirs, publicKeys(NAME))).hasMessageContaining("KEY_EXPIRED");
        Path file = Files.write(folder.resolve("old.sig"), theirs);
        assertThat(gpg.tryToRun("--status-fd", "1", "--verify", file.toString(), content.toString())
                        .stdout())
                .contains("[GNUPG:] EXPKEYSIG");
    }

    @Test
    void signaturesOfTextAreRefused() throws IOException {
        gpg.makeKey(NAME, "ed25519", "sign", "2y");
        KeyRing keys = publicKeys(NAME);

        Files.writeString(content, "a line\n");
        byte[] text = gpgSigns("--textmode");

        assertThatThrownBy(() -> weVerify(text, keys)).hasMessageContaining("unexpected signature type 1");
    }

    @Test
    void twoSignersOfOneFileVerifyWithEitherKey() throws IOException {
        gpg.makeKey("old@example.org", "rsa3072", "sign", "2y");
        gpg.makeKey("new@example.org", "ed25519", "sign", "2y");

        byte[] both = gpgSigns("--armor", "-u", "old@example.org", "-u", "new@example.org");

        for (String name : List.of("old@example.org", "new@example.org")) {
            assertThat(weVerify(both, publicKeys(name)).userId()).contains(name);
        }
        assertThatCode(() -> weVerify(both, publicKeys("example.org"))).doesNotThrowAnyException();
    }
}
