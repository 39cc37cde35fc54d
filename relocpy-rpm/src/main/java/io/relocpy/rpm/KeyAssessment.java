package io.relocpy.rpm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against a key at a time: its certificate's own signatures are verified one by one, since those who put a
 * key into a file may have put anything beside it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-5.2.1">RFC 9580 section 5.2.1</a>
 */
final class KeyAssessment {
    private static final int MIN_BITS = 2048;

    private final PGPPublicKey primary;
    private final PGPPublicKey key;
    private final Instant now;
    private final Set<SignatureWeakness> weaknesses = EnumSet.noneOf(SignatureWeakness.class);

    private KeyAssessment(KeyRing.Candidate candidate, Instant now) {
        this.primary = candidate.certificate().getPublicKey();
        this.key = candidate.key();
        this.now = now;
    }

    static Set<SignatureWeakness> of(KeyRing.Candidate candidate, Instant now) {
        KeyAssessment assessment = new KeyAssessment(candidate, now);
        assessment.assessPrimary();
        if (!assessment.key.isMasterKey()) {
            assessment.assessSubkey();
        }
        assessment.assessStrength();
        return assessment.weaknesses;
    }

    /** A check that BouncyCastle may answer with an exception instead of false. */
    private interface Check {
        boolean holds(PGPSignature signature) throws PGPException;
    }

    private void assessPrimary() {
        if (anyRevocation(primary, PGPSignature.KEY_REVOCATION, signature -> signature.verifyCertification(primary))) {
            weaknesses.add(SignatureWeakness.KEY_REVOKED);
        }
        PGPSignature newest = newest(selfSignatures());
        if (newest == null) {
            weaknesses.add(SignatureWeakness.KEY_UNBOUND);
            return;
        }
        assessExpiry(primary, newest);
        if (key.isMasterKey() && !maySign(newest)) {
            weaknesses.add(SignatureWeakness.KEY_UNBOUND);
        }
    }

    /** The primary key's statements of itself: direct ones, and those on the names that it did not take back. */
    private List<PGPSignature> selfSignatures() {
        List<PGPSignature> found = new ArrayList<>();
        for (PGPSignature signature : signatures(primary.getSignaturesOfType(PGPSignature.DIRECT_KEY))) {
            if (verifies(signature, primary, s -> s.verifyCertification(primary))) {
                found.add(signature);
            }
        }
        for (Iterator<byte[]> names = primary.getRawUserIDs(); names.hasNext(); ) {
            byte[] name = names.next();
            List<PGPSignature> certifications = new ArrayList<>();
            boolean revoked = false;
            for (PGPSignature signature : signatures(primary.getSignaturesForID(name))) {
                if (verifies(signature, primary, s -> s.verifyCertification(name, primary))) {
                    revoked |= signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION;
                    certifications.add(signature);
                }
            }
            if (!revoked) {
                found.addAll(certifications);
            }
        }
        return found;
    }

    private void assessSubkey() {
        if (anyRevocation(
                key, PGPSignature.SUBKEY_REVOCATION, signature -> signature.verifyCertification(primary, key))) {
            weaknesses.add(SignatureWeakness.KEY_REVOKED);
        }
        List<PGPSignature> bindings = new ArrayList<>();
        for (PGPSignature signature : signatures(key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING))) {
            if (verifies(signature, primary, s -> s.verifyCertification(primary, key))) {
                bindings.add(signature);
            }
        }
        PGPSignature newest = newest(bindings);
        if (newest == null || !maySign(newest) || !boundBack(newest)) {
            weaknesses.add(SignatureWeakness.KEY_UNBOUND);
        }
        if (newest != null) {
            assessExpiry(key, newest);
        }
    }

    /** A subkey that signs must say in turn that it belongs to the primary key; else anyone could claim it. */
    private boolean boundBack(PGPSignature binding) {
        try {
            PGPSignatureList embedded = binding.getHashedSubPackets().getEmbeddedSignatures();
            if (embedded.isEmpty()) {
                embedded = binding.getUnhashedSubPackets().getEmbeddedSignatures();
            }
            for (PGPSignature signature : embedded) {
                if (signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                        && verifies(signature, key, s -> s.verifyCertification(primary, key))) {
                    return true;
                }
            }
        } catch (PGPException e) {
            // what can not be read does not bind
        }
        return false;
    }

    private void assessExpiry(PGPPublicKey assessed, PGPSignature statement) {
        PGPSignatureSubpacketVector hashed = statement.getHashedSubPackets();
        long seconds = hashed == null ? 0 : hashed.getKeyExpirationTime();
        if (seconds > 0 && now.isAfter(assessed.getCreationTime().toInstant().plusSeconds(seconds))) {
            weaknesses.add(SignatureWeakness.KEY_EXPIRED);
        }
    }

    private static boolean maySign(PGPSignature statement) {
        PGPSignatureSubpacketVector hashed = statement.getHashedSubPackets();
        int flags = hashed == null ? 0 : hashed.getKeyFlags();
        return flags == 0 || (flags & KeyFlags.SIGN_DATA) != 0;
    }

    private void assessStrength() {
        boolean sized =
                key.getAlgorithm() <= DigestAlgorithm.RSA_SIGN_ONLY || key.getAlgorithm() == PublicKeyAlgorithmTags.DSA;
        if (sized && key.getBitStrength() < MIN_BITS) {
            weaknesses.add(SignatureWeakness.KEY_SHORT);
        }
    }

    private boolean anyRevocation(PGPPublicKey revoked, int type, Check check) {
        for (PGPSignature signature : signatures(revoked.getSignaturesOfType(type))) {
            if (verifies(signature, primary, check)) {
                return true;
            }
        }
        return false;
    }

    private static boolean verifies(PGPSignature signature, PGPPublicKey signer, Check check) {
        if (signature.getKeyID() != 0 && signature.getKeyID() != signer.getKeyID()) {
            return false;
        }
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), signer);
            return check.holds(signature);
        } catch (PGPException | RuntimeException e) { // of an unknown algorithm, or malformed
            return false;
        }
    }

    private static List<PGPSignature> signatures(@Nullable Iterator<PGPSignature> iterator) {
        List<PGPSignature> signatures = new ArrayList<>();
        if (iterator != null) {
            iterator.forEachRemaining(signatures::add);
        }
        return signatures;
    }

    private static @Nullable PGPSignature newest(List<PGPSignature> signatures) {
        PGPSignature newest = null;
        for (PGPSignature signature : signatures) {
            if (newest == null
                    || signature
                            .getCreationTime()
                            .toInstant()
                            .isAfter(newest.getCreationTime().toInstant())) {
                newest = signature;
            }
        }
        return newest;
    }
}
