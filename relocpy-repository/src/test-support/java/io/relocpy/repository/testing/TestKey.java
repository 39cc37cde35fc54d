package io.relocpy.repository.testing;

import io.relocpy.repository.openpgp.KeyRing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.PublicSubkeyPacket;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key that signs whatever a test needs, valid or not. */
public final class TestKey {
    public static final byte[] NAME = packet(13, "signer".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    final Instant created;
    private final PGPPublicKey key;
    private final PGPPrivateKey secret;

    private TestKey(Instant created, PGPPublicKey key, PGPPrivateKey secret) {
        this.created = created;
        this.key = key;
        this.secret = secret;
    }

    public static TestKey create(Instant created) {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        try {
            PGPKeyPair pair = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    generator.generateKeyPair(),
                    Date.from(created));
            return new TestKey(created, pair.getPublicKey(), pair.getPrivateKey());
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns this key as a subkey. */
    public TestKey asSubkey() {
        try {
            PublicKeyPacket packet = key.getPublicKeyPacket();
            PublicSubkeyPacket subkey = new PublicSubkeyPacket(
                    PublicKeyPacket.VERSION_4, packet.getAlgorithm(), packet.getTime(), packet.getKey());
            return new TestKey(created, new PGPPublicKey(subkey, new BcKeyFingerprintCalculator()), secret);
        } catch (PGPException e) {
            throw new IllegalStateException(e);
        }
    }

    public Instant created() {
        return created;
    }

    public String fingerprint() {
        return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
    }

    public String id() {
        return String.format("%016x", key.getKeyID());
    }

    /** Creates a signature. */
    interface Maker {
        PGPSignature make(PGPSignatureGenerator generator) throws PGPException;
    }

    private byte[] signature(
            int type, Instant when, int hash, Consumer<PGPSignatureSubpacketGenerator> hashed, Maker maker) {
        try {
            PGPSignatureGenerator generator =
                    new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(), hash), key);
            generator.init(type, secret);
            PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
            packets.setSignatureCreationTime(false, Date.from(when));
            hashed.accept(packets);
            generator.setHashedSubpackets(packets.generate());
            PGPSignatureSubpacketGenerator unhashed = new PGPSignatureSubpacketGenerator();
            unhashed.setIssuerKeyID(false, key.getKeyID());
            generator.setUnhashedSubpackets(unhashed.generate());
            return maker.make(generator).getEncoded();
        } catch (PGPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] sign(byte[] content, Instant when, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return sign(content, when, HashAlgorithmTags.SHA256, hashed);
    }

    public byte[] sign(byte[] content, Instant when, int hash, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return signature(PGPSignature.BINARY_DOCUMENT, when, hash, hashed, generator -> {
            generator.update(content);
            return generator.generate();
        });
    }

    public byte[] sign(byte[] content) {
        return sign(content, created.plusSeconds(60), hashed -> {});
    }

    public byte[] publicKey() {
        try {
            return key.getPublicKeyPacket().getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] certify(Instant when, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return certify(when, HashAlgorithmTags.SHA256, hashed);
    }

    public byte[] certify(Instant when, int hash, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return signature(
                PGPSignature.POSITIVE_CERTIFICATION,
                when,
                hash,
                hashed,
                generator -> generator.generateCertification("signer", key));
    }

    public byte[] revokeName(Instant when) {
        return signature(
                PGPSignature.CERTIFICATION_REVOCATION,
                when,
                HashAlgorithmTags.SHA256,
                hashed -> {},
                generator -> generator.generateCertification("signer", key));
    }

    public byte[] revoke(Instant when, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return signature(
                PGPSignature.KEY_REVOCATION,
                when,
                HashAlgorithmTags.SHA256,
                hashed,
                generator -> generator.generateCertification(key));
    }

    public byte[] bind(TestKey subkey, Instant when, Consumer<PGPSignatureSubpacketGenerator> hashed) {
        return signature(
                PGPSignature.SUBKEY_BINDING,
                when,
                HashAlgorithmTags.SHA256,
                hashed,
                generator -> generator.generateCertification(key, subkey.key));
    }

    public byte[] revoke(TestKey subkey, Instant when) {
        return signature(
                PGPSignature.SUBKEY_REVOCATION,
                when,
                HashAlgorithmTags.SHA256,
                hashed -> {},
                generator -> generator.generateCertification(key, subkey.key));
    }

    /** The signature with which a subkey confirms its primary key. */
    public byte[] bindBack(TestKey primary, Instant when) {
        return signature(
                PGPSignature.PRIMARYKEY_BINDING,
                when,
                HashAlgorithmTags.SHA256,
                hashed -> {},
                generator -> generator.generateCertification(primary.key, key));
    }

    public static byte[] packet(int tag, byte[] body) {
        byte[] packet = new byte[body.length + 2];
        packet[0] = (byte) (0xc0 | tag);
        packet[1] = (byte) body.length;
        System.arraycopy(body, 0, packet, 2, body.length);
        return packet;
    }

    /** A certificate with the user ID that all test keys have. */
    public KeyRing ring(byte[]... signatures) {
        return ringOf(join(publicKey(), join(NAME, join(signatures))));
    }

    public static KeyRing ringOf(byte[]... packets) {
        try {
            return KeyRing.parse(join(packets), "test");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.asList(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
