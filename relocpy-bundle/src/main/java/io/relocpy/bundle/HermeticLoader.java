package io.relocpy.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a copy of glibc's loader blind to the host's libraries.
 *
 * <p>Its compiled-in default directories, {@code /etc/ld.so.cache} and {@code /etc/ld.so.preload} (see ld.so(8)) are
 * overwritten by strings of the same length that name nothing, so that no offset in the file moves.
 */
final class HermeticLoader {
    private static final List<String> CONFIGURATION = List.of("/etc/ld.so.cache", "/etc/ld.so.preload");

    /** Two or more directories in a row, each ended by a slash and a NUL: rtld's {@code system_dirs}. */
    private static final Pattern SYSTEM_DIRS =
            Pattern.compile("(?:/(?:usr/)?lib[A-Za-z0-9_-]*(?:/[A-Za-z0-9_-]+)?/\0){2,}");

    /** A character that no directory's name has in practice. */
    private static final byte FILLER = 1;

    private HermeticLoader() {}

    /**
     * The loader's bytes with those strings overwritten.
     *
     * @param name for the message
     * @throws BundleException if the default directories are not found: then it is not a loader of a known kind, and
     *     whether it is hermetic would be a guess
     */
    static byte[] edit(String name, ByteBuffer loader) throws IOException {
        byte[] bytes = new byte[loader.remaining()];
        loader.duplicate().get(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character for each byte
        for (String path : CONFIGURATION) {
            Matcher matcher = Pattern.compile(Pattern.quote(path + "\0")).matcher(text);
            while (matcher.find()) {
                java.util.Arrays.fill(bytes, matcher.start(), matcher.end(), (byte) 0);
            }
        }
        Matcher directories = SYSTEM_DIRS.matcher(text);
        boolean found = false;
        while (directories.find()) {
            found = true;
            for (int i = directories.start(); i < directories.end(); i++) {
                boolean edge = text.charAt(i) == 0 || text.charAt(i + 1) == 0 || i == 0 || text.charAt(i - 1) == 0;
                if (!edge && i > directories.start()) {
                    bytes[i] = FILLER;
                }
            }
        }
        if (!found) {
            throw new BundleException(
                    name,
                    "its default library directories were not found, so it can not be made"
                            + " to ignore the host's libraries");
        }
        return bytes;
    }
}
