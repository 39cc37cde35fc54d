package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the constants of a loader among its bytes. The loader's {@code --list-diagnostics} prints the same, but a loader
 * that lies in a tree is not run.
 */
final class LoaderStrings {
    private static final int LONGEST = 4096;

    /** A byte for a character, so that any byte can be looked for. */
    private final String text;

    LoaderStrings(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(bytes.position(), all);
        text = new String(all, StandardCharsets.ISO_8859_1);
    }

    boolean has(String constant) {
        return text.contains(constant);
    }

    /** What is between two texts inside one string. */
    Optional<String> between(String before, String after) {
        for (int at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
            int start = at + before.length();
            String rest = text.substring(start, end(start));
            int end = rest.indexOf(after);
            if (end > 0 && rest.indexOf('/') < 0) {
                return Optional.of(rest.substring(0, end));
            }
        }
        return Optional.empty();
    }

    /**
     * glibc's {@code system_dirs}: strings that lie end to end, each a directory with its slash, without the slash here.
     * Nothing else in a loader looks so.
     */
    List<String> systemDirectories() {
        List<String> longest = List.of();
        for (int at = text.indexOf("\0/"); at >= 0; at = text.indexOf("\0/", at)) {
            List<String> run = new ArrayList<>();
            at++;
            for (int end = end(at); isDirectory(text.substring(at, end)); end = end(at)) {
                run.add(text.substring(at, end - 1));
                at = end + 1;
            }
            if (run.size() > longest.size() && run.stream().anyMatch(LoaderStrings::isLibraryDirectory)) {
                longest = run;
            }
            at = run.isEmpty() ? at : at - 1;
        }
        return List.copyOf(longest);
    }

    private int end(int start) {
        int end = text.indexOf('\0', start);
        return Math.min(end < 0 ? text.length() : end, start + LONGEST);
    }

    private static boolean isDirectory(String string) {
        return string.length() > 1
                && string.startsWith("/")
                && string.endsWith("/")
                && string.chars().noneMatch(c -> c <= ' ' || c == ':' || c == '%');
    }

    private static boolean isLibraryDirectory(String directory) {
        return directory.contains("/lib");
    }

    /**
     * glibc's {@code DL_DST_LIB}: the last part of the first system directory, but on Debian all of it without its
     * slash. The longest that is there as a string.
     */
    Optional<String> lib(String firstDirectory) {
        for (int slash = firstDirectory.indexOf('/'); slash >= 0; slash = firstDirectory.indexOf('/', slash + 1)) {
            String candidate = firstDirectory.substring(slash + 1);
            if (!candidate.isEmpty() && text.contains("\0" + candidate + "\0")) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
