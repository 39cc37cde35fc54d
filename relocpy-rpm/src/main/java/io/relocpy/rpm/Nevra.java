package io.relocpy.rpm;

/**
 * The full name of one build of a package: name, epoch, version, release, architecture. Immutable.
 *
 * @param name the package's name
 * @param evr with a release
 * @param arch such as {@code x86_64} or {@code noarch}; {@code src} for a source package
 */
public record Nevra(String name, Evr evr, String arch) {
    /**
     * Parses {@code name-[epoch:]version-release.arch}.
     *
     * @param text as {@link #toString} gives it
     * @throws RpmFormatException when a part is missing
     */
    public static Nevra parse(String text) throws RpmFormatException {
        int dot = text.lastIndexOf('.');
        int release = text.lastIndexOf('-', dot);
        int version = text.lastIndexOf('-', release - 1);
        boolean complete = version > 0 && release > version + 1 && dot > release + 1 && dot < text.length() - 1;
        if (!complete) {
            throw new RpmFormatException("package name", "name-[epoch:]version-release.arch", "'" + text + "'");
        }
        return new Nevra(
                text.substring(0, version), Evr.parse(text.substring(version + 1, dot)), text.substring(dot + 1));
    }

    /** {@code name-[epoch:]version-release.arch}, the epoch only when it is not 0, as dnf prints it. */
    @Override
    public String toString() {
        return name + "-" + evr + "." + arch;
    }
}
