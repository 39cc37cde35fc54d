package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureResult;
import io.relocpy.repository.openpgp.SignatureStatus;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages signed with gpg and rpmsign: our verdict is that of rpmkeys. */
class SignatureIT extends WithGpg {
    /**
     * The output of rpmkeys 4.18 for each digest and signature. Once something is wrong, it also lists the
     * alternatives: missing signatures, and the digest of the decompressed payload.
     */
    private static List<String> rpmLines(HostTools.Result result) {
        return result.lines().stream()
                .skip(1)
                .map(line -> line.strip().replaceFirst(" \\(.*\\)$", ""))
                .filter(line -> !line.endsWith(": NOTFOUND") && !line.contains(" ALT digest: "))
                .sorted()
                .toList();
    }

    /**
     * Our verdicts in the same form. rpm 4.18 does not check whether a key is expired or revoked, which is a weakness
     * here.
     */
    private static List<String> lines(Verification verification) {
        List<String> lines = new ArrayList<>();
        for (DigestResult each : verification.digests()) {
            String algorithm = each.algorithm().replace("-", "");
            String verdict = each.status() instanceof DigestStatus.Verified ? "OK" : "BAD";
            switch (each.scope()) {
                case HEADER -> lines.add("Header " + algorithm + " digest: " + verdict);
                case PAYLOAD -> lines.add("Payload " + algorithm + " digest: " + verdict);
                case HEADER_AND_PAYLOAD -> lines.add(algorithm + " digest: " + verdict);
                default -> {
                    continue; // rpm verifies the content when it installs
                }
            }
            if (each.status() instanceof DigestStatus.NotPresent) {
                lines.remove(lines.size() - 1);
            }
        }
        for (Verification.Signature signature : verification.signatures()) {
            SignatureResult each = signature.result();
            String verdict = each.status() instanceof SignatureStatus.Verified
                    ? "OK"
                    : each.status() instanceof SignatureStatus.NotChecked ? "NOKEY" : "BAD";
            lines.add((signature.scope() == DigestResult.Scope.HEADER ? "Header " : "") + "V4 "
                    + each.algorithm().orElseThrow().replace("-", "") + " Signature, key ID "
                    + each.keyId().orElseThrow().substring(8) + ": " + verdict);
        }
        return lines.stream().sorted().toList();
    }

    private void assertSameVerdict(Path rpm, KeyRing keys, String... fingerprints) throws IOException {
        assertThat(lines(RpmFile.open(rpm).verify(keys))).isEqualTo(rpmLines(rpmkeys(rpm, fingerprints)));
    }

    private static boolean verified(Verification verification) {
        return !verification.signatures().isEmpty()
                && verification.signatures().stream()
                        .allMatch(result -> result.result().status() instanceof SignatureStatus.Verified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "rsa4096", "ed25519"})
    void acceptsWhatRpmAccepts(String algorithm) throws IOException {
        String key = makeKey("signer", algorithm, "never");
        KeyRing keys = exported(key);
        Path rpm = sign(makePackage(), key);
        Verification verification = RpmFile.open(rpm).verify(keys);
        assertThat(rpmAccepts(rpm, key)).isTrue();
        assertThat(verified(verification)).isTrue();
        assertThat(verification.signatures()).allSatisfy(result -> {
            assertThat(key.toLowerCase(java.util.Locale.ROOT))
                    .endsWith(result.result().keyId().orElseThrow());
            assertThat(((SignatureStatus.Verified) result.result().status()).weaknesses())
                    .isEmpty();
            assertThat(((SignatureStatus.Verified) result.result().status()).userId())
                    .contains("signer");
        });
        assertThatCode(() -> verification.require(VerificationPolicy.STRICT)).doesNotThrowAnyException();
    }

