package io.relocpy.rpm;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.download.RepositoryUrl;
import java.util.List;

/**
 * What a repository says of one package: its name, its dependencies and where it lies. Immutable.
 *
 * @param nevra name, version and architecture
 * @param summary one line; empty when the metadata has none
 * @param license the licence tag as the package states it; empty when the metadata has none
 * @param sourceRpm file name of the source package; empty when the metadata has none
 * @param checksum of the package file
 * @param location of the package file, relative to the repository's base, or a URL
 * @param packageSize bytes of the package file
 * @param installedSize bytes of the files it installs
 * @param provides in the metadata's order, as are the other lists
 * @param requires what must be installed with it
 * @param conflicts what must not be installed with it
 * @param obsoletes package names it replaces
 * @param recommends what is installed with it if possible
 * @param suggests what is preferred among alternatives
 * @param supplements what draws this package in if possible
 * @param enhances what makes this package preferred among alternatives
 * @param files the paths that primary metadata lists, absolute; not all the package's files
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

    /** The full name, and where the file is. */
    @Override
    public String toString() {
        return nevra + " (" + RepositoryUrl.locationWithoutSecrets(location) + ")";
    }
}
