package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;

/**
 * A secret OpenPGP key that makes detached signatures, as {@code gpg --export-secret-keys} writes it.
 *
 * <pre>{@code
 * SigningKey key = SigningKey.read(Path.of("release.key"), Passphrase.inFile(Path.of("/run/secrets/release")));
 * Files.write(Path.of("hello.tar.gz.asc"), key.sign(Files.readAllBytes(Path.of("hello.tar.gz"))));
 * }</pre>
 *
 * <p>Of a certificate with several keys it takes the one that gpg does: the newest subkey that may sign, else the primary
 * key. It is unlocked, and shown to make signatures that {@link DetachedSignature} trusts, as soon as it is read; it stays
 * unlocked in memory as long as this object. Immutable, safe for several threads.
 */
public final class SigningKey {
    private static final int MAX_SIZE = 1 << 20;

    private final String where;
    private final SecretKey secret;

    private SigningKey(String where, SecretKey secret) {
        this.where = where;
        this.secret = secret;
    }

    /**
     * Reads a key.
     *
     * @param file armored or binary; holds one certificate, with or without the secret part of its primary key
     * @param passphrase asked if the key is protected
     * @throws FormatException when there is no secret key, more than one certificate, or a damaged one
     * @throws VerificationException when none of its keys may sign now, or the passphrase is wrong
     * @throws IOException when it cannot be read
     */
    public static SigningKey read(Path file, Passphrase passphrase) throws IOException {
        return parse(RegularFile.bytes(file, MAX_SIZE), file.toString(), passphrase);
    }

    /**
     * Reads a key.
     *
     * @param data as for {@link #read}
     * @param where it is from, for messages
     * @param passphrase asked if the key is protected
     * @throws FormatException when there is no secret key, more than one certificate, or a damaged one
     * @throws VerificationException when none of its keys may sign now, or the passphrase is wrong
     * @throws IOException what {@code passphrase} throws
     */
    public static SigningKey parse(byte[] data, String where, Passphrase passphrase) throws IOException {
        SigningKey key = new SigningKey(where, SecretKey.parse(data, where, passphrase));
        byte[] trial = "a trial".getBytes(StandardCharsets.US_ASCII);
        DetachedSignature.parse(key.sign(trial), where)
                .verify(trial, where, key.secret.certificate(), VerificationPolicy.STRICT);
        return key;
    }

    /** Fingerprint of the key that signs, hexadecimal: of the primary key or of a subkey. */
    public String fingerprint() {
        return KeyRing.fingerprint(secret.key());
    }

    /** The certificate that it belongs to, as others need it to check its signatures. */
    public KeyRing certificate() {
        return secret.certificate();
    }

    /**
     * Signs.
     *
     * @return an armored detached signature, dated now
     * @throws VerificationException when the key has expired meanwhile
     */
    public byte[] sign(byte[] content) throws IOException {
        Signing signing = begin();
        signing.update(content, 0, content.length);
        return signing.end();
    }

    /**
     * Begins to sign a content that comes piece by piece.
     *
     * @throws VerificationException when the key has expired meanwhile
     */
    public Signing begin() throws IOException {
        String complaint = secret.complaint();
        if (!complaint.isEmpty()) {
            throw new VerificationException(where, "cannot sign: " + fingerprint() + " " + complaint);
        }
        try {
            PGPPublicKey key = secret.key();
            PGPSignatureGenerator generator =
                    new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(), digest(key)), key);
            generator.init(PGPSignature.BINARY_DOCUMENT, secret.unlocked());
            return new Signing(generator, key, where);
        } catch (PGPException | RuntimeException e) {
            throw new FormatException(where, "a key that signs", e);
        }
    }

    /** As strong as the key is, which is what gpg takes: SHA-512 for RSA, else by the size of the group. */
    private static int digest(PGPPublicKey key) {
        boolean byGroup = key.getAlgorithm() != PublicKeyAlgorithmTags.RSA_GENERAL
                && key.getAlgorithm() != DigestAlgorithm.RSA_SIGN_ONLY;
        int bits = key.getAlgorithm() == PublicKeyAlgorithmTags.DSA ? 256 : key.getBitStrength();
        if (!byGroup || bits > 384) {
            return HashAlgorithmTags.SHA512;
        }
        return bits > 256 ? HashAlgorithmTags.SHA384 : HashAlgorithmTags.SHA256;
    }

    /** The fingerprint alone. */
    @Override
    public String toString() {
        return "SigningKey[" + fingerprint() + "]";
    }

    /** A signature being made: fed with the content, then ended. Not safe for use by several threads. */
    public static final class Signing {
        private final PGPSignatureGenerator generator;
        private final PGPPublicKey key;
        private final String where;

        private Signing(PGPSignatureGenerator generator, PGPPublicKey key, String where) {
            this.generator = generator;
            this.key = key;
            this.where = where;
        }

        /** Takes the next bytes of the content. */
        public void update(byte[] bytes, int offset, int length) {
            generator.update(bytes, offset, length);
        }

        /**
         * Signs all that was taken. To be called once.
         *
         * @return an armored detached signature, dated now
         */
        public byte[] end() throws IOException {
            PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
            hashed.setIssuerFingerprint(false, key);
            hashed.setSignatureCreationTime(false, Date.from(Instant.now()));
            generator.setHashedSubpackets(hashed.generate());
            try {
                return Armor.encode(generator.generate().getEncoded());
            } catch (PGPException | RuntimeException e) {
                throw new FormatException(where, "a key that signs", e);
            }
        }
    }
}
