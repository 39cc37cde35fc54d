package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.Bundle;
import java.util.Set;

/** The fixed places of a bundle. */
public final class BundleLayout {
    /** Commands: launchers only. */
    public static final String COMMANDS = "bin/";
    /** The bundle's own loader. */
    public static final String LOADER = "libexec/relocpy/ld.so";
    /** Links to the loader, named after the command, so that {@code ps} shows that name. */
    public static final String LOADER_NAMES = "libexec/relocpy/ld/";
    /** Real executables, which only launchers start. */
    public static final String PROGRAMS = "libexec/relocpy/bin/";
    /** Stands in for {@code ld.so --argv0} where the loader is too old for it. */
    public static final String ARGV0_SHIM = "libexec/relocpy/argv0-shim.so";
    /** What the console scripts of packages run. */
    public static final String ENTRY_POINTS = "libexec/relocpy/entry-points/";
    /** The caller's scripts, unchanged. */
    public static final String SCRIPTS = "libexec/scripts/";
    /** Licence files, a directory for each package. */
    public static final String LICENSES = "licenses/";
    /** What the bundle consists of. */
    public static final String MANIFEST = "relocpy.json";
    /** A detached OpenPGP signature of the manifest; the one file that may be there without being listed. */
    public static final String SIGNATURE = "relocpy.json.asc";
    /** The same for tools that audit software: CycloneDX. */
    public static final String SBOM = "sbom.cdx.json";
    /** The packages that it was made of, as {@link Bundle.Builder#lockfile} reads them. */
    public static final String LOCK = "relocpy.lock";

    /** More bytes than any signature of a manifest has. */
    public static final int MAX_SIGNATURE = 1 << 16;

    private static final Set<String> DESCRIPTION = Set.of(MANIFEST, SIGNATURE, SBOM, LOCK);

    private BundleLayout() {}

    /** Whether the path is reserved: a file of a package or wheel is there only if the assembly puts it there. */
    public static boolean isReserved(String path) {
        return DESCRIPTION.contains(path) || path.startsWith("libexec/relocpy/") || path.startsWith(SCRIPTS);
    }
}
