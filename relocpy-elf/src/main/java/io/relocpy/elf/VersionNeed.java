package io.relocpy.elf;

import java.util.List;

/**
 * The versions that a file needs of one library (DT_VERNEED; LSB Core, "Symbol Versioning").
 *
 * @param file the library's DT_NEEDED name
 * @param versions in the file's order
 */
public record VersionNeed(String file, List<Version> versions) {
    /** Copies the list. */
    public VersionNeed {
        versions = List.copyOf(versions);
    }

    /**
     * One needed version.
     *
     * @param name such as {@code GLIBC_2.34}
     * @param index the value in {@code .gnu.version} for symbols of this version
     * @param weak whether the loader only warns if it is missing
     */
    public record Version(String name, int index, boolean weak) {}
}
