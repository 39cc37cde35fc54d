package io.relocpy.rpm;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
     * All paths of all packages, from filelists; loaded when first asked for.
     *
     * @return index in {@link #packages()} → absolute paths; a package without files may be absent
     * @throws IOException when filelists can not be fetched or are not what repomd.xml says
     */
    Map<Integer, List<String>> fileLists() throws IOException;

    /**
     * Why it could not be loaded, in words; it then has no packages.
     *
     * @return empty when it was loaded
     * @see RepositoryConfig#skipIfUnavailable()
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * The groups of packages that it suggests.
     *
     * @return empty where there are none
     * @throws IOException when they can not be read
     */
    default List<PackageGroup> groups() throws IOException {
        return List.of();
    }
}
