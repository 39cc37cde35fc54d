package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.SourcePackage;

/** What manifest and report print of packages and wheels. */
public final class PackageTexts {
    private PackageTexts() {}

    /** Id of the repository that holds a package; no repository can have an id with a space. */
    public static String repository(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().repository().orElse("")
                : "wheel file";
    }

    /** Why a package is in the closure. */
    public static String reason(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().reason().toString()
                : "requested";
    }

    /** Id of the package that brought it in; empty if none did. */
    public static String broughtInBy(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().reason().broughtInBy().orElse("")
                : "";
    }
}
