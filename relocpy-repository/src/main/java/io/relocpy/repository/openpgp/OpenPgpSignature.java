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
import org.jspecify.annotations.Nullable;

/**
 * What is the same for every OpenPGP signature, be it over a file or over a key.
 *
 * <p>What a signature says counts only where it is hashed. Of the rest its issuer alone is used, to find the key to check it
 * with.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-5.2">RFC 9580 section 5.2</a>
 */
final class OpenPgpSignature {
    /** Those whose meaning is known here, or that have none for the validity of a signature; as gpg has it, but for notations. */
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

    /** Those that must not contradict themselves. */
    private static final int[] AT_MOST_ONCE = {
        SignatureSubpacketTags.CREATION_TIME,
        SignatureSubpacketTags.EXPIRE_TIME,
        SignatureSubpacketTags.KEY_EXPIRE_TIME,
        SignatureSubpacketTags.KEY_FLAGS
    };

    private OpenPgpSignature() {}

    /** Reads the one signature in these bytes, anew each time: a signature being checked has a state. */
    static PGPSignature parse(byte[] packet) throws IOException {
        Object parsed = new BcPGPObjectFactory(packet).nextObject();
        if (parsed instanceof PGPSignatureList list && list.size() == 1) {
            return list.get(0);
        }
        throw new FormatException("OpenPGP packet", "one signature", parsed == null ? "none" : "another");
    }

    /** What makes a signature void before it is checked; null for nothing. */
    static @Nullable String objection(PGPSignature signature) {
        if (signature.getVersion() < 4) {
            return null; // its time is in a field, and hashed; it has nothing else
        }
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        if (hashed == null || hashed.getSubpackets(SignatureSubpacketTags.CREATION_TIME).length == 0) {
            return "it does not say when it was made";
        }
        for (int type : AT_MOST_ONCE) {
            if (hashed.getSubpackets(type).length > 1) {
                return "it has two subpackets of type " + type;
            }
        }
        if (!readable(hashed)) {
            return "it has a subpacket that is not readable";
        }
        for (int type : hashed.getCriticalTags()) {
            if (type == SignatureSubpacketTags.NOTATION_DATA) {
                return "it has a critical notation, and none is known";
            }
            if (!KNOWN.contains(type)) {
                return "it has a critical subpacket of unknown type " + type;
            }
        }
        return null;
    }

    /** BouncyCastle reads numbers when they are wanted, and throws what is unchecked. */
    private static boolean readable(PGPSignatureSubpacketVector hashed) {
        try {
            return hashed.getSignatureExpirationTime() >= 0
                    && hashed.getKeyExpirationTime() >= 0
                    && hashed.getKeyFlags() >= 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** When it was made, as it says. */
    static Instant created(PGPSignature signature) {
        return signature.getCreationTime().toInstant();
    }

    /** For how many seconds it is valid; 0 for ever. */
    static long validity(PGPSignature signature) {
        PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
        return hashed == null ? 0 : hashed.getSignatureExpirationTime();
    }

    /** What a signature is compared with. */
    interface Check {
        boolean holds(PGPSignature signature) throws PGPException;
    }

    /** Whether it is that key's; what BouncyCastle answers with an exception is not. */
    static boolean verifies(PGPSignature signature, PGPPublicKey signer, Check check) {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
            return check.holds(signature);
        } catch (PGPException
                | RuntimeException e) { // of an unknown algorithm, numbers that are none of the key's group …
            return false;
        }
    }

    /** Made with MD5, SHA-1 or RIPEMD-160. */
    static boolean brokenDigest(PGPSignature signature) {
        return switch (signature.getHashAlgorithm()) {
            case HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160 -> true;
            default -> false;
        };
    }

    /** The name of a key's algorithm; null for one that is unknown, or not for signatures. */
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
