package io.relocpy.rpm;

import io.relocpy.rpm.DigestResult.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All that was found out about the integrity and origin of one package file. Immutable.
 *
 * @param what the file
 * @param digests one result for each digest that a package can carry
 * @param signatures one result for each signature; empty for an unsigned package
 */
public record Verification(String what, List<DigestResult> digests, List<SignatureResult> signatures) {
    private static final Set<String> BROKEN = Set.of("MD5", "SHA-1", "RIPEMD160");

    /** Copies the lists. */
    public Verification {
        digests = List.copyOf(digests);
        signatures = List.copyOf(signatures);
    }

    /**
     * What speaks against the package under this policy, in words.
     *
     * @return empty for a package to be trusted
     */
    public List<String> complaints(VerificationPolicy policy) {
        List<String> complaints = new ArrayList<>();
        for (DigestResult digest : digests) {
            if (digest.status() instanceof DigestStatus.Mismatch mismatch) {
                complaints.add(digest.algorithm() + " of " + describe(digest.scope(), mismatch) + " is "
                        + mismatch.found() + " instead of " + mismatch.expected());
            }
        }
        complaints.addAll(policy.complaints(signatures));
        if (!covered(Scope.HEADER, policy)) {
            complaints.add("no digest of the header that holds against forgery");
        }
        if (!covered(Scope.PAYLOAD, policy)) {
            complaints.add("no digest of the payload that holds against forgery");
        }
        return complaints;
    }

    private static String describe(Scope scope, DigestStatus.Mismatch mismatch) {
        String name = scope.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return mismatch.subject().isEmpty() ? name : mismatch.subject();
    }

    /** A header digest protects the payload no more than the payload's own digest in it does. */
    private boolean covered(Scope scope, VerificationPolicy policy) {
        return digests.stream()
                        .filter(digest -> digest.status() instanceof DigestStatus.Verified)
                        .filter(digest -> digest.scope() == scope || digest.scope() == Scope.HEADER_AND_PAYLOAD)
                        .anyMatch(digest -> policy.brokenDigests() || !BROKEN.contains(digest.algorithm()))
                || signatures.stream()
                        .filter(signature -> signature.status() instanceof SignatureStatus.Verified)
                        .anyMatch(signature ->
                                signature.scope() == scope || signature.scope() == Scope.HEADER_AND_PAYLOAD);
    }

    /**
     * Passes a package to be trusted.
     *
     * @throws VerificationException with every complaint otherwise
     */
    public void require(VerificationPolicy policy) throws VerificationException {
        List<String> complaints = complaints(policy);
        if (!complaints.isEmpty()) {
            throw new VerificationException(what, String.join("; ", complaints));
        }
    }
}
