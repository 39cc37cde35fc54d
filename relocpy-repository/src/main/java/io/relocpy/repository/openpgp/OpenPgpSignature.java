package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What all OpenPGP signatures have in common, whether of a file or of a key.
 *
 * <p>Only hashed subpackets are used, except for the issuer, which is needed to find the key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-5.2">RFC 9580 section 5.2</a>
 */
final class OpenPgpSignature {
    /** Subpackets that are supported or do not affect a signature's validity; as in gpg, except for notations. */
    private static final Set<Integer> KNOWN = Set.of(
            SignatureSubpacketTags.CREATION_TIME,
            SignatureSubpacketTags.EXPIRE_TIME,
            SignatureSubpacketTags.EXPORTABLE,
            SignatureSubpacketTags.REVOCABLE,
            SignatureSubpacketTags.KEY_EXPIRE_TIME,
            SignatureSubpacketTags.PREFERRED_SYM_ALGS,
            SignatureSubpacketTags.REVOCATION_KEY,
            SignatureSubpacketTags.ISSUER_KEY_ID,
            SignatureSubpacketTags.PREFERRED_HASH_ALGS,
            SignatureSubpacketTags.PREFERRED_COMP_ALGS,
            SignatureSubpacketTags.KEY_SERVER_PREFS,
            SignatureSubpacketTags.PREFERRED_KEY_SERV,
            SignatureSubpacketTags.PRIMARY_USER_ID,
            SignatureSubpacketTags.POLICY_URL,
            SignatureSubpacketTags.KEY_FLAGS,
            SignatureSubpacketTags.SIGNER_USER_ID,
            SignatureSubpacketTags.REVOCATION_REASON,
            SignatureSubpacketTags.FEATURES,
            SignatureSubpacketTags.EMBEDDED_SIGNATURE,
            SignatureSubpacketTags.ISSUER_FINGERPRINT);

    /** Subpackets that must not occur more than once, since they could contradict each other. */
    private static final int[] AT_MOST_ONCE = {
        SignatureSubpacketTags.CREATION_TIME,
        SignatureSubpacketTags.EXPIRE_TIME,
        SignatureSubpacketTags.KEY_EXPIRE_TIME,
        SignatureSubpacketTags.KEY_FLAGS
    };

    /** As long as Bouncy Castle accepts them. */
    private static final int MAX_RSA_BITS = 16_384;

    private static final String ANY_MODULUS = "org.bouncycastle.rsa.allow_unsafe_mod";

    private OpenPgpSignature() {}

    /** Parses exactly one signature; every check needs its own instance, since verifying changes its state. */
    static PGPSignature parse(byte[] packet) throws IOException {
        Object parsed = new BcPGPObjectFactory(packet).nextObject();
        if (parsed instanceof PGPSignatureList list && list.size() == 1) {
            return list.get(0);
        }
        throw new FormatException("OpenPGP packet", "one signature", parsed == null ? "none" : "another");
    }

    /** Why a signature is invalid regardless of its key; null if it is not. */
    static @Nullable String objection(PGPSignature signature) {
        if (signature.getVersion() < 4) {
            return null; // its time is a hashed field; there are no subpackets
        }
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        if (hashed == null || hashed.getSubpackets(SignatureSubpacketTags.CREATION_TIME).length == 0) {
            return "it has no creation time";
        }
        for (int type : AT_MOST_ONCE) {
            if (hashed.getSubpackets(type).length > 1) {
                return "it has two subpackets of type " + type;
            }
        }
        if (!readable(hashed)) {
            return "it has an unreadable subpacket";
        }
        for (int type : hashed.getCriticalTags()) {
            if (type == SignatureSubpacketTags.NOTATION_DATA) {
                return "it has a critical notation, which is not supported";
            }
            if (!KNOWN.contains(type)) {
                return "it has a critical subpacket of unknown type " + type;
            }
        }
        return null;
    }

    /** Bouncy Castle parses numbers lazily and throws unchecked exceptions. */
    private static boolean readable(PGPSignatureSubpacketVector hashed) {
        try {
            return hashed.getSignatureExpirationTime() >= 0
                    && hashed.getKeyExpirationTime() >= 0
                    && hashed.getKeyFlags() >= 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** When the signature was made, according to itself. */
    static Instant created(PGPSignature signature) {
        return signature.getCreationTime().toInstant();
    }

    /** How many seconds the signature is valid; 0 if it does not expire. */
    static long validity(PGPSignature signature) {
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        return hashed == null ? 0 : hashed.getSignatureExpirationTime();
    }

    /** Compares a signature with what it should cover. */
    interface Check {
        boolean holds(PGPSignature signature) throws PGPException;
    }

    /**
     * Prepares a signature for what it should cover. Before it uses an RSA key, Bouncy Castle searches for proof that the
     * modulus is no prime number, which takes a hundred times as long as verifying a signature. No other implementation of
     * OpenPGP does so, since whoever makes such a key can as well publish the private one.
     */
    static void init(PGPSignature signature, PGPPublicKey signer) throws PGPException {
        if (isRsa(signer.getAlgorithm()) && signer.getBitStrength() > MAX_RSA_BITS) {
            throw new PGPException("an RSA key of " + signer.getBitStrength() + " bits");
        }
        boolean before = Properties.isOverrideSet(ANY_MODULUS);
        Properties.setThreadOverride(ANY_MODULUS, true);
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
        } finally {
            if (!before) {
                Properties.removeThreadOverride(ANY_MODULUS);
            }
        }
    }

    private static boolean isRsa(int algorithm) {
        return "RSA".equals(algorithm(algorithm));
    }

    /** Whether the key made the signature; false if Bouncy Castle throws an exception. */
    static boolean verifies(PGPSignature signature, PGPPublicKey signer, Check check) {
        try {
            init(signature, signer);
            return check.holds(signature);
        } catch (PGPException | RuntimeException e) { // an unknown algorithm, numbers outside the key's group …
            return false;
        }
    }

    /** Whether the signature uses MD5, SHA-1 or RIPEMD-160. */
    static boolean brokenDigest(PGPSignature signature) {
        return switch (signature.getHashAlgorithm()) {
            case HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160 -> true;
            default -> false;
        };
    }

    /** The name of a key algorithm; null if it is unknown or not for signatures. */
    static @Nullable String algorithm(int number) {
        return switch (number) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, DigestAlgorithm.RSA_SIGN_ONLY -> "RSA";
            case PublicKeyAlgorithmTags.DSA -> "DSA";
            case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
            case PublicKeyAlgorithmTags.EDDSA_LEGACY -> "EdDSA";
            case PublicKeyAlgorithmTags.Ed25519 -> "Ed25519";
            case PublicKeyAlgorithmTags.Ed448 -> "Ed448";
            default -> null;
        };
    }
}
