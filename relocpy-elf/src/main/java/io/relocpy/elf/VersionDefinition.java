package io.relocpy.elf;

import java.util.List;

/**
 * A version that a library defines (DT_VERDEF; LSB Core, "Symbol Versioning").
 *
 * @param name such as {@code GLIBC_2.34}
 * @param index the value in {@code .gnu.version} for symbols of this version
 * @param base whether it names the library itself
 * @param parents the versions that it inherits from
 */
public record VersionDefinition(String name, int index, boolean base, List<String> parents) {
    /** Copies the list. */
    public VersionDefinition {
        parents = List.copyOf(parents);
    }
}
