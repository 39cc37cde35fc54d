package io.relocpy.repository.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.testing.TestKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.RevocationReasonTags;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and signatures with all statements that OpenPGP allows, and some that it does not. */
class KeyRingTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);
    private static final Instant BORN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final long YEAR = 365 * 86_400L;
    private static final Consumer<PGPSignatureSubpacketGenerator> NOTHING = hashed -> {};

    private final TestKey key = TestKey.create(BORN);
    private final byte[] certification = key.certify(BORN, NOTHING);

    private static SignatureStatus check(byte[] packet, KeyRing keys) {
        SignatureCheck check = SignatureCheck.begin(packet, keys, NOW);
        check.update(CONTENT, 0, CONTENT.length);
        return check.result().status();
    }

    private Set<SignatureWeakness> weaknesses(KeyRing keys) {
        return weaknesses(key.sign(CONTENT), keys);
    }

    private static Set<SignatureWeakness> weaknesses(byte[] packet, KeyRing keys) {
        SignatureStatus status = check(packet, keys);
        assertThat(status).isInstanceOf(SignatureStatus.Verified.class);
        return ((SignatureStatus.Verified) status).weaknesses();
    }

    private static Consumer<PGPSignatureSubpacketGenerator> years(long number) {
        return hashed -> hashed.setKeyExpirationTime(false, number * YEAR);
    }

    private static KeyRing both(KeyRing first, KeyRing second) throws IOException {
        return first.plus(second);
    }

    @Test
    void acceptsAGoodSignature() {
        assertThat(weaknesses(key.ring(certification))).isEmpty();
        SignatureStatus.Verified verified =
                (SignatureStatus.Verified) check(key.sign(CONTENT), key.ring(certification));
        assertThat(verified.userId()).contains("signer");
        assertThat(verified.created()).isEqualTo(BORN.plusSeconds(60));
    }

    @Test
    void anOldCopyDoesNotHideARevocation() throws IOException {
        KeyRing old = key.ring(certification);
        KeyRing revoked = TestKey.ringOf(
                key.publicKey(), key.revoke(BORN.plusSeconds(YEAR), NOTHING), TestKey.NAME, certification);
        assertThat(weaknesses(old)).isEmpty();
        for (KeyRing keys : List.of(revoked, both(old, revoked), both(revoked, old))) {
            assertThat(weaknesses(keys)).containsExactly(SignatureWeakness.KEY_REVOKED);
            assertThat(keys.fingerprints()).hasSize(1);
        }
    }

    @Test
    void copiesInOneFileAreOneCertificate() {
        byte[] old = TestKey.join(key.publicKey(), TestKey.NAME, certification);
        byte[] revoked = TestKey.join(key.publicKey(), key.revoke(BORN.plusSeconds(YEAR), NOTHING));
        for (KeyRing keys : List.of(TestKey.ringOf(old, revoked), TestKey.ringOf(revoked, old))) {
            assertThat(weaknesses(keys)).containsExactly(SignatureWeakness.KEY_REVOKED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                RevocationReasonTags.NO_REASON,
                RevocationReasonTags.KEY_SUPERSEDED,
                RevocationReasonTags.KEY_COMPROMISED,
                RevocationReasonTags.KEY_RETIRED
            })
    void noLaterStatementUndoesARevocation(byte reason) {
        byte[] revocation =
                key.revoke(BORN.plusSeconds(YEAR), hashed -> hashed.setRevocationReason(false, reason, "so"));
        KeyRing keys = TestKey.ringOf(
                key.publicKey(),
                revocation,
                TestKey.NAME,
                certification,
                key.certify(BORN.plusSeconds(2 * YEAR), NOTHING));
        assertThat(weaknesses(keys)).containsExactly(SignatureWeakness.KEY_REVOKED);
    }

    @Test
    void aRevocationCountsWhateverElseItSays() {
        byte[] odd =
                key.revoke(NOW.plusSeconds(YEAR), hashed -> hashed.addNotationData(true, true, "a@b.example", "c"));
        assertThat(weaknesses(TestKey.ringOf(key.publicKey(), odd, TestKey.NAME, certification)))
                .contains(SignatureWeakness.KEY_REVOKED);
    }

    @Test
    void onlyTheOwnerCanRevokeAKey() {
        TestKey stranger = TestKey.create(BORN);
        byte[] forged = stranger.revoke(BORN.plusSeconds(YEAR), NOTHING);
        assertThat(weaknesses(TestKey.ringOf(key.publicKey(), forged, TestKey.NAME, certification)))
                .isEmpty();
    }

    @Test
    void theNewestStatementDecidesOnExpiry() throws IOException {
        KeyRing expired = key.ring(key.certify(BORN, years(1)));
        KeyRing renewed = key.ring(key.certify(BORN.plusSeconds(YEAR / 2), years(10)));
        KeyRing shortened = key.ring(key.certify(BORN.plusSeconds(YEAR), years(2)));
        assertThat(weaknesses(expired)).containsExactly(SignatureWeakness.KEY_EXPIRED);
        assertThat(weaknesses(both(expired, renewed))).isEmpty();
        assertThat(weaknesses(both(renewed, expired))).isEmpty();
        assertThat(weaknesses(both(renewed, shortened))).containsExactly(SignatureWeakness.KEY_EXPIRED);
        assertThat(weaknesses(both(shortened, renewed))).containsExactly(SignatureWeakness.KEY_EXPIRED);
    }

    @Test
    void futureAndExpiredStatementsDoNotCount() {
        byte[] future = key.certify(NOW.plusSeconds(YEAR), years(10));
        byte[] over = key.certify(BORN.plusSeconds(YEAR), hashed -> {
            hashed.setSignatureExpirationTime(false, YEAR);
            hashed.setKeyExpirationTime(false, 100 * YEAR / 10);
        });
        assertThat(weaknesses(key.ring(key.certify(BORN, years(1)), future, over)))
                .containsExactly(SignatureWeakness.KEY_EXPIRED);
        assertThat(weaknesses(key.ring(future))).containsExactly(SignatureWeakness.KEY_UNBOUND);
    }

    @Test
    void aUserIdCanBeRevokedAndCertifiedAgain() {
        byte[] takenBack = key.revokeName(BORN.plusSeconds(YEAR));
        byte[] again = key.certify(BORN.plusSeconds(2 * YEAR), NOTHING);
        assertThat(weaknesses(key.ring(certification, takenBack))).containsExactly(SignatureWeakness.KEY_UNBOUND);
        assertThat(weaknesses(key.ring(certification, takenBack, again))).isEmpty();
        assertThat(weaknesses(key.ring(again, takenBack, certification))).isEmpty();
    }

    @Test
    void invalidStatementsDoNotCount() {
        Consumer<PGPSignatureSubpacketGenerator> notation =
                hashed -> hashed.addNotationData(true, true, "a@b.example", "c");
        Consumer<PGPSignatureSubpacketGenerator> unknown =
                hashed -> hashed.addCustomSubpacket(new SignatureSubpacket(99, true, false, new byte[1]) {});
        Consumer<PGPSignatureSubpacketGenerator> certifies =
                hashed -> hashed.setKeyFlags(false, KeyFlags.CERTIFY_OTHER);
        Instant later = BORN.plusSeconds(YEAR);
        for (byte[] statement : List.of(
                key.certify(later, notation),
                key.certify(later, unknown),
                key.certify(BORN.minusSeconds(60), NOTHING),
                key.certify(
                        later,
                        hashed -> hashed.addCustomSubpacket(new SignatureSubpacket(9, false, false, new byte[3]) {})),
                key.certify(later, HashAlgorithmTags.MD5, NOTHING),
                key.certify(later, certifies),
                TestKey.create(BORN).certify(later, NOTHING))) {
            assertThat(weaknesses(key.ring(statement))).containsExactly(SignatureWeakness.KEY_UNBOUND);
        }
        assertThat(weaknesses(key.ring(key.certify(later, HashAlgorithmTags.SHA1, NOTHING))))
                .isEmpty();
    }

    @Test
    void keysThatARingIsNotRestrictedToDoNotSign() throws IOException {
        TestKey subkey = TestKey.create(BORN).asSubkey();
        byte[] bound = TestKey.join(subkey.publicKey(), key.bind(subkey, BORN, hashed -> {
            hashed.setKeyFlags(false, KeyFlags.SIGN_DATA);
            embed(hashed, subkey.bindBack(key, BORN));
        }));
        KeyRing keys = TestKey.ringOf(TestKey.join(key.publicKey(), TestKey.NAME, certification), bound);
        byte[] byPrimary = key.sign(CONTENT);
        byte[] bySubkey = subkey.sign(CONTENT);
        List<String> primary = keys.fingerprints();
        List<String> sub = List.of(((SignatureStatus.Verified) check(bySubkey, keys)).fingerprint());
        assertThat(sub).isNotEqualTo(primary);
        assertThat(signs(keys.restrictedTo(primary, List.of()), byPrimary, bySubkey))
                .containsExactly(true, true);
        assertThat(signs(keys.restrictedTo(List.of(), primary), byPrimary, bySubkey))
                .containsExactly(true, false);
        assertThat(signs(keys.restrictedTo(sub, List.of()), byPrimary, bySubkey))
                .containsExactly(false, true);
        assertThat(signs(keys.restrictedTo(List.of(), List.of()), byPrimary, bySubkey))
                .containsExactly(false, false);
        KeyRing both = keys.restrictedTo(List.of(), primary).plus(keys.restrictedTo(sub, List.of()));
        assertThat(signs(both, byPrimary, bySubkey)).containsExactly(true, true);
        assertThat(signs(both.restrictedTo(List.of("AB"), List.of()).plus(KeyRing.EMPTY), byPrimary, bySubkey))
                .containsExactly(false, false);
    }

    private static List<Boolean> signs(KeyRing keys, byte[]... signatures) {
        return Stream.of(signatures)
                .map(each -> check(each, keys) instanceof SignatureStatus.Verified)
                .toList();
    }

    @Test
    void aSubkeySignsOnlyWhenItIsBoundInBothDirectionsAndNotRevoked() throws IOException {
        TestKey subkey = TestKey.create(BORN).asSubkey();
        byte[] signature = subkey.sign(CONTENT);
        byte[] back = subkey.bindBack(key, BORN);
        Consumer<PGPSignatureSubpacketGenerator> signs = hashed -> {
            hashed.setKeyFlags(false, KeyFlags.SIGN_DATA);
            embed(hashed, back);
        };
        byte[] bound = TestKey.join(subkey.publicKey(), key.bind(subkey, BORN, signs));
        byte[] oneWay = TestKey.join(
                subkey.publicKey(), key.bind(subkey, BORN, hashed -> hashed.setKeyFlags(false, KeyFlags.SIGN_DATA)));
        byte[] encrypts = TestKey.join(subkey.publicKey(), key.bind(subkey, BORN, hashed -> {
            hashed.setKeyFlags(false, KeyFlags.ENCRYPT_COMMS);
            embed(hashed, back);
        }));
        byte[] primary = TestKey.join(key.publicKey(), TestKey.NAME, certification);
        assertThat(weaknesses(signature, TestKey.ringOf(primary, bound))).isEmpty();
        assertThat(weaknesses(signature, TestKey.ringOf(primary, oneWay)))
                .containsExactly(SignatureWeakness.KEY_UNBOUND);
        assertThat(weaknesses(signature, TestKey.ringOf(primary, encrypts)))
                .containsExactly(SignatureWeakness.KEY_UNBOUND);

        KeyRing good = TestKey.ringOf(primary, bound);
        KeyRing revoked = TestKey.ringOf(primary, subkey.publicKey(), key.revoke(subkey, BORN.plusSeconds(YEAR)));
        for (KeyRing keys : List.of(both(good, revoked), both(revoked, good))) {
            assertThat(weaknesses(signature, keys)).containsExactly(SignatureWeakness.KEY_REVOKED);
        }

        TestKey thief = TestKey.create(BORN); // claims the subkey for their own certificate
        byte[] stolen = TestKey.join(
                thief.publicKey(),
                TestKey.NAME,
                thief.certify(BORN, NOTHING),
                subkey.publicKey(),
                thief.bind(subkey, BORN, signs));
        assertThat(weaknesses(signature, TestKey.ringOf(stolen))).containsExactly(SignatureWeakness.KEY_UNBOUND);
        assertThat(weaknesses(signature, both(TestKey.ringOf(stolen), good))).isEmpty();
    }

    private static void embed(PGPSignatureSubpacketGenerator hashed, byte[] signature) {
        try {
            hashed.addEmbeddedSignature(false, OpenPgpSignature.parse(signature));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void distinguishesSignaturesOlderThanTheirKeyAndFromTheFuture() {
        KeyRing keys = key.ring(certification);
        assertThat(weaknesses(key.sign(CONTENT, BORN.minusSeconds(1), NOTHING), keys))
                .containsExactly(SignatureWeakness.SIGNATURE_BEFORE_KEY);
        assertThat(weaknesses(key.sign(CONTENT, NOW.plusSeconds(3_600), NOTHING), keys))
                .containsExactly(SignatureWeakness.SIGNATURE_IN_FUTURE);
        assertThat(weaknesses(key.sign(CONTENT, NOW.plusSeconds(600), NOTHING), keys))
                .isEmpty();
        assertThat(weaknesses(key.sign(CONTENT, BORN, hashed -> hashed.setSignatureExpirationTime(false, YEAR)), keys))
                .containsExactly(SignatureWeakness.SIGNATURE_EXPIRED);
        assertThat(weaknesses(key.sign(CONTENT, BORN, HashAlgorithmTags.SHA1, NOTHING), keys))
                .containsExactly(SignatureWeakness.DIGEST_BROKEN);
    }

    @Test
    void signaturesThatAreVoidAreMalformed() {
        KeyRing keys = key.ring(certification);
        byte[] good = key.sign(CONTENT);
        byte[] marker = {(byte) 0xca, 3, 'P', 'G', 'P'};
        for (byte[] packet : List.of(
                withoutTime(good),
                key.sign(CONTENT, BORN, hashed -> hashed.addNotationData(true, true, "a@b.example", "c")),
                key.sign(
                        CONTENT,
                        BORN,
                        hashed -> hashed.addCustomSubpacket(new SignatureSubpacket(99, true, false, new byte[1]) {})),
                key.sign(CONTENT, BORN, hashed -> {
                    hashed.setSignatureExpirationTime(false, 10);
                    hashed.addCustomSubpacket(new org.bouncycastle.bcpg.sig.SignatureExpirationTime(false, 0));
                }),
                key.sign(
                        CONTENT,
                        BORN,
                        hashed -> hashed.addCustomSubpacket(new SignatureSubpacket(3, false, false, new byte[2]) {})),
                key.sign(
                        CONTENT,
                        BORN,
                        hashed -> hashed.addCustomSubpacket(new SignatureSubpacket(9, false, false, new byte[3]) {})),
                TestKey.join(good, good),
                TestKey.join(good, marker),
                TestKey.join(marker, good),
                TestKey.join(good, new byte[] {0}),
                java.util.Arrays.copyOf(good, good.length - 1),
                key.certify(BORN, NOTHING),
                new byte[0],
                new byte[] {(byte) 0xc2, 0},
                new byte[] {(byte) 0xc2, 1, 4})) {
            assertThat(check(packet, keys)).isInstanceOf(SignatureStatus.Malformed.class);
        }
        assertThat(check(TestKey.packet(OpenPgpPackets.SIGNATURE, new byte[] {9, 0, 0, 0}), keys))
                .isInstanceOf(SignatureStatus.Unsupported.class);
    }

    private static List<OpenPgpPackets.Packet> split(byte[] packet) {
        try {
            return OpenPgpPackets.split(packet, "test");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes the type of the first hashed subpacket, the creation time. */
    private static byte[] withoutTime(byte[] packet) {
        byte[] changed = packet.clone();
        int body = split(packet).get(0).body();
        assertThat(changed[body + 7] & 0x7f).isEqualTo(2);
        changed[body + 7] = 26;
        return changed;
    }

    private static SignatureResult result(SignatureStatus status) {
        return new SignatureResult(Optional.empty(), Optional.empty(), status);
    }

    @Test
    void aMalformedOrWrongSignatureInvalidatesAGoodOne() {
        KeyRing keys = key.ring(certification);
        SignatureResult good = result(check(key.sign(CONTENT), keys));
        for (SignatureStatus bad : List.of(new SignatureStatus.Malformed("so"), new SignatureStatus.Mismatch("ab"))) {
            SignatureResult other = result(bad);
            for (VerificationPolicy policy : List.of(VerificationPolicy.STRICT, VerificationPolicy.DIGESTS)) {
                assertThat(policy.complaints(List.of(good, other))).hasSize(1);
                assertThat(policy.complaints(List.of(other, good))).hasSize(1);
            }
        }
        SignatureResult stranger = result(new SignatureStatus.NotChecked("unknown key"));
        assertThat(VerificationPolicy.STRICT.complaints(List.of(stranger, good)))
                .isEmpty();
        assertThat(VerificationPolicy.STRICT.complaints(List.of(stranger))).hasSize(1);
    }

    @Test
    void skipsCertificationsByOthersAndRejectsOversizedCertificates() {
        byte[] other = TestKey.create(BORN).certify(BORN, NOTHING);
        List<byte[]> flood = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] one = other.clone();
            one[one.length - 1] = (byte) i;
            one[one.length - 2] = (byte) (i >> 8);
            flood.add(one);
        }
        flood.add(certification);
        assertThat(weaknesses(key.ring(flood.toArray(byte[][]::new)))).isEmpty();

        List<byte[]> own = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            own.add(key.certify(BORN.plusSeconds(i), NOTHING));
        }
        assertThatThrownBy(() -> KeyRing.parse(
                        TestKey.join(key.publicKey(), TestKey.NAME, TestKey.join(own.toArray(byte[][]::new))),
                        "flood.gpg"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("flood.gpg, key " + key.id() + ": expected at most 256");
    }

    @Test
    void damagedKeysAndSignaturesGiveNoUncheckedException() throws IOException {
        TestKey subkey = TestKey.create(BORN).asSubkey();
        byte[] binary = TestKey.join(
                key.publicKey(),
                key.revoke(BORN, NOTHING),
                TestKey.NAME,
                certification,
                subkey.publicKey(),
                key.bind(subkey, BORN, hashed -> embed(hashed, subkey.bindBack(key, BORN))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armored =
                ArmoredOutputStream.builder().enableCRC(true).build(out)) {
            armored.write(binary);
        }
        KeyRing keys = key.ring(certification);
        Random random = new Random(10);
        for (byte[] right : List.of(binary, out.toByteArray(), key.sign(CONTENT))) {
            for (int i = 0; i < 500; i++) {
                byte[] wrong = right.clone();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
                }
                assertThat(check(wrong, keys)).isNotInstanceOf(SignatureStatus.NotPresent.class);
                try {
                    weaknessesOfAll(KeyRing.parse(wrong, "damaged"));
                } catch (FormatException e) {
                    assertThat(e).hasMessageContaining("damaged");
                }
            }
        }
    }

    private void weaknessesOfAll(KeyRing keys) {
        for (KeyRing.Candidate candidate : keys.find(Long.parseUnsignedLong(key.id(), 16))) {
            KeyAssessment.of(candidate, NOW);
        }
    }

    @Test
    void severalThreadsCheckWithOneRing() throws Exception {
        KeyRing keys = key.ring(certification);
        byte[] packet = key.sign(CONTENT);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<SignatureStatus> task = () -> check(packet, keys);
            List<Callable<SignatureStatus>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                tasks.add(task);
            }
            for (Future<SignatureStatus> result : threads.invokeAll(tasks)) {
                assertThat(((SignatureStatus.Verified) result.get()).weaknesses())
                        .isEmpty();
            }
        } finally {
            threads.shutdown();
        }
    }
}
