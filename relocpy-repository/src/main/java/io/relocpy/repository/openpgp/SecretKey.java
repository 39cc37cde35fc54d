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
 * The key that signs, out of a file of secret keys.
 *
 * @param certificate what others know it by
 * @param key its public part
 * @param unlocked its secret part
 */
record SecretKey(KeyRing certificate, PGPPublicKey key, PGPPrivateKey unlocked) {
    /** Chooses and unlocks it, see {@link SigningKey#parse}. */
    static SecretKey parse(byte[] data, String where, Passphrase passphrase) throws IOException {
        PGPSecretKeyRing ring = ring(data, where);
        KeyRing certificate = KeyRing.parse(ring.toCertificate().getEncoded(), where);
        PGPSecretKey chosen = choose(ring, certificate, where);
        return new SecretKey(certificate, chosen.getPublicKey(), unlock(chosen, where, passphrase));
    }

    private static PGPSecretKeyRing ring(byte[] data, String where) throws FormatException {
        byte[] packets = Armor.decode(data, Armor.SECRET_KEY, where);
        if (packets == data) { // a public key is given by mistake often enough to be told
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

    /** As gpg does: the newest subkey that may sign and whose secret part is there, else the primary key. */
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
        return secret.isPrivateKeyEmpty()
                ? "is there without its secret part"
                : complaint(secret.getPublicKey(), certificate);
    }

    /** What speaks against signing with it now; empty if nothing does. */
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
        return weaknesses.stream().sorted().map(SecretKey::inWords).collect(Collectors.joining(", "));
    }

    private static String inWords(SignatureWeakness weakness) {
        return switch (weakness) {
            case KEY_EXPIRED -> "has expired";
            case KEY_REVOKED -> "is revoked";
            case KEY_UNBOUND -> "may not sign, as its certificate says";
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
        } catch (PGPException | RuntimeException e) { // not chained: what they hold is the decoder's affair
        }
        throw new VerificationException(where, failure);
    }

    /** The fingerprint alone. */
    @Override
    public String toString() {
        return KeyRing.fingerprint(key);
    }
}
