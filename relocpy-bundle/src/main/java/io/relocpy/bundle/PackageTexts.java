package io.relocpy.bundle;

/** What manifest and report print of packages and wheels. */
final class PackageTexts {
    private PackageTexts() {}

    /** Id of the repository that holds a package; no repository can have an id with a space. */
    static String repository(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().repository()
                : "wheel file";
    }

    /** Why a package is in the closure. */
    static String reason(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().reason().toString()
                : "asked for";
    }

    /** Id of the package that brought it in; empty if none did. */
    static String broughtInBy(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().reason().broughtInBy().orElse("")
                : "";
    }
}
