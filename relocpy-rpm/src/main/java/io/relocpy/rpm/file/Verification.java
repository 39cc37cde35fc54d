package io.relocpy.rpm.file;

import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.SignatureResult;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.file.DigestResult.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The facts about the integrity and origin of a package file. Immutable.
 *
 * <p>The verdict is up to a {@link VerificationPolicy}. Whatever covers the header also covers the payload digests in
 * it, and so the payload. Nothing covers the digests of the header, which are in the signature header.
 *
 * @param what the file
 * @param digests one result for each digest that a package can contain
 * @param signatures one result for each signature; empty for an unsigned package
 */
public record Verification(String what, List<DigestResult> digests, List<Signature> signatures) {
    private static final Set<String> BROKEN = Set.of("MD5", "SHA-1", "RIPEMD160");

    /** Copies the lists. */
    public Verification {
        digests = List.copyOf(digests);
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature of the package, and the result of verifying it.
     *
     * @param scope what it covers: {@code HEADER} or {@code HEADER_AND_PAYLOAD}
     * @param result the result of verifying it
     */
    public record Signature(Scope scope, SignatureResult result) {}

    /**
     * Returns the reasons to reject the package under this policy.
     *
     * @return empty if the package can be trusted
     */
    public List<String> complaints(VerificationPolicy policy) {
        List<String> complaints = new ArrayList<>();
        for (DigestResult digest : digests) {
            if (digest.status() instanceof DigestStatus.Mismatch mismatch) {
                complaints.add(digest.algorithm() + " of " + describe(digest.scope(), mismatch) + " is "
                        + mismatch.found() + " instead of " + mismatch.expected());
            }
        }
        complaints.addAll(
                policy.complaints(signatures.stream().map(Signature::result).toList()));
        List<Signature> trusted = signatures.stream()
                .filter(signature -> policy.trusts(signature.result()))
                .toList();
        if (trusted.isEmpty() && policy.signed()) {
            return complaints; // nothing else matters without a trusted signature
        }
        String against = policy.brokenDigests() ? "" : " that cannot be forged";
        if (trusted.isEmpty() && !holds(Scope.HEADER, policy)) {
            complaints.add("no digest of the header" + against);
        }
        if (trusted.stream().noneMatch(signature -> signature.scope() == Scope.HEADER_AND_PAYLOAD)
                && !holds(Scope.PAYLOAD, policy)) {
            complaints.add("no digest of the payload" + against);
        }
        return complaints;
    }

    private static String describe(Scope scope, DigestStatus.Mismatch mismatch) {
        return mismatch.file()
                .orElseGet(() -> scope.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /**
     * Whether matching digests cover the header or the payload. If a signature is required, only digests in the signed
     * header count, since anyone can change those in the signature header.
     */
    private boolean holds(Scope scope, VerificationPolicy policy) {
        return digests.stream()
                .filter(digest -> digest.status() instanceof DigestStatus.Verified)
                .filter(digest ->
                        digest.scope() == scope || (digest.scope() == Scope.HEADER_AND_PAYLOAD && !policy.signed()))
                .anyMatch(digest -> policy.brokenDigests() || !BROKEN.contains(digest.algorithm()));
    }

    /**
     * Requires the package to satisfy the policy.
     *
     * @throws VerificationException with all reasons if it does not
     */
    public void require(VerificationPolicy policy) throws VerificationException {
        List<String> complaints = complaints(policy);
        if (!complaints.isEmpty()) {
            throw new VerificationException(what, String.join("; ", complaints));
        }
    }
}
