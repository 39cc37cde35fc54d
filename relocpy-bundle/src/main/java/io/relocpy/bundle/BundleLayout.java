package io.relocpy.bundle;

import java.util.Set;

/** The fixed places of a bundle. */
final class BundleLayout {
    /** Commands: launchers only. */
    static final String COMMANDS = "bin/";
    /** The bundle's own loader. */
    static final String LOADER = "libexec/relocpy/ld.so";
    /** Links to the loader, named after the command, so that {@code ps} shows that name. */
    static final String LOADER_NAMES = "libexec/relocpy/ld/";
    /** Real executables, which only launchers start. */
    static final String PROGRAMS = "libexec/relocpy/bin/";
    /** Stands in for {@code ld.so --argv0} where the loader is too old for it. */
    static final String ARGV0_SHIM = "libexec/relocpy/argv0-shim.so";
    /** What the console scripts of packages run. */
    static final String ENTRY_POINTS = "libexec/relocpy/entry-points/";
    /** The caller's scripts, unchanged. */
    static final String SCRIPTS = "libexec/scripts/";
    /** Licence files, a folder for each package. */
    static final String LICENSES = "licenses/";
    /** What the bundle consists of. */
    static final String MANIFEST = "relocpy.json";
    /** A detached OpenPGP signature of the manifest; the one file that may be there without being listed. */
    static final String SIGNATURE = "relocpy.json.asc";
    /** The same for tools that audit software: CycloneDX. */
    static final String SBOM = "sbom.cdx.json";
    /** The packages that it was made of, as {@link Bundle.Builder#lockfile} reads them. */
    static final String LOCK = "relocpy.lock";

    /** More bytes than any signature of a manifest has. */
    static final int MAX_SIGNATURE = 1 << 16;

    private static final Set<String> DESCRIPTION = Set.of(MANIFEST, SIGNATURE, SBOM, LOCK);

    private BundleLayout() {}

    /** Whether nothing that a package or wheel brings may lie there unless the assembly puts it there. */
    static boolean isReserved(String path) {
        return DESCRIPTION.contains(path) || path.startsWith("libexec/relocpy/") || path.startsWith(SCRIPTS);
    }
}
