package io.relocpy.rpm;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.internal.names.PackageNames;
import org.jspecify.annotations.Nullable;

/**
 * The full name of a package build: name, epoch, version, release, architecture. Each part must be valid for rpmbuild,
 * so none can be more than one path component or one word. Immutable.
 *
 * @param name the package's name: letters, digits, {@code -._+} and unexpanded macros; at most 255 characters, not
 *     starting with a dot or dash
 * @param evr with a release; version and release consist of letters, digits and {@code ._+~^}
 * @param arch such as {@code x86_64} or {@code noarch}; {@code src} for a source package
 * @see <a href="https://rpm-software-management.github.io/rpm/man/rpm-version.7">rpm-version(7)</a>
 */
public record Nevra(String name, Evr evr, String arch) {
    /**
     * Creates a name. For untrusted text, use {@link #parse}.
     *
     * @throws IllegalArgumentException if a part is invalid
     */
    public Nevra {
        String complaint = PackageNames.complaint(
                name, evr.epoch(), evr.version(), evr.release().orElse(null), arch);
        if (complaint != null) {
            throw new IllegalArgumentException("not a valid package name for rpm: " + complaint);
        }
    }

    /**
     * Parses {@code name-[epoch:]version-release.arch}.
     *
     * @param text as returned by {@link #toString}
     * @throws FormatException if a part is missing or invalid
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
        String complaint = PackageNames.complaint(
                name, evr.epoch(), evr.version(), evr.release().orElse(null), arch);
        if (complaint != null) {
            throw new FormatException("package name", PackageNames.EXPECTED, complaint);
        }
        return new Nevra(name, evr, arch);
    }

    // written out: what the compiler generates for records takes milliseconds when first called
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Nevra that && name.equals(that.name) && evr.equals(that.evr) && arch.equals(that.arch);
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + evr.hashCode()) * 31 + arch.hashCode();
    }

    /** {@code name-[epoch:]version-release.arch}, the epoch only if it is not 0, as dnf prints it. */
    @Override
    public String toString() {
        return name + "-" + evr + "." + arch;
    }
}
