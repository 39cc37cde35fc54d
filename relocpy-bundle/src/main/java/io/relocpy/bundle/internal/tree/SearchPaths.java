package io.relocpy.bundle.internal.tree;

/** Entries of DT_RPATH and DT_RUNPATH, as they are in a bundle: relative to {@code $ORIGIN}, see ld.so(8). */
public final class SearchPaths {
    private static final String ORIGIN = "$ORIGIN";

    private SearchPaths() {}

    /** The entry by which a file in one directory of the bundle refers the loader to another directory. */
    public static String originRelative(String directory, String target) {
        String relative = RootPath.relativize(directory, target);
        return relative.equals(".") ? ORIGIN : ORIGIN + "/" + relative;
    }

    /** Whether the entry, of a file in that directory, leads to somewhere in the bundle. */
    public static boolean staysInside(String directory, String entry) {
        String plain = entry.replace("${ORIGIN}", ORIGIN);
        if (!plain.equals(ORIGIN) && !plain.startsWith(ORIGIN + "/")) {
            return false;
        }
        return !RootPath.leavesRoot(directory, plain.substring(ORIGIN.length()).replaceFirst("^/+", ""));
    }
}
