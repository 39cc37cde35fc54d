package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the constants of a loader among its bytes. The loader's {@code --list-diagnostics} prints them too, but a
 * loader in a tree is never run.
 */
final class LoaderStrings {
    /** Longer than any constant that is searched for. */
    private static final int LONGEST = 256;

    private static final int MOST_DIRECTORIES = 32;

    /** One character per byte, so that any byte can be searched for. */
    private final String text;

    LoaderStrings(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(bytes.position(), all);
        text = new String(all, StandardCharsets.ISO_8859_1);
    }

    boolean has(String constant) {
        return text.contains(constant);
    }

    /** The text between two parts of a string. */
    Optional<String> between(String before, String after) {
        for (int at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
            int start = at + before.length();
            String rest = string(start);
            int end = rest.indexOf(after);
            if (end > 0 && rest.indexOf('/') < 0) {
                return Optional.of(rest.substring(0, end));
            }
        }
        return Optional.empty();
    }

    /**
     * glibc's {@code system_dirs}: consecutive strings, each a directory with a trailing slash, which is removed here.
     * Nothing else in a loader looks like this.
     */
    List<String> systemDirectories() {
        List<String> longest = List.of();
        int at = text.indexOf("\0/");
        while (at >= 0) {
            int start = at + 1;
            List<String> run = new ArrayList<>();
            for (String one = string(start); isDirectory(one); one = string(start)) {
                run.add(one.substring(0, one.length() - 1));
                start += one.length() + 1;
            }
            if (run.size() > longest.size()
                    && run.size() <= MOST_DIRECTORIES
                    && run.stream().anyMatch(directory -> directory.contains("/lib"))) {
                longest = run;
            }
            // the last NUL of a run may start another one
            at = text.indexOf("\0/", run.isEmpty() ? start : start - 1);
        }
        return List.copyOf(longest);
    }

    /** The string that starts there, up to its NUL. */
    private String string(int start) {
        int end = Math.min(start, text.length());
        while (end < text.length() && end < start + LONGEST && text.charAt(end) != 0) {
            end++;
        }
        return text.substring(Math.min(start, end), end);
    }

    private static boolean isDirectory(String string) {
        return string.length() > 1
                && string.length() < LONGEST
                && string.startsWith("/")
                && string.endsWith("/")
                && string.chars().noneMatch(c -> c <= ' ' || c == ':' || c == '%');
    }

    /**
     * glibc's {@code DL_DST_LIB}: the last component of the first system directory, or on Debian all of it without the
     * leading slash. Whichever of the two exists as a string.
     */
    Optional<String> lib(String firstDirectory) {
        String whole = firstDirectory.substring(1);
        String last = firstDirectory.substring(firstDirectory.lastIndexOf('/') + 1);
        return Stream.of(whole, last)
                .filter(candidate -> text.contains("\0" + candidate + "\0"))
                .findFirst();
    }
}
