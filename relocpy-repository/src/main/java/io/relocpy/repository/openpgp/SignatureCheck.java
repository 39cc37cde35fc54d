package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.text.NonEmpty;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.jspecify.annotations.Nullable;

/** Verifies one detached OpenPGP signature: create it, add the content, get the result. */
public final class SignatureCheck {
    private final Set<Integer> types;
    private final Instant now;
    private final List<Attempt> attempts = new ArrayList<>();
    private String keyId = "";
    private String algorithm = "";
    private SignatureStatus failure = new SignatureStatus.NotChecked("unknown key");

    /** Verifies the signature with one of the keys that have its key ID. */
    private record Attempt(PGPSignature signature, KeyRing.Candidate candidate) {}

    private SignatureCheck(Set<Integer> types, Instant now) {
        this.types = types;
        this.now = now;
    }

    /**
     * Starts verifying a signature; a malformed one is reported in the result's status.
     *
     * @param packet exactly one signature packet
     */
    public static SignatureCheck begin(byte[] packet, KeyRing keys, Instant now) {
        return begin(packet, Set.of(PGPSignature.BINARY_DOCUMENT), keys, now);
    }

    /**
     * As above.
     *
     * @param types that the signature may have, RFC 9580 section 5.2.1
     */
    static SignatureCheck begin(byte[] packet, Set<Integer> types, KeyRing keys, Instant now) {
        SignatureCheck check = new SignatureCheck(types, now);
        try {
            check.begin(packet, keys);
        } catch (IOException | PGPException | RuntimeException e) {
            check.attempts.clear();
            check.failure = new SignatureStatus.Malformed("unreadable: " + e.getMessage());
        }
        return check;
    }

    private void begin(byte[] packet, KeyRing keys) throws IOException, PGPException {
        List<OpenPgpPackets.Packet> packets = OpenPgpPackets.split(packet, "signature");
        if (packets.size() != 1 || packets.get(0).tag() != OpenPgpPackets.SIGNATURE) {
            failure = new SignatureStatus.Malformed("not a single OpenPGP signature");
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
        } else if (!types.contains(parsed.getSignatureType())) {
            failure = new SignatureStatus.Malformed("unexpected signature type " + parsed.getSignatureType());
        } else if (keys.isEmpty()) {
            failure = new SignatureStatus.NotChecked("no keys given");
        } else {
            for (KeyRing.Candidate candidate : keys.find(parsed.getKeyID())) {
                PGPSignature signature = OpenPgpSignature.parse(packet);
                OpenPgpSignature.init(signature, candidate.key().key());
                attempts.add(new Attempt(signature, candidate));
            }
        }
    }

    /** Which feature of the signature is unsupported; null if none is. */
    private static @Nullable String unknown(byte[] data, OpenPgpPackets.Packet packet) {
        int version = data[packet.body()] & 0xff;
        if (version != 3 && version != 4 && version != 6) {
            return "unsupported signature version " + version;
        }
        int key = data[packet.body() + (version == 3 ? 15 : 2)] & 0xff;
        return OpenPgpSignature.algorithm(key) == null ? "unsupported key algorithm " + key : null;
    }

    /** Adds the next bytes of the content. */
    public void update(byte[] bytes, int offset, int length) {
        for (Attempt attempt : attempts) {
            attempt.signature.update(bytes, offset, length);
        }
    }

    /** Returns the result. Must be called once, after all of the content was added. */
    public SignatureResult result() {
        return new SignatureResult(NonEmpty.of(keyId), NonEmpty.of(algorithm), status());
    }

    /** The best status that any key gives; a mismatch if none of the keys made the signature. */
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
        } catch (PGPException | RuntimeException e) { // such as numbers outside the key's group
            return new SignatureStatus.Mismatch(fingerprint);
        }
        return new SignatureStatus.Verified(
                fingerprint,
                NonEmpty.of(by.certificate().userId()),
                OpenPgpSignature.created(signature),
                weaknesses(signature, by));
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
