package io.relocpy.rpm;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.internal.names.PackageNames;

/**
 * The full name of one build of a package: name, epoch, version, release, architecture. Each is what rpmbuild would let
 * through, so that none is more than one component of a path or one word of a line. Immutable.
 *
 * @param name the package's name: letters, digits, {@code -._+} and what remains of macros; at most 255, not beginning
 *     with a dot or a dash
 * @param evr with a release; version and release of letters, digits and {@code ._+~^}
 * @param arch such as {@code x86_64} or {@code noarch}; {@code src} for a source package
 * @see <a href="https://rpm-software-management.github.io/rpm/man/rpm-version.7">rpm-version(7)</a>
 */
public record Nevra(String name, Evr evr, String arch) {
    /**
     * A name of the caller's; for text from outside see {@link #parse}.
     *
     * @throws IllegalArgumentException when a part is none
     */
    public Nevra {
        String complaint = PackageNames.complaint(name, evr.epoch(), evr.version(), evr.release(), arch);
        if (complaint != null) {
            throw new IllegalArgumentException("not a package that rpm would build: " + complaint);
        }
    }

    /**
     * Parses {@code name-[epoch:]version-release.arch}.
     *
     * @param text as {@link #toString} gives it
     * @throws FormatException when a part is missing, or is none
     */
    public static Nevra parse(String text) throws FormatException {
        int dot = text.lastIndexOf('.');
        int release = text.lastIndexOf('-', dot);
        int version = text.lastIndexOf('-', release - 1);
        boolean complete = version > 0 && release > version + 1 && dot > release + 1 && dot < text.length() - 1;
        if (!complete) {
            throw new FormatException("package name", "name-[epoch:]version-release.arch", Printable.quote(text));
        }
        String name = text.substring(0, version);
        Evr evr = Evr.parse(text.substring(version + 1, dot));
        String arch = text.substring(dot + 1);
        String complaint = PackageNames.complaint(name, evr.epoch(), evr.version(), evr.release(), arch);
        if (complaint != null) {
            throw new FormatException("package name", PackageNames.EXPECTED, complaint);
        }
        return new Nevra(name, evr, arch);
    }

    /** {@code name-[epoch:]version-release.arch}, the epoch only when it is not 0, as dnf prints it. */
    @Override
    public String toString() {
        return name + "-" + evr + "." + arch;
    }
}
