package io.relocpy.rpm;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/** One detached OpenPGP signature being checked: made, fed with the content, asked for the result. */
final class SignatureCheck {
    private final DigestResult.Scope scope;
    private final Instant now;
    private String keyId = "";
    private String algorithm = "";
    private @Nullable SignatureStatus status;
    private @Nullable PGPSignature signature;
    private KeyRing.@Nullable Candidate candidate;

    private SignatureCheck(DigestResult.Scope scope, Instant now) {
        this.scope = scope;
        this.now = now;
    }

    /** Begins to check the signature in these bytes; what is wrong with them becomes the result's status. */
    static SignatureCheck begin(DigestResult.Scope scope, byte[] packet, KeyRing keys, Instant now) {
        SignatureCheck check = new SignatureCheck(scope, now);
        try {
            Object parsed = new BcPGPObjectFactory(packet).nextObject();
            if (parsed instanceof PGPSignatureList list && !list.isEmpty()) {
                check.begin(list.get(0), keys);
            } else {
                check.status = new SignatureStatus.Unsupported("not an OpenPGP signature");
            }
        } catch (IOException | PGPException | RuntimeException e) {
            check.status = new SignatureStatus.Unsupported("not readable: " + e.getMessage());
        }
        return check;
    }

    private void begin(PGPSignature parsed, KeyRing keys) throws PGPException {
        keyId = KeyRing.id(parsed.getKeyID());
        algorithm = keyAlgorithm(parsed.getKeyAlgorithm()) + "/" + DigestAlgorithm.name(parsed.getHashAlgorithm());
        if (parsed.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            status = new SignatureStatus.Unsupported("a signature of type " + parsed.getSignatureType());
            return;
        }
        List<KeyRing.Candidate> candidates = keys.find(parsed.getKeyID());
        if (candidates.isEmpty()) {
            status = new SignatureStatus.NotChecked(keys.isEmpty() ? "no keys are given" : "the key is not known");
            return;
        }
        candidate = candidates.get(0);
        parsed.init(new BcPGPContentVerifierBuilderProvider(), candidate.key());
        signature = parsed;
    }

    void update(byte[] bytes, int offset, int length) {
        if (signature != null) {
            signature.update(bytes, offset, length);
        }
    }

    SignatureResult result() {
        if (status == null && signature != null && candidate != null) {
            status = verify(signature, candidate);
        }
        return new SignatureResult(
                scope,
                keyId,
                algorithm,
                status == null ? new SignatureStatus.Unsupported("not an OpenPGP signature") : status);
    }

    private SignatureStatus verify(PGPSignature checked, KeyRing.Candidate by) {
        String fingerprint = KeyRing.fingerprint(by.key());
        try {
            if (!checked.verify()) {
                return new SignatureStatus.Mismatch(fingerprint);
            }
        } catch (PGPException | RuntimeException e) { // numbers that are none of the key's group, and the like
            return new SignatureStatus.Mismatch(fingerprint);
        }
        Set<SignatureWeakness> weaknesses = EnumSet.noneOf(SignatureWeakness.class);
        weaknesses.addAll(KeyAssessment.of(by, now));
        PGPSignatureSubpacketVector hashed = checked.getHashedSubPackets();
        long seconds = hashed == null ? 0 : hashed.getSignatureExpirationTime();
        if (seconds > 0 && now.isAfter(checked.getCreationTime().toInstant().plusSeconds(seconds))) {
            weaknesses.add(SignatureWeakness.SIGNATURE_EXPIRED);
        }
        switch (checked.getHashAlgorithm()) {
            case HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160 ->
                weaknesses.add(SignatureWeakness.DIGEST_BROKEN);
            default -> {
                // good enough
            }
        }
        Iterator<String> names = by.certificate().getPublicKey().getUserIDs();
        return new SignatureStatus.Verified(
                fingerprint,
                names.hasNext() ? names.next() : "",
                checked.getCreationTime().toInstant(),
                weaknesses);
    }

    private static String keyAlgorithm(int number) {
        return switch (number) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, DigestAlgorithm.RSA_SIGN_ONLY -> "RSA";
            case PublicKeyAlgorithmTags.DSA -> "DSA";
            case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
            case PublicKeyAlgorithmTags.EDDSA_LEGACY -> "EdDSA";
            case PublicKeyAlgorithmTags.Ed25519 -> "Ed25519";
            case PublicKeyAlgorithmTags.Ed448 -> "Ed448";
            default -> "OpenPGP-key-" + number;
        };
    }
}
