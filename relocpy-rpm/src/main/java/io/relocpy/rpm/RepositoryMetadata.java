package io.relocpy.rpm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A repository as seen by the resolver: its packages in the order of primary.xml and, on demand, all their paths.
 *
 * <p>Thread-safe.
 */
public interface RepositoryMetadata {
    /** The repository ID: the section name in a {@code .repo} file. */
    String id();

    /** The priority as in dnf.conf(5); lower values win; 99 by default. */
    int priority();

    /** The cost as in dnf.conf(5); among equal versions, lower values win; 1000 by default. */
    int cost();

    /** The packages in the order of the metadata; immutable. */
    List<PackageMetadata> packages();

    /**
     * All paths of a package, from filelists metadata, which is loaded on first use.
     *
     * @param metadata one of {@link #packages()}
     * @return absolute paths; empty for a package without files
     * @throws IOException if filelists metadata cannot be fetched, or does not match repomd.xml
     */
    List<String> files(PackageMetadata metadata) throws IOException;

    /**
     * Why the repository could not be loaded; it then has no packages.
     *
     * @return empty if it was loaded
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * The package groups of the repository.
     *
     * @return empty if there are none
     * @throws IOException if they cannot be read
     */
    default List<PackageGroup> groups() throws IOException {
        return List.of();
    }
}
