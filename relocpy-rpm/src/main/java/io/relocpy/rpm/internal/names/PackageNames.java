package io.relocpy.rpm.internal.names;

import io.relocpy.repository.internal.text.Printable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Valid names, versions and architectures: those that rpmbuild accepts ({@code rpmCharCheck} in build/parsePreamble.c). None
 * of them can be more than one component of a path or one word of a line.
 */
public final class PackageNames {
    /** Describes a valid full name of a package, for messages. */
    public static final String EXPECTED = "name, version and architecture of a package that rpm would build";

    /** The name of a package. */
    public static final PackageNames NAME = new PackageNames("_%{", "-._+%{}");

    /** A version or a release. */
    public static final PackageNames VERSION = new PackageNames("._+%{}~^", "._+%{}~^");

    /** rpm's name of an architecture. */
    public static final PackageNames ARCH = new PackageNames("_", "_");

    /** The maximum length of a file name, see NAME_MAX in limits.h(0p). */
    public static final int MAX_LENGTH = 255;

    /** Repository ids that libdnf accepts. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    private final boolean[] first;
    private final boolean[] others;

    private PackageNames(String first, String others) {
        this.first = lettersDigitsAnd(first);
        this.others = lettersDigitsAnd(others);
    }

    /** Returns an element for each ASCII character. */
    private static boolean[] lettersDigitsAnd(String more) {
        boolean[] set = new boolean[128];
        for (int c = 0; c < set.length; c++) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            set[c] = plain || more.indexOf(c) >= 0;
        }
        return set;
    }

    private static boolean has(boolean[] set, int c) {
        return c >= 0 && c < set.length && set[c];
    }

    public boolean accepts(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH || !has(first, text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!has(others, text.charAt(i))) {
                return false;
            }
        }
        return !text.contains("..");
    }

    /** As above, for an encoded text. */
    public boolean accepts(byte[] text, int length) {
        if (length == 0 || length > MAX_LENGTH || !has(first, text[0])) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            byte c = text[i];
            if (!has(others, c) || (c == '.' && text[i - 1] == '.')) {
                return false;
            }
        }
        return true;
    }

    /** Returns the invalid part of a package's full name; null if all are valid. */
    public static @Nullable String complaint(
            String name, long epoch, String version, @Nullable String release, String arch) {
        if (!NAME.accepts(name)) {
            return "the name " + Printable.quote(name);
        }
        if (!isEpoch(epoch)) {
            return "the epoch " + epoch;
        }
        if (!VERSION.accepts(version)) {
            return "the version " + Printable.quote(version);
        }
        if (release == null || !VERSION.accepts(release)) {
            return release == null ? "no release" : "the release " + Printable.quote(release);
        }
        return ARCH.accepts(arch) ? null : "the architecture " + Printable.quote(arch);
    }

    /**
     * Returns whether this can be the name of a capability: one line, and not blank. Other control characters are odd, but
     * rpm builds and installs such packages.
     */
    public static boolean isCapability(String text) {
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x80) { // almost all
                blank = false;
            } else if (c == 0 || c == '\n' || c == '\r' || c == 0x85) { // the last one is NEXT LINE
                return false;
            } else {
                blank &= Character.isWhitespace(c);
            }
        }
        return !blank;
    }

    /** Packages store the epoch in 32 bits. */
    private static boolean isEpoch(long epoch) {
        return epoch >= 0 && epoch <= 0xffff_ffffL;
    }

    /** Returns whether libdnf accepts it as a repository id; cache directories have such names. */
    public static boolean isRepository(String id) {
        return REPOSITORY.matcher(id).matches();
    }

    /** Derives a repository id from any text. */
    public static String toRepository(String text) {
        String id = text.replaceAll("[^A-Za-z0-9_.:-]", "_");
        return id.isEmpty() ? "_" : id.substring(0, Math.min(id.length(), 200));
    }
}
