package io.relocpy.rpm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One repository as the resolver sees it: its packages in the order of primary.xml, and on demand all their paths.
 *
 * <p>Safe for use by several threads.
 */
public interface RepositoryMetadata {
    /** The repository's id, as in the brackets of a {@code .repo} file. */
    String id();

    /** Lower is better, as in dnf.conf(5); 99 unless stated. */
    int priority();

    /** Lower is better among equal versions, as in dnf.conf(5); 1000 unless stated. */
    int cost();

    /** The packages in the order of the metadata; immutable. */
    List<PackageMetadata> packages();

    /**
     * All paths of a package, from filelists, which are loaded when they are first asked for.
     *
     * @param metadata one of {@link #packages()}
     * @return absolute paths; empty for a package without files
     * @throws IOException when filelists cannot be fetched or are not what repomd.xml says
     */
    List<String> files(PackageMetadata metadata) throws IOException;

    /**
     * Why it could not be loaded, in words; it then has no packages.
     *
     * @return empty when it was loaded
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * The groups of packages that it suggests.
     *
     * @return empty where there are none
     * @throws IOException when they cannot be read
     */
    default List<PackageGroup> groups() throws IOException {
        return List.of();
    }
}
