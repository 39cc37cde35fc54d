package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a package must show to be trusted. Immutable.
 *
 * <p>{@link #STRICT} asks for a signature by a known key without any weakness, over a header whose digests of the payload
 * hold. A caller who wants less has to say so, weakness by weakness.
 *
 * @param signed whether a signature by a known key is asked for
 * @param tolerated weaknesses that a signature may have
 * @param brokenDigests whether MD5 and SHA-1 do as the only digests of a package, and as the only checksums in a
 *     repository's metadata, which are asked for without signatures, too; dnf accepts them there
 */
public record VerificationPolicy(boolean signed, Set<SignatureWeakness> tolerated, boolean brokenDigests) {
    /** Signed, without weakness, with digests that hold against forgery. */
    public static final VerificationPolicy STRICT = new VerificationPolicy(true, Set.of(), false);

    /** Whole, as far as the package's digests tell; signatures that are there and wrong are still refused. */
    public static final VerificationPolicy DIGESTS = new VerificationPolicy(false, Set.of(), false);

    /** Copies the set. */
    public VerificationPolicy {
        tolerated = Set.copyOf(tolerated);
    }

    /** The same, tolerating these weaknesses too. */
    public VerificationPolicy tolerating(SignatureWeakness... weaknesses) {
        Set<SignatureWeakness> more = EnumSet.noneOf(SignatureWeakness.class);
        more.addAll(tolerated);
        more.addAll(List.of(weaknesses));
        return new VerificationPolicy(signed, more, brokenDigests);
    }

    /** The same, content with MD5 and SHA-1. */
    public VerificationPolicy toleratingBrokenDigests() {
        return new VerificationPolicy(signed, tolerated, true);
    }

    /** What speaks against these signatures, in words; empty when one of them is to be trusted, or none is asked for. */
    List<String> complaints(List<SignatureResult> signatures) {
        List<String> complaints = new ArrayList<>();
        boolean trusted = false;
        for (SignatureResult signature : signatures) {
            String name = "signature by key " + signature.keyId();
            SignatureStatus status = signature.status();
            if (status instanceof SignatureStatus.Mismatch) {
                complaints.add(name + " is wrong");
            } else if (status instanceof SignatureStatus.Verified verified) {
                Set<SignatureWeakness> left = EnumSet.noneOf(SignatureWeakness.class);
                left.addAll(verified.weaknesses());
                left.removeAll(tolerated);
                if (left.isEmpty()) {
                    trusted = true;
                } else if (signed) {
                    complaints.add(name + " is not trusted: " + left);
                }
            } else if (signed && status instanceof SignatureStatus.NotChecked unchecked) {
                complaints.add(name + ": " + unchecked.reason());
            } else if (signed && status instanceof SignatureStatus.Unsupported unsupported) {
                complaints.add(name + ": " + unsupported.reason());
            }
        }
        boolean wrong = signatures.stream().anyMatch(s -> s.status() instanceof SignatureStatus.Mismatch);
        if (trusted && !wrong) {
            return List.of();
        }
        if (signed && complaints.isEmpty()) {
            complaints.add("not signed");
        }
        return complaints;
    }
}
