package io.relocpy.repository.openpgp;

import io.relocpy.repository.internal.text.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The requirements that a package must meet to be trusted. Immutable.
 *
 * <p>{@link #STRICT} requires a signature by a known key without any weakness, and matching payload digests in the
 * signed header. Every weakness to be tolerated must be listed.
 *
 * @param signed whether a signature by a known key is required
 * @param tolerated weaknesses that a signature may have
 * @param brokenDigests whether MD5 and SHA-1 are accepted as the only digests of a package, and as the only checksums
 *     in repository metadata. The latter are required even without signatures
 */
public record VerificationPolicy(boolean signed, Set<SignatureWeakness> tolerated, boolean brokenDigests) {
    /** Requires a signature without weaknesses, and digests that cannot be forged. */
    public static final VerificationPolicy STRICT = new VerificationPolicy(true, Set.of(), false);

    /**
     * Requires intact content, shown by digests that cannot be forged; signatures are optional, but wrong ones are
     * rejected. Old packages only have MD5 and SHA-1, which detect damage but not forgery:
     * {@code DIGESTS.toleratingBrokenDigests()} accepts them and only checks integrity.
     */
    public static final VerificationPolicy DIGESTS = new VerificationPolicy(false, Set.of(), false);

    /** Copies the set. */
    public VerificationPolicy {
        tolerated = Set.copyOf(Objects.requireNonNull(tolerated, "tolerated"));
    }

    /** Returns a policy that also tolerates these weaknesses. */
    public VerificationPolicy tolerating(SignatureWeakness... weaknesses) {
        return tolerating(Arrays.asList(Objects.requireNonNull(weaknesses, "weaknesses")));
    }

    /** As {@link #tolerating(SignatureWeakness...)}. */
    public VerificationPolicy tolerating(Collection<SignatureWeakness> weaknesses) {
        Set<SignatureWeakness> more = EnumSet.noneOf(SignatureWeakness.class);
        more.addAll(tolerated);
        more.addAll(Arguments.copy(weaknesses, "weaknesses"));
        return new VerificationPolicy(signed, more, brokenDigests);
    }

    /** Returns a policy that also accepts MD5 and SHA-1. */
    public VerificationPolicy toleratingBrokenDigests() {
        return new VerificationPolicy(signed, tolerated, true);
    }

    /** Whether to trust a signature: it is correct and only has tolerated weaknesses. */
    public boolean trusts(SignatureResult signature) {
        return signature.status() instanceof SignatureStatus.Verified verified
                && tolerated.containsAll(verified.weaknesses());
    }

    /**
     * Returns the reasons to reject these signatures; empty if none is wrong or malformed and, if required, one is
     * trusted. Beside a trusted signature, one by an unknown key does not matter, since anyone can add or remove it.
     */
    public List<String> complaints(List<SignatureResult> signatures) {
        List<String> wrong = new ArrayList<>();
        List<String> untrusted = new ArrayList<>();
        for (SignatureResult signature : signatures) {
            String name = "signature by key " + signature.keyId().orElse("of an unknown ID");
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
