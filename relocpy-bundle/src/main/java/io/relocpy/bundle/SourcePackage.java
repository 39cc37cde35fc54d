package io.relocpy.bundle;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One package of the closure, as the assembly knows it, whatever kind of source it comes from.
 *
 * @param name the package's name
 * @param version version and release, with the epoch where there is one
 * @param arch the architecture it was built for
 * @param license the licence as the package states it; empty when it states none
 * @param repository id of the repository that holds it, or {@link #WHEEL}
 * @param checksum algorithm and digits of the package file; empty when unknown
 * @param downloadSize bytes of the package file
 * @param reason why it is in the closure, in words
 * @param broughtInBy id of the package that brought it in; empty when it was asked for
 */
record SourcePackage(
        String name,
        String version,
        String arch,
        String license,
        String repository,
        String checksum,
        long downloadSize,
        String reason,
        String broughtInBy) {
    /** Stands for a repository where a wheel was given; no repository can have an id with a space. */
    static final String WHEEL = "wheel file";

    /** One component of a path and one word of a line. */
    private static final Pattern PART = Pattern.compile("(?!\\.\\.?$)[^/\\s\\p{Cntrl}]{1,255}");

    /** Checks what becomes part of paths; whoever reads a name from outside has refused others before. */
    SourcePackage {
        for (String part : List.of(name, version, arch)) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException("not a part of a package's name: " + part);
            }
        }
    }

    /** Whether the caller gave it as a wheel. */
    boolean isWheel() {
        return repository.equals(WHEEL);
    }

    /** Name, version and architecture in one word, unique in a closure. */
    String id() {
        return name + "-" + version + "." + arch;
    }
}
