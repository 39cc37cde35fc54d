package io.relocpy.rpm.file;

import java.util.List;

/**
 * A relation that repository metadata state differently from the package's own header. Immutable.
 *
 * @param relation such as {@code requires}; also {@code files}, {@code license} and {@code source package}
 * @param onlyInMetadata what only the metadata state
 * @param onlyInPackage what only the package states
 * @see RpmFile#differences
 */
public record MetadataDifference(String relation, List<String> onlyInMetadata, List<String> onlyInPackage) {
    /** Copies the lists. */
    public MetadataDifference {
        onlyInMetadata = List.copyOf(onlyInMetadata);
        onlyInPackage = List.copyOf(onlyInPackage);
    }
}
