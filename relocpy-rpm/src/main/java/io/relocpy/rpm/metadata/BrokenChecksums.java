package io.relocpy.rpm.metadata;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.VerificationPolicy;

/** Refuses MD5 and SHA-1 where they are all that vouches for a file. */
final class BrokenChecksums {
    private BrokenChecksums() {}

    /**
     * Passes a checksum that files cannot be forged to.
     *
     * @param where which file it is the only checksum of
     * @throws VerificationException for MD5 and SHA-1, unless the policy tolerates them
     */
    static void require(Checksum checksum, VerificationPolicy policy, String where) throws VerificationException {
        if (checksum.isBroken() && !policy.brokenDigests()) {
            throw new VerificationException(
                    where,
                    "the only checksum is by " + checksum.algorithm()
                            + ", to which files can be forged; repositories made"
                            + " for EL 5 to 7 need --allow-broken-digests, or"
                            + " RepositoryConfig.Builder.tolerateBrokenDigests(true)");
        }
    }
}
