package io.relocpy.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes copies of glibc's loader and C library blind to what the host's glibc has for itself.
 *
 * <p>Paths compiled into them are overwritten by strings of the same length that name nothing, so that no offset in the
 * file moves and no length that was compiled in becomes wrong.
 */
final class HostPaths {
    /** Two or more directories in a row, each ended by a slash and a NUL: rtld's {@code system_dirs}, see ld.so(8). */
    private static final Pattern SYSTEM_DIRECTORIES =
            Pattern.compile("(?:/(?:usr/)?lib[A-Za-z0-9_-]*(?:/[A-Za-z0-9_-]+)?/\\x00){2,}");

    /** The cache and the list of libraries to preload, see ld.so(8). */
    private static final Pattern LOADER_FILES = Pattern.compile("/etc/ld\\.so\\.(?:cache|preload)(?=\\x00)");

    /** Where iconv(3) finds modules, which are libraries made for the host's glibc; and their cache. */
    private static final Pattern GCONV =
            Pattern.compile("/usr/lib(?:64|32)?(?:/[A-Za-z0-9_-]+)?/gconv(?:/gconv-modules\\.cache)?(?=\\x00)");

    /** Where setlocale(3) finds locales, in the host's glibc's own format. */
    private static final Pattern LOCALES = Pattern.compile("/usr/lib/locale(?:/locale-archive)?(?=\\x00)");

    /** A character that no file's name has in practice. */
    private static final byte FILLER = 1;

    private HostPaths() {}

    /**
     * The loader without default directories, cache and preload list.
     *
     * @param name for the message
     * @throws BundleException if the default directories are not found: then it is not a loader of a known kind, and
     *     whether it is hermetic would be a guess
     */
    static byte[] blankLoader(String name, ByteBuffer loader) throws IOException {
        return blank(name, loader, "list of default directories", List.of(SYSTEM_DIRECTORIES, LOADER_FILES));
    }

    /**
     * The C library without the host's gconv modules and locales; C and C.UTF-8 are built in.
     *
     * @param name for the message
     * @throws BundleException if the directory of gconv modules is not found
     */
    static byte[] blankLibc(String name, ByteBuffer libc) throws IOException {
        return blank(name, libc, "directory of gconv modules", List.of(GCONV, LOCALES));
    }

    /** Blanks all that fits the patterns; the first one must fit somewhere. */
    private static byte[] blank(String name, ByteBuffer file, String wanted, List<Pattern> patterns)
            throws BundleException {
        byte[] bytes = new byte[file.remaining()];
        file.duplicate().get(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character for each byte
        for (Pattern pattern : patterns) {
            List<int[]> places = new ArrayList<>();
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                places.add(new int[] {matcher.start(), matcher.end()});
            }
            if (places.isEmpty() && pattern.equals(patterns.get(0))) {
                throw new BundleException(
                        name, "its " + wanted + " was not found, so it can not be made to ignore the host's");
            }
            places.forEach(place -> blank(bytes, place[0], place[1]));
        }
        return bytes;
    }

    /** Keeps the first slash of each string, and the last one of a directory that ends in one. */
    private static void blank(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int stop = at;
            while (stop < end && bytes[stop] != 0) {
                stop++;
            }
            Arrays.fill(bytes, at + 1, bytes[stop - 1] == '/' ? stop - 1 : stop, FILLER);
            at = stop + 1;
        }
    }
}
