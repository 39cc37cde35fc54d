package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Glibc;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes copies of glibc's loader and C library ignore the files of the host's glibc.
 *
 * <p>Paths compiled into them are overwritten with strings of the same length that name nothing, so that all offsets
 * and compiled-in lengths remain valid.
 */
final class HostPaths {
    /** Two or more directories in a row, each ended by a slash and a NUL: rtld's {@code system_dirs}, see ld.so(8). */
    private static final Pattern SYSTEM_DIRECTORIES =
            Pattern.compile("(?:/(?:usr/)?lib[A-Za-z0-9_-]*(?:/[A-Za-z0-9_-]+)?/\\x00){2,}");

    /** The cache and the list of libraries to preload, see ld.so(8). */
    private static final Pattern LOADER_FILES = Pattern.compile("/etc/ld\\.so\\.(?:cache|preload)(?=\\x00)");

    /** Where iconv(3) finds modules, which are libraries built for the host's glibc; and their cache. */
    private static final Pattern GCONV =
            Pattern.compile("/usr/lib(?:64|32)?(?:/[A-Za-z0-9_-]+)?/gconv(?:/gconv-modules\\.cache)?(?=\\x00)");

    /** Where setlocale(3) finds locales, in the host's glibc's own format. */
    private static final Pattern LOCALES = Pattern.compile("/usr/lib/locale(?:/locale-archive)?(?=\\x00)");

    /**
     * Variables that name the same, each after the NUL of the preceding string; their first letter becomes FILLER.
     * {@code python/locale.py} relies on it.
     */
    private static final List<Pattern> LIBC_VARIABLES = List.of(whole("LOCPATH"), whole("GCONV_PATH"));

    /** The same for OpenSSL, see openssl-env(7). */
    private static final List<Pattern> OPENSSL_VARIABLES = List.of(whole("OPENSSL_(?:CONF|MODULES|ENGINES)"));

    /** A character that names of files and variables do not have in practice. */
    private static final byte FILLER = 1;

    /** The configuration of OpenSSL 3 and later, which can name modules of the host, see config(5ssl). */
    private static final Pattern OPENSSL_CONFIGURATION = whole("openssl\\.cnf");

    /** Where OpenSSL finds its modules and engines. */
    private static final Pattern OPENSSL_MODULES =
            Pattern.compile("/usr/lib(?:64|32)?(?:/[A-Za-z0-9_-]+)?/(ossl-modules|engines-[0-9.]+)(?=\\x00)");

    private HostPaths() {}

    /**
     * The file without the host's paths, if it is one that has them; otherwise unchanged.
     *
     * @throws BundleException if the loader's directories or the C library's modules are not found: whether such a file
     *     is hermetic would be a guess
     */
    static BundleFile.Regular blank(BundleFile.Regular file, Glibc glibc) throws IOException {
        if (file.path().equals(BundleLayout.LOADER)) {
            return file.changed(
                    Content.of(blankLoader(file.path(), file.content().bytes())),
                    FileChange.of(FileChange.Kind.LOADER));
        }
        if (file.path().equals(glibc.path())) {
            return file.changed(
                    Content.of(blankLibc(file.path(), file.content().bytes())),
                    FileChange.of(FileChange.Kind.C_LIBRARY));
        }
        if (RootPath.fileName(file.path()).startsWith("libcrypto.so.")) {
            return file.changed(Content.of(ownModules(file.content().bytes())), FileChange.of(FileChange.Kind.OPENSSL));
        }
        return file;
    }

    /** The loader without default directories, cache and preload list. */
    static byte[] blankLoader(String name, byte[] loader) throws BundleException {
        return blank(name, loader, "list of default directories", List.of(SYSTEM_DIRECTORIES, LOADER_FILES));
    }

    /** The C library without the host's gconv modules and locales; C and C.UTF-8 are built in. */
    static byte[] blankLibc(String name, byte[] libc) throws BundleException {
        return rename(blank(name, libc, "directory of gconv modules", List.of(GCONV, LOCALES)), LIBC_VARIABLES);
    }

    /** OpenSSL's libcrypto with modules beside it; dlopen(3) expands $ORIGIN to the directory of the library that calls. */
    static byte[] ownModules(byte[] libcrypto) {
        byte[] bytes = libcrypto.clone();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher modules = OPENSSL_MODULES.matcher(text);
        while (modules.find()) {
            byte[] own = ("$ORIGIN/" + modules.group(1)).getBytes(StandardCharsets.US_ASCII);
            Arrays.fill(bytes, modules.start(), modules.end(), (byte) 0);
            System.arraycopy(own, 0, bytes, modules.start(), Math.min(own.length, modules.end() - modules.start()));
        }
        Matcher configuration = OPENSSL_CONFIGURATION.matcher(text);
        while (configuration.find()) {
            Arrays.fill(bytes, configuration.start() + 1, configuration.end(), FILLER);
        }
        return rename(bytes, OPENSSL_VARIABLES);
    }

    /** A whole string with the NUL before it, which a search finds ten times as fast as with a lookbehind. */
    private static Pattern whole(String regex) {
        return Pattern.compile("\\x00" + regex + "(?=\\x00)");
    }

    /** Renames variables to what no caller's environment contains. */
    private static byte[] rename(byte[] bytes, List<Pattern> variables) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (Pattern variable : variables) {
            Matcher matcher = variable.matcher(text);
            while (matcher.find()) {
                bytes[matcher.start() + 1] = FILLER;
            }
        }
        return bytes;
    }

    /** Blanks everything that matches the patterns; the first one must match somewhere. */
    private static byte[] blank(String name, byte[] file, String wanted, List<Pattern> patterns)
            throws BundleException {
        byte[] bytes = file.clone();
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character for each byte
        for (Pattern pattern : patterns) {
            List<int[]> places = new ArrayList<>();
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                places.add(new int[] {matcher.start(), matcher.end()});
            }
            if (places.isEmpty() && pattern.equals(patterns.get(0))) {
                throw new BundleException(
                        name, "its " + wanted + " was not found, so it cannot be made to ignore the host's");
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
