package io.relocpy.deb.internal.text;

import java.util.List;

/**
 * Which names and versions are accepted. They become parts of file names, URLs and messages, so nothing that could be
 * taken for something else there is let through; apt itself is more lenient.
 */
public final class Syntax {
    /** In characters. */
    public static final int MAX_NAME = 255;

    /** In characters. */
    public static final int MAX_VERSION = 1024;

    private Syntax() {}

    /** Whether a package can have that name. */
    public static boolean isPackageName(String text) {
        return text.length() <= MAX_NAME && !text.isEmpty() && isAlphanumeric(text.charAt(0)) && all(text, "+-._~");
    }

    /** Whether a package can have that version. */
    public static boolean isVersion(String text) {
        return text.length() <= MAX_VERSION && !text.isEmpty() && all(text, ".+-:~_");
    }

    /** Whether there can be an architecture of that name. */
    public static boolean isArchitecture(String text) {
        return text.length() <= MAX_NAME && !text.isEmpty() && isAlphanumeric(text.charAt(0)) && all(text, "-_");
    }

    /** Whether a package file can have that name: that of a file below the repository, whatever resolves it. */
    public static boolean isFilename(String text) {
        return !text.isEmpty()
                && !text.startsWith("/")
                && text.indexOf('\\') < 0
                && !text.contains("://")
                && text.chars().noneMatch(c -> c < ' ' || c == 0x7f)
                && !List.of(text.split("/", -1)).contains("..");
    }

    private static boolean all(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAlphanumeric(text.charAt(i)) && others.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
