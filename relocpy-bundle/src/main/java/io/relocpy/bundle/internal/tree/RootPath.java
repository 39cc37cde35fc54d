package io.relocpy.bundle.internal.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Paths inside a virtual root: absolute, written without the leading slash ({@code usr/lib64/libz.so.1}), without empty
 * components, {@code .} and {@code ..}.
 */
public final class RootPath {
    /** Top-level directories that merged-/usr distributions replaced by links to their namesake below /usr. */
    private static final Set<String> MERGED = Set.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    private RootPath() {}

    /** The path of a name taken relative to a directory, or to the root if it is absolute; never leaves the root. */
    public static String resolve(String directory, String name) {
        Deque<String> parts = new ArrayDeque<>();
        if (!name.startsWith("/")) {
            push(parts, directory);
        }
        push(parts, name);
        return String.join("/", parts);
    }

    /** Whether a relative name, taken from a directory, climbs above the root on its way. */
    static boolean leavesRoot(String directory, String name) {
        int depth = directory.isEmpty() ? 0 : directory.split("/").length;
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /** The path below /usr for a path in /bin, /sbin, /lib and the like; any other path unchanged. */
    public static String mergeUsr(String path) {
        int slash = path.indexOf('/');
        return MERGED.contains(slash < 0 ? path : path.substring(0, slash)) ? "usr/" + path : path;
    }

    /** The directory that holds the path; empty for one at the top. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last component. */
    public static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The text of a link in {@code directory} that leads to {@code target}, both in the same root. */
    public static String relativize(String directory, String target) {
        String[] from = directory.isEmpty() ? new String[0] : directory.split("/");
        String[] to = target.split("/");
        int common = 0;
        while (common < from.length && common < to.length && from[common].equals(to[common])) {
            common++;
        }
        StringBuilder relative = new StringBuilder("../".repeat(from.length - common));
        for (int i = common; i < to.length; i++) {
            relative.append(to[i]).append('/');
        }
        if (relative.length() == 0) {
            return ".";
        }
        relative.setLength(relative.length() - 1);
        return relative.toString();
    }

    private static void push(Deque<String> parts, String path) {
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
    }
}
