package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;

/**
 * A package of a {@link Resolution}. Immutable.
 *
 * @param metadata its metadata in the package lists
 * @param reason why it is included: the last step of the shortest chain from a request
 */
public record ResolvedPackage(PackageMetadata metadata, Reason reason) {
    /** Name, version and architecture. */
    public PackageId id() {
        return metadata.id();
    }

    @Override
    public String toString() {
        return id() + " (" + reason + ")";
    }
}
