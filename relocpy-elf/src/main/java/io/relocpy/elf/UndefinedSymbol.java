package io.relocpy.elf;

import java.util.Optional;

/**
 * A symbol that a file refers to and no file of its dependency tree defines.
 *
 * @param name of the symbol
 * @param version such as {@code GLIBC_2.34}; empty if the reference has none
 * @param library name of the library that had the version at link time; empty without a version
 * @param neededBy path of the file that refers to it
 */
public record UndefinedSymbol(String name, Optional<String> version, Optional<String> library, String neededBy) {
    /** The name with its version, as {@code nm -D} writes it. */
    @Override
    public String toString() {
        return version.map(v -> name + "@" + v).orElse(name);
    }
}
