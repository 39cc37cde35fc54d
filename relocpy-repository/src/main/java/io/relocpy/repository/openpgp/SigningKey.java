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
 * A secret OpenPGP key, as written by {@code gpg --export-secret-keys}, that creates detached signatures.
 *
 * <pre>{@code
 * SigningKey key = SigningKey.read(Path.of("release.key"), Passphrase.inFile(Path.of("/run/secrets/release")));
 * Files.write(Path.of("hello.tar.gz.asc"), key.sign(Files.readAllBytes(Path.of("hello.tar.gz"))));
 * }</pre>
 *
 * <p>If the certificate has several keys, it uses the same one as gpg: the newest subkey that may sign, else the
 * primary key. As soon as it is read, the key is unlocked and tested: {@link DetachedSignature} must trust its
 * signatures. It stays unlocked in memory for the lifetime of this object. Immutable and thread-safe.
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
     * @param file armored or binary; one certificate, with or without the secret part of its primary key
     * @param passphrase used if the key is protected
     * @throws FormatException if there is no secret key, more than one certificate, or a damaged one
     * @throws VerificationException if none of its keys may sign now, or the passphrase is wrong
     * @throws IOException if it cannot be read
     */
    public static SigningKey read(Path file, Passphrase passphrase) throws IOException {
        return parse(RegularFile.bytes(file, MAX_SIZE), file.toString(), passphrase);
    }

    /**
     * Reads a key.
     *
     * @param data as for {@link #read}
     * @param where location for messages
     * @param passphrase used if the key is protected
     * @throws FormatException if there is no secret key, more than one certificate, or a damaged one
     * @throws VerificationException if none of its keys may sign now, or the passphrase is wrong
     * @throws IOException if {@code passphrase} throws it
     */
    public static SigningKey parse(byte[] data, String where, Passphrase passphrase) throws IOException {
        SigningKey key = new SigningKey(where, SecretKey.parse(data, where, passphrase));
        byte[] trial = "a trial".getBytes(StandardCharsets.US_ASCII);
        DetachedSignature.parse(key.sign(trial), where)
                .verify(trial, where, key.secret.certificate(), VerificationPolicy.STRICT);
        return key;
    }

    /** The fingerprint of the signing key, which may be the primary key or a subkey, in hexadecimal digits. */
    public String fingerprint() {
        return KeyRing.fingerprint(secret.key());
    }

    /** The public certificate of the key, with which others verify its signatures. */
    public KeyRing certificate() {
        return secret.certificate();
    }

    /**
     * Signs the content.
     *
     * @return an armored detached signature, dated now
     * @throws VerificationException if the key has expired in the meantime
     */
    public byte[] sign(byte[] content) throws IOException {
        Signing signing = begin();
        signing.update(content, 0, content.length);
        return signing.end();
    }

    /**
     * Starts signing content that is added piece by piece.
     *
     * @throws VerificationException if the key has expired in the meantime
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

    /** Chooses a digest as strong as the key, like gpg: SHA-512 for RSA, else by the size of the group. */
    private static int digest(PGPPublicKey key) {
        boolean byGroup = key.getAlgorithm() != PublicKeyAlgorithmTags.RSA_GENERAL
                && key.getAlgorithm() != DigestAlgorithm.RSA_SIGN_ONLY;
        int bits = key.getAlgorithm() == PublicKeyAlgorithmTags.DSA ? 256 : key.getBitStrength();
        if (!byGroup || bits > 384) {
            return HashAlgorithmTags.SHA512;
        }
        return bits > 256 ? HashAlgorithmTags.SHA384 : HashAlgorithmTags.SHA256;
    }

    /** Only the fingerprint; no secrets. */
    @Override
    public String toString() {
        return "SigningKey[" + fingerprint() + "]";
    }

    /** Creates a signature from content that is added piece by piece. Not thread-safe. */
    public static final class Signing {
        private final PGPSignatureGenerator generator;
        private final PGPPublicKey key;
        private final String where;

        private Signing(PGPSignatureGenerator generator, PGPPublicKey key, String where) {
            this.generator = generator;
            this.key = key;
            this.where = where;
        }

        /** Adds the next bytes of the content. */
        public void update(byte[] bytes, int offset, int length) {
            generator.update(bytes, offset, length);
        }

        /**
         * Signs the content that was added. Must be called once.
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
