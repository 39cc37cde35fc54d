package io.relocpy.rpm;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.download.RepositoryUrl;
import java.util.List;

/**
 * The metadata of a package in a repository: its name, dependencies and location. Immutable.
 *
 * @param nevra name, version and architecture
 * @param summary one line; empty if the metadata has none
 * @param license the License tag of the package; empty if the metadata has none
 * @param sourceRpm file name of the source package; empty if the metadata has none
 * @param checksum of the package file
 * @param location of the package file, relative to the repository's base URL, or an absolute URL
 * @param packageSize size of the package file in bytes
 * @param installedSize size of the installed files in bytes
 * @param provides capabilities that it provides; this and all other lists are in the order of the metadata
 * @param requires dependencies that must be installed with it
 * @param conflicts dependencies that must not be installed with it
 * @param obsoletes packages that it replaces
 * @param recommends dependencies that are installed with it if possible
 * @param suggests dependencies that are preferred among alternatives
 * @param supplements reverse recommendations: this package is installed with them if possible
 * @param enhances reverse suggestions: this package is preferred among alternatives if they are installed
 * @param files the absolute paths listed in primary metadata, which are not all files of the package
 */
public record PackageMetadata(
        Nevra nevra,
        String summary,
        String license,
        String sourceRpm,
        Checksum checksum,
        String location,
        long packageSize,
        long installedSize,
        List<Capability> provides,
        List<Dependency> requires,
        List<Dependency> conflicts,
        List<Capability> obsoletes,
        List<Dependency> recommends,
        List<Dependency> suggests,
        List<Dependency> supplements,
        List<Dependency> enhances,
        List<String> files) {
    /** Copies the lists. */
    public PackageMetadata {
        provides = List.copyOf(provides);
        requires = List.copyOf(requires);
        conflicts = List.copyOf(conflicts);
        obsoletes = List.copyOf(obsoletes);
        recommends = List.copyOf(recommends);
        suggests = List.copyOf(suggests);
        supplements = List.copyOf(supplements);
        enhances = List.copyOf(enhances);
        files = List.copyOf(files);
    }

    /** The full name and the location. */
    @Override
    public String toString() {
        return nevra + " (" + RepositoryUrl.locationWithoutSecrets(location) + ")";
    }
}
