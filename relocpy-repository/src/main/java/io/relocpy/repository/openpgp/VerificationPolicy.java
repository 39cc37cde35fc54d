package io.relocpy.repository.openpgp;

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

    /**
     * Whole, as far as digests tell that hold against forgery; signatures that are there and wrong are still refused. Packages for EL
     * 5 to 7 have MD5 and SHA-1 alone, which only tell damage: {@code DIGESTS.toleratingBrokenDigests()} asks for integrity
     * and nothing else, as {@code rpm -K --nosignature} does.
     */
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

    /** Whether that signature vouches for what it covers: right, and without a weakness that is not tolerated. */
    public boolean trusts(SignatureResult signature) {
        return signature.status() instanceof SignatureStatus.Verified verified
                && tolerated.containsAll(verified.weaknesses());
    }

    /**
     * What speaks against these signatures; empty when none is wrong or malformed, and one is to be trusted if that is
     * required. One by a key that is not known does not matter beside one that is trusted: nothing keeps anybody from
     * adding or removing it.
     */
    public List<String> complaints(List<SignatureResult> signatures) {
        List<String> wrong = new ArrayList<>();
        List<String> untrusted = new ArrayList<>();
        for (SignatureResult signature : signatures) {
            String name = "signature by key " + signature.keyId();
            SignatureStatus status = signature.status();
            if (status instanceof SignatureStatus.Mismatch) {
                wrong.add(name + " is wrong");
            } else if (status instanceof SignatureStatus.Malformed malformed) {
                wrong.add(name + ": " + malformed.reason());
            } else if (status instanceof SignatureStatus.Verified verified) {
                Set<SignatureWeakness> left = EnumSet.noneOf(SignatureWeakness.class);
                left.addAll(verified.weaknesses());
                left.removeAll(tolerated);
                untrusted.add(name + " is not trusted: " + left);
            } else if (status instanceof SignatureStatus.NotChecked unchecked) {
                untrusted.add(name + ": " + unchecked.reason());
            } else if (status instanceof SignatureStatus.Unsupported unsupported) {
                untrusted.add(name + ": " + unsupported.reason());
            }
        }
        if (signed && signatures.stream().noneMatch(this::trusts)) {
            wrong.addAll(untrusted);
            if (wrong.isEmpty()) {
                wrong.add("not signed");
            }
        }
        return wrong;
    }
}
