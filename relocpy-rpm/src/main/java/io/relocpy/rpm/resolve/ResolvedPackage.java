package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;

/**
 * A package of a {@link Resolution}. Immutable.
 *
 * @param repository the repository that it comes from
 * @param metadata its metadata in that repository
 * @param reason why it is included: the last step of the shortest chain from a request
 */
public record ResolvedPackage(RepositoryMetadata repository, PackageMetadata metadata, Reason reason) {
    /** Returns name, epoch, version, release and architecture. */
    public Nevra nevra() {
        return metadata.nevra();
    }

    @Override
    public String toString() {
        return nevra() + " (" + reason + ")";
    }
}
