package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;

/**
 * One package of a {@link Resolution}. Immutable.
 *
 * @param metadata what the package lists say of it
 * @param reason the last step of the shortest way by which it came in
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
