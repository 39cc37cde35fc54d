package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.PackagesOrigin;

/**
 * What a Packages file says of a package. Immutable; texts are empty where it says nothing.
 *
 * @param id name, version, architecture
 * @param origin of the first file that lists it
 * @param sourceName of the source package
 * @param sourceVersion of the source package
 * @param section {@code python}
 * @param priority {@code optional}
 * @param filename below the repository's base
 * @param size of the package file, in bytes; -1 if not known
 * @param installedSize estimated, in KiB; -1 if not known
 * @param sha256 of the package file, in 64 hexadecimal digits
 * @param summary the first line of the description
 */
public record PackageMetadata(
        PackageId id,
        PackagesOrigin origin,
        String sourceName,
        String sourceVersion,
        String section,
        String priority,
        String filename,
        long size,
        long installedSize,
        String sha256,
        String summary) {}
