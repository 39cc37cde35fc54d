package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.io.DigestAlgorithm;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/** One detached OpenPGP signature being checked: made, fed with the content, asked for the result. */
public final class SignatureCheck {
    private final Instant now;
    private final List<Attempt> attempts = new ArrayList<>();
    private String keyId = "";
    private String algorithm = "";
    private SignatureStatus failure = new SignatureStatus.NotChecked("the key is not known");

    /** The signature, being compared with one of the keys of its id. */
    private record Attempt(PGPSignature signature, KeyRing.Candidate candidate) {}

    private SignatureCheck(Instant now) {
        this.now = now;
    }

    /**
     * Begins to check the signature in these bytes; what is wrong with them becomes the result's status.
     *
     * @param packet one signature packet and nothing else, as in rpm's {@code pgpPrtParams}
     */
    public static SignatureCheck begin(byte[] packet, KeyRing keys, Instant now) {
        SignatureCheck check = new SignatureCheck(now);
        try {
            check.begin(packet, keys);
        } catch (IOException | PGPException | RuntimeException e) {
            check.attempts.clear();
            check.failure = new SignatureStatus.Malformed("not readable: " + e.getMessage());
        }
        return check;
    }

    private void begin(byte[] packet, KeyRing keys) throws IOException, PGPException {
        List<OpenPgpPackets.Packet> packets = OpenPgpPackets.split(packet, "signature");
        if (packets.size() != 1 || packets.get(0).tag() != OpenPgpPackets.SIGNATURE) {
            failure = new SignatureStatus.Malformed("not one OpenPGP signature");
            return;
        }
        String unknown = unknown(packet, packets.get(0));
        if (unknown != null) {
            failure = new SignatureStatus.Unsupported(unknown);
            return;
        }
        PGPSignature parsed = OpenPgpSignature.parse(packet);
        keyId = KeyRing.id(parsed.getKeyID());
        algorithm = OpenPgpSignature.algorithm(parsed.getKeyAlgorithm()) + "/"
                + DigestAlgorithm.name(parsed.getHashAlgorithm());
        String objection = OpenPgpSignature.objection(parsed);
        if (objection != null) {
            failure = new SignatureStatus.Malformed(objection);
        } else if (parsed.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            failure = new SignatureStatus.Malformed("a signature of type " + parsed.getSignatureType());
        } else if (keys.isEmpty()) {
            failure = new SignatureStatus.NotChecked("no keys are given");
        } else {
            for (KeyRing.Candidate candidate : keys.find(parsed.getKeyID())) {
                PGPSignature signature = OpenPgpSignature.parse(packet);
                signature.init(
                        new BcPGPContentVerifierBuilderProvider(),
                        candidate.key().key());
                attempts.add(new Attempt(signature, candidate));
            }
        }
    }

    /** What of the signature is of a kind that is not known here, rather than wrong; null for nothing. */
    private static @Nullable String unknown(byte[] data, OpenPgpPackets.Packet packet) {
        int version = data[packet.body()] & 0xff;
        if (version != 3 && version != 4 && version != 6) {
            return "a signature of version " + version;
        }
        int key = data[packet.body() + (version == 3 ? 15 : 2)] & 0xff;
        return OpenPgpSignature.algorithm(key) == null ? "a signature by a key of kind " + key : null;
    }

    /** Takes the next bytes of the content. */
    public void update(byte[] bytes, int offset, int length) {
        for (Attempt attempt : attempts) {
            attempt.signature.update(bytes, offset, length);
        }
    }

    /** To be called once, at the end. */
    public SignatureResult result() {
        return new SignatureResult(keyId, algorithm, status());
    }

    /** The best that any key makes of it; one that is none of theirs is wrong. */
    private SignatureStatus status() {
        SignatureStatus status = failure;
        for (Attempt attempt : attempts) {
            SignatureStatus other = verify(attempt.signature, attempt.candidate);
            if (!(status instanceof SignatureStatus.Verified before)
                    || (other instanceof SignatureStatus.Verified verified
                            && verified.weaknesses().size()
                                    < before.weaknesses().size())) {
                status = other;
            }
        }
        return status;
    }

    private SignatureStatus verify(PGPSignature signature, KeyRing.Candidate by) {
        String fingerprint = KeyRing.fingerprint(by.key().key());
        try {
            if (!signature.verify()) {
                return new SignatureStatus.Mismatch(fingerprint);
            }
        } catch (PGPException | RuntimeException e) { // numbers that are none of the key's group, and the like
            return new SignatureStatus.Mismatch(fingerprint);
        }
        return new SignatureStatus.Verified(
                fingerprint, by.certificate().userId(), OpenPgpSignature.created(signature), weaknesses(signature, by));
    }

    private Set<SignatureWeakness> weaknesses(PGPSignature signature, KeyRing.Candidate by) {
        Set<SignatureWeakness> weaknesses = EnumSet.noneOf(SignatureWeakness.class);
        weaknesses.addAll(KeyAssessment.of(by, now));
        Instant created = OpenPgpSignature.created(signature);
        if (KeyAssessment.isOver(created, OpenPgpSignature.validity(signature), now)) {
            weaknesses.add(SignatureWeakness.SIGNATURE_EXPIRED);
        }
        if (created.isBefore(by.key().key().getCreationTime().toInstant())) {
            weaknesses.add(SignatureWeakness.SIGNATURE_BEFORE_KEY);
        }
        if (KeyAssessment.isFuture(created, now)) {
            weaknesses.add(SignatureWeakness.SIGNATURE_IN_FUTURE);
        }
        if (OpenPgpSignature.brokenDigest(signature)) {
            weaknesses.add(SignatureWeakness.DIGEST_BROKEN);
        }
        return weaknesses;
    }
}
