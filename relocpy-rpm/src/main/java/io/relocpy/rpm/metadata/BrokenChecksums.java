package io.relocpy.rpm.metadata;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.VerificationPolicy;

/** Rejects MD5 and SHA-1 as the only checksum of a file. */
final class BrokenChecksums {
    private BrokenChecksums() {}

    /**
     * Requires a checksum that cannot be forged.
     *
     * @param where the file of which it is the only checksum
     * @throws VerificationException for MD5 and SHA-1, unless the policy tolerates them
     */
    static void require(Checksum checksum, VerificationPolicy policy, String where) throws VerificationException {
        if (checksum.isBroken() && !policy.brokenDigests()) {
            throw new VerificationException(
                    where,
                    "the only checksum is " + checksum.algorithm()
                            + ", which can be forged; repositories for EL 5 to 7 need"
                            + " --allow-broken-digests or"
                            + " RepositoryConfig.Builder.tolerateBrokenDigests(true)");
        }
    }
}