    @Test
    void checksSignaturesOverHeaderAndPayloadToo() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        KeyRing keys = exported(key);
        Path rpm = sign(makePackage(), key, "--rpmv3");
        assertThat(RpmFile.open(rpm).verify(keys).signatures())
                .extracting(Verification.Signature::scope)
                .contains(DigestResult.Scope.HEADER, DigestResult.Scope.HEADER_AND_PAYLOAD);
        assertThat(verified(RpmFile.open(rpm).verify(keys))).isTrue();
        assertThat(rpmAccepts(rpm, key)).isTrue();
    }

    @Test
    void namesTheUnknownKey() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        String other = makeKey("other", "rsa2048", "never");
        KeyRing keys = exported(other);
        Path rpm = sign(makePackage(), key);
        Verification verification = RpmFile.open(rpm).verify(keys);
        assertThat(rpmAccepts(rpm, other)).isFalse();
        assertThat(verification.signatures())
                .allSatisfy(
                        result -> assertThat(result.result().status()).isInstanceOf(SignatureStatus.NotChecked.class));
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("unknown key");
        assertThatCode(() -> verification.require(VerificationPolicy.DIGESTS)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnUnsignedPackageByTheStrictPolicy() throws IOException {
        KeyRing keys = exported(makeKey("signer", "rsa2048", "never"));
        Verification verification = RpmFile.open(makePackage()).verify(keys);
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("not signed");
    }

    @Test
    void refusesAChangedHeader() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        KeyRing keys = exported(key);
        Path rpm = sign(makePackage(), key);
        byte[] bytes = Files.readAllBytes(rpm);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[text.lastIndexOf("numbers")] = 'N';
        Files.write(rpm, bytes);
        Verification verification = RpmFile.open(rpm).verify(keys);
        assertThat(rpmAccepts(rpm, key)).isFalse();
        assertThat(verification.signatures())
                .allSatisfy(
                        result -> assertThat(result.result().status()).isInstanceOf(SignatureStatus.Mismatch.class));
        assertThatThrownBy(() -> verification.require(VerificationPolicy.DIGESTS))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void doesNotTrustAPayloadForItsHeadersSignature() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        KeyRing keys = exported(key);
        Path rpm = sign(makePackage(), key);
        byte[] bytes = Files.readAllBytes(rpm);
        bytes[bytes.length - 20] ^= 1;
        Files.write(rpm, bytes);
        Verification verification = RpmFile.open(rpm).verify(keys);
        assertThat(rpmAccepts(rpm, key)).isFalse();
        assertThat(verified(verification)).isTrue();
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("of payload is");
    }

    @Test
    void findsAnExpiredKey() throws IOException {
        String key = makeKey("signer", "rsa2048", "2d");
        KeyRing keys = exported(key);
        RpmFile rpm = RpmFile.open(sign(makePackage(), key));
        assertThatCode(() -> rpm.verify(keys).require(VerificationPolicy.STRICT))
                .doesNotThrowAnyException();
        Verification later = rpm.verify(keys, Instant.now().plus(Duration.ofDays(3)));
        assertThatThrownBy(() -> later.require(VerificationPolicy.STRICT)).hasMessageContaining("KEY_EXPIRED");
        assertThatCode(() -> later.require(VerificationPolicy.STRICT.tolerating(SignatureWeakness.KEY_EXPIRED)))
                .doesNotThrowAnyException();
    }

    @Test
    void findsARevokedKey() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        Path rpm = sign(makePackage(), key);
        revoke(key);
        Verification verification = RpmFile.open(rpm).verify(exported(key));
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("KEY_REVOKED");
    }

    private void revoke(String key) throws IOException {
        Path revocation = home.resolve("openpgp-revocs.d/" + key + ".rev");
        Path edited = temp.resolve("revocation.asc");
        Files.writeString(edited, Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN"));
        gpg("--import", edited.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519"})
    void everyVerdictIsThatOfRpmkeys(String algorithm) throws IOException {
        String key = makeKey("signer", algorithm, "never");
        String other = makeKey("other", "rsa2048", "never");
        KeyRing keys = exported(key);
        KeyRing others = exported(other);
        Path rpm = makePackage();
        assertSameVerdict(rpm, keys, key);
        sign(rpm, key, "--rpmv3");
        assertSameVerdict(rpm, keys, key);
        assertSameVerdict(rpm, others, other);
        assertSameVerdict(rpm, KeyRing.EMPTY);

        byte[] right = Files.readAllBytes(rpm);
        byte[] payload = right.clone();
        payload[payload.length - 20] ^= 1;
        Files.write(rpm, payload);
        assertSameVerdict(rpm, keys, key);
        byte[] header = right.clone();
        String text = new String(header, java.nio.charset.StandardCharsets.ISO_8859_1);
        header[text.lastIndexOf("numbers")] = 'N';
        Files.write(rpm, header);
        assertSameVerdict(rpm, keys, key);
    }

    @Test
    void theVerdictOnSignaturesOfExpiredAndRevokedKeysIsThatOfRpmkeysAndAWeakness() throws Exception {
        String expired = makeKey("expired", "rsa2048", "never");
        Path rpm = sign(makePackage(), expired);
        gpg("--quick-set-expire", expired, "seconds=1");
        Thread.sleep(2000);
        KeyRing keys = exported(expired);
        assertSameVerdict(rpm, keys, expired);
        assertThat(weaknesses(rpm, keys)).contains(SignatureWeakness.KEY_EXPIRED);

        String revoked = makeKey("revoked", "rsa2048", "never");
        rpm = sign(makePackage(), revoked);
        revoke(revoked);
        keys = exported(revoked);
        assertSameVerdict(rpm, keys, revoked);
        assertThat(weaknesses(rpm, keys)).contains(SignatureWeakness.KEY_REVOKED);
    }

    private static List<SignatureWeakness> weaknesses(Path rpm, KeyRing keys) throws IOException {
        return RpmFile.open(rpm).verify(keys).signatures().stream()
                .map(each -> (SignatureStatus.Verified) each.result().status())
                .flatMap(status -> status.weaknesses().stream())
                .toList();
    }

    @Test
    void acceptsASigningSubkeyAndRefusesOneThatIsNotBound() throws IOException {
        String primary = makeKey("signer", "rsa2048", "never");
        gpg("--quick-add-key", primary, "rsa2048", "sign", "never");
        String subkey = gpg("--list-keys", "--with-colons", "signer").lines().stream()
                .filter(line -> line.startsWith("fpr:"))
                .toList()
                .get(1)
                .split(":")[9];
        KeyRing keys = exported(primary);
        Path rpm = sign(makePackage(), subkey + "!");
        assertThatCode(() -> RpmFile.open(rpm).verify(keys).require(VerificationPolicy.STRICT))
                .doesNotThrowAnyException();

        // without the binding signature, the last packet, anyone could have added the subkey
        Path binary = temp.resolve("key.gpg");
        gpg("--output", binary.toString(), "--export", primary);
        byte[] bytes = Files.readAllBytes(binary);
        byte[] unbound = java.util.Arrays.copyOf(bytes, bytes.length - lengthOfLastSignature(bytes));
        Verification verification = RpmFile.open(rpm).verify(KeyRing.parse(unbound, "unbound"));
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .hasMessageContaining("KEY_UNBOUND");
    }

    private static int lengthOfLastSignature(byte[] certificate) throws IOException {
        PGPPublicKey last = null;
        for (PGPPublicKey key : new PGPPublicKeyRing(certificate, new BcKeyFingerprintCalculator())) {
            last = key;
        }
        int length = 0;
        for (Iterator<PGPSignature> all = last.getSignatures(); all.hasNext(); ) {
            length = all.next().getEncoded().length;
        }
        return length;
    }

    @Test
    void findsSha1SignaturesAndShortKeys() throws IOException {
        String key = makeKey("signer", "rsa1024", "never");
        KeyRing keys = exported(key);
        Path rpm = sign(makePackage(), key, "--digest-algo=sha1");
        Verification verification = RpmFile.open(rpm).verify(keys);
        assertThatThrownBy(() -> verification.require(VerificationPolicy.STRICT))
                .hasMessageContaining("KEY_SHORT")
                .hasMessageContaining("DIGEST_BROKEN");
    }

    @Test
    void readsSeveralKeysInOneFileAndSkipsUnknownOnes() throws IOException {
        String one = makeKey("one", "rsa2048", "never");
        String two = makeKey("two", "ed25519", "never");
        exported(one);
        exported(two);
        String both = Files.readString(temp.resolve(one + ".asc")) + "\nsome text\n"
                + Files.readString(temp.resolve(two + ".asc"));
        KeyRing keys = KeyRing.parse(both.getBytes(java.nio.charset.StandardCharsets.US_ASCII), "both");
        assertThat(keys.fingerprints())
                .containsExactly(one.toLowerCase(java.util.Locale.ROOT), two.toLowerCase(java.util.Locale.ROOT));
        assertThat(keys.unsupported()).isEmpty();

        Path binary = temp.resolve("one.gpg");
        gpg("--output", binary.toString(), "--export", one);
        byte[] unknown = {(byte) 0xc6, 6, 4, 0, 0, 0, 0, 99}; // a version 4 key of algorithm 99
        byte[] known = Files.readAllBytes(binary);
        byte[] joined = new byte[unknown.length + known.length];
        System.arraycopy(unknown, 0, joined, 0, unknown.length);
        System.arraycopy(known, 0, joined, unknown.length, known.length);
        KeyRing mixed = KeyRing.parse(joined, "mixed");
        assertThat(mixed.fingerprints()).contains(one.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void verifiesPackagesOfARepositoryWithGpgcheck() throws IOException {
        HostTools.require("createrepo_c");
        String key = makeKey("signer", "rsa2048", "never");
        exported(key);
        String stranger = makeKey("stranger", "rsa2048", "never");
        exported(stranger);
        Path rpm = sign(makePackage(), key);
        HostTools.run("createrepo_c", "--quiet", rpm.getParent().toString()).orFail();
        RepositoryConfig.Builder config = RepositoryConfig.builder("signed")
                .baseUrl(rpm.getParent().toUri())
                .gpgCheck(true);
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(temp.resolve("cache")).build();
        assertThatThrownBy(() -> client.load(config.build()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("signatures are required, but there is no key");
        Repository strangers = client.load(RepositoryConfig.builder("signed")
                .baseUrl(rpm.getParent().toUri())
                .gpgCheck(true)
                .gpgKey(temp.resolve(stranger + ".asc").toUri())
                .build());
        assertThatThrownBy(() -> strangers.fetch(strangers.packages().get(0)))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("signed-1-1.noarch.rpm")
                .hasMessageContaining("unknown key");
        Repository right =
                client.load(config.gpgKey(temp.resolve(key + ".asc").toUri()).build());
        assertThat(right.fetch(right.packages().get(0))).isEqualTo(rpm);
    }

    @Test
    void checksTheSignatureOfRepomd() throws IOException {
        HostTools.require("createrepo_c");
        String key = makeKey("signer", "rsa2048", "never");
        exported(key);
        Path folder = makePackage().getParent();
        HostTools.run("createrepo_c", "--quiet", folder.toString()).orFail();
        Path repomd = folder.resolve("repodata/repomd.xml");
        RepositoryConfig config = RepositoryConfig.builder("signed")
                .baseUrl(folder.toUri())
                .repoGpgCheck(true)
                .gpgKey(temp.resolve(key + ".asc").toUri())
                .build();
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(temp.resolve("cache")).build();
        assertThatThrownBy(() -> client.load(config))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("repomd.xml.asc");
        gpg("--armor", "--local-user", key, "--detach-sign", repomd.toString());
        assertThat(client.load(config).packages()).hasSize(1);
        Files.writeString(repomd, Files.readString(repomd) + "\n");
        assertThatThrownBy(() -> client.load(config))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("is wrong");
    }
}
