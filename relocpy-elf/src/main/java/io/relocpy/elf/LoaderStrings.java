package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the constants of a loader among its bytes. The loader's {@code --list-diagnostics} prints the same, but a loader
 * that lies in a tree is not run.
 */
final class LoaderStrings {
    /** No constant that is looked for is as long. */
    private static final int LONGEST = 256;

    private static final int MOST_DIRECTORIES = 32;

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
            String rest = string(start);
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
     * glibc's {@code DL_DST_LIB}: the last part of the first system directory, but on Debian all of it without its slash.
     * The one that is there as a string.
     */
    Optional<String> lib(String firstDirectory) {
        String whole = firstDirectory.substring(1);
        String last = firstDirectory.substring(firstDirectory.lastIndexOf('/') + 1);
        return Stream.of(whole, last)
                .filter(candidate -> text.contains("\0" + candidate + "\0"))
                .findFirst();
    }
}
