package io.relocpy.rpm.file;

import java.util.List;

/**
 * A relation that differs between repository metadata and the package's header. Immutable.
 *
 * @param relation such as {@code requires}; also {@code files}, {@code license} and {@code source package}
 * @param onlyInMetadata values that are only in the metadata
 * @param onlyInPackage values that are only in the package
 * @see RpmFile#differences
 */
public record MetadataDifference(String relation, List<String> onlyInMetadata, List<String> onlyInPackage) {
    /** Copies the lists. */
    public MetadataDifference {
        onlyInMetadata = List.copyOf(onlyInMetadata);
        onlyInPackage = List.copyOf(onlyInPackage);
    }
}
