package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;

/**
 * One package of a {@link Resolution}. Immutable.
 *
 * @param repository where it comes from
 * @param metadata what that repository says of it
 * @param reason the shortest way by which it came in, last step
 */
public record ResolvedPackage(RepositoryMetadata repository, PackageMetadata metadata, Reason reason) {
    /** Name, version and architecture. */
    public Nevra nevra() {
        return metadata.nevra();
    }

    @Override
    public String toString() {
        return nevra() + " (" + reason + ")";
    }
}
