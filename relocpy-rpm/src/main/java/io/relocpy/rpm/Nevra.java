package io.relocpy.rpm;

/**
 * The full name of one build of a package: name, epoch, version, release, architecture. Immutable.
 *
 * @param name the package's name
 * @param evr with a release
 * @param arch such as {@code x86_64} or {@code noarch}; {@code src} for a source package
 */
public record Nevra(String name, Evr evr, String arch) {
    /** {@code name-[epoch:]version-release.arch}, the epoch only when it is not 0, as dnf prints it. */
    @Override
    public String toString() {
        return name + "-" + evr + "." + arch;
    }
}
