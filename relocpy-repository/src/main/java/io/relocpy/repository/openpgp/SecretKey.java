package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.PBESecretKeyDecryptor;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * The signing key of a secret key file.
 *
 * @param certificate the public certificate
 * @param key the public part of the signing key
 * @param unlocked the secret part of the signing key
 */
record SecretKey(KeyRing certificate, PGPPublicKey key, PGPPrivateKey unlocked) {
    /** Selects and unlocks the key; see {@link SigningKey#parse}. */
    static SecretKey parse(byte[] data, String where, Passphrase passphrase) throws IOException {
        PGPSecretKeyRing ring = ring(data, where);
        KeyRing certificate = KeyRing.parse(ring.toCertificate().getEncoded(), where);
        PGPSecretKey chosen = choose(ring, certificate, where);
        return new SecretKey(certificate, chosen.getPublicKey(), unlock(chosen, where, passphrase));
    }

    private static PGPSecretKeyRing ring(byte[] data, String where) throws FormatException {
        byte[] packets = Armor.decode(data, Armor.SECRET_KEY, where);
        if (packets == data) { // passing a public key is a common mistake, which deserves its own message
            packets = Armor.decode(data, Armor.PUBLIC_KEY, where);
        }
        if (packets.length == 0 || (packets[0] & 0x80) == 0) {
            throw new FormatException(where, "an OpenPGP secret key", "none");
        }
        List<Integer> tags = OpenPgpPackets.split(packets, where).stream()
                .map(OpenPgpPackets.Packet::tag)
                .toList();
        if (tags.get(0) == OpenPgpPackets.PUBLIC_KEY) {
            throw new FormatException(where, "an OpenPGP secret key", "a public one");
        }
        if (tags.get(0) != OpenPgpPackets.SECRET_KEY) {
            throw new FormatException(where, "an OpenPGP secret key", "a packet of type " + tags.get(0));
        }
        if (tags.stream().filter(tag -> tag == OpenPgpPackets.SECRET_KEY).count() > 1) {
            throw new FormatException(where, "the secret key of one certificate", "those of several");
        }
        try {
            return new PGPSecretKeyRing(packets, new BcKeyFingerprintCalculator());
        } catch (IOException | PGPException | RuntimeException e) {
            throw new FormatException(where, "an OpenPGP secret key", e);
        }
    }

    /** Chooses as gpg does: the newest subkey that may sign and has its secret part, else the primary key. */
    private static PGPSecretKey choose(PGPSecretKeyRing ring, KeyRing certificate, String where)
            throws VerificationException {
        List<PGPSecretKey> keys = new ArrayList<>();
        ring.getSecretKeys().forEachRemaining(keys::add);
        keys.sort(Comparator.comparing(PGPSecretKey::isMasterKey)
                .thenComparing(key -> key.getPublicKey().getCreationTime(), Comparator.reverseOrder()));
        List<String> complaints = new ArrayList<>();
        for (PGPSecretKey each : keys) {
            String complaint = complaint(each, certificate);
            if (complaint.isEmpty()) {
                return each;
            }
            complaints.add(KeyRing.fingerprint(each.getPublicKey()) + " " + complaint);
        }
        throw new VerificationException(where, "has no key to sign with: " + String.join("; ", complaints));
    }

    private static String complaint(PGPSecretKey secret, KeyRing certificate) {
        if (OpenPgpSignature.algorithm(secret.getPublicKey().getAlgorithm()) == null) {
            return "is of a kind that cannot sign";
        }
        return secret.isPrivateKeyEmpty() ? "has no secret part" : complaint(secret.getPublicKey(), certificate);
    }

    /** Why the key cannot sign now; empty if it can. */
    String complaint() {
        return complaint(key, certificate);
    }

    private static String complaint(PGPPublicKey key, KeyRing certificate) {
        Instant now = Instant.now();
        if (key.getCreationTime().toInstant().isAfter(now)) {
            return "is dated in the future, " + key.getCreationTime().toInstant();
        }
        Set<SignatureWeakness> weaknesses = certificate.find(key.getKeyID()).stream()
                .filter(candidate -> Arrays.equals(candidate.key().key().getFingerprint(), key.getFingerprint()))
                .findFirst()
                .map(candidate -> KeyAssessment.of(candidate, now))
                .orElse(Set.of(SignatureWeakness.KEY_UNBOUND));
        return weaknesses.stream().sorted().map(SecretKey::describe).collect(Collectors.joining(", "));
    }

    private static String describe(SignatureWeakness weakness) {
        return switch (weakness) {
            case KEY_EXPIRED -> "has expired";
            case KEY_REVOKED -> "is revoked";
            case KEY_UNBOUND -> "may not sign according to its certificate";
            case KEY_SHORT -> "is too short";
            default -> weakness.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static PGPPrivateKey unlock(PGPSecretKey secret, String where, Passphrase passphrase) throws IOException {
        if (secret.getS2KUsage() == 0) {
            return extract(secret, null, where, "the key is damaged");
        }
        char[] characters = passphrase.of(KeyRing.fingerprint(secret.getPublicKey()));
        try {
            PBESecretKeyDecryptor decryptor =
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(characters);
            return extract(secret, decryptor, where, "the passphrase is wrong, or the key is damaged");
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static PGPPrivateKey extract(
            PGPSecretKey secret, @Nullable PBESecretKeyDecryptor decryptor, String where, String failure)
            throws VerificationException {
        try {
            PGPPrivateKey unlocked = secret.extractPrivateKey(decryptor);
            if (unlocked != null) {
                return unlocked;
            }
        } catch (PGPException | RuntimeException e) { // not chained: a detail of the decoder
        }
        throw new VerificationException(where, failure);
    }

    /** Only the fingerprint; no secrets. */
    @Override
    public String toString() {
        return KeyRing.fingerprint(key);
    }
}
