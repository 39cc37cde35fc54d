package io.relocpy.bundle.internal.python;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which wheels a CPython on glibc can use.
 *
 * @param minor minor version of the Python 3
 * @param glibcMinor minor version of the glibc 2
 * @param architecture as rpm names it
 * @see <a href="https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/">Platform compatibility
 *     tags</a>
 */
public record WheelTags(int minor, int glibcMinor, String architecture) {
    /** The architecture as the machine itself names it, where rpm has another name. */
    private static final Map<String, String> MACHINES = Map.of("armv7hl", "armv7l");

    /** The oldest version with a stable ABI. */
    private static final int FIRST_ABI3 = 2;

    private static final Pattern TAG = Pattern.compile("(py|cp)(\\d)(\\d*)-(\\w+)-(\\w+)");
    private static final Pattern MANYLINUX = Pattern.compile("manylinux(?:(1|2010|2014)|_2_(\\d{1,4}))_(\\w+)");

    /** Names given before PEP 600 → the minor version of glibc 2 that each stands for. */
    private static final Map<String, Integer> LEGACY = Map.of("1", 5, "2010", 12, "2014", 17);

    /** The tags for an interpreter's name, such as {@code python3.13}, and a version of glibc. */
    public static WheelTags of(String interpreter, String glibc, String architecture) {
        return new WheelTags(minorOf(interpreter), minorOf(glibc), architecture);
    }

    private static int minorOf(String version) {
        return Integer.parseInt(version.replaceFirst("^\\D*\\d+\\.(\\d+).*", "$1"));
    }

    /** Whether a wheel of that tag can be used. */
    public boolean fit(String tag) {
        Matcher parts = TAG.matcher(tag);
        if (!parts.matches() || !parts.group(2).equals("3")) {
            return false;
        }
        boolean cpython = parts.group(1).equals("cp");
        String digits = parts.group(3);
        if (digits.length() > 3) {
            return false;
        }
        int wanted = digits.isEmpty() ? -1 : Integer.parseInt(digits);
        boolean exact = wanted == minor;
        boolean fitsPython =
                switch (parts.group(4)) {
                    case "none" -> cpython ? exact || wanted < 0 : wanted <= minor;
                    case "abi3" -> cpython && wanted >= FIRST_ABI3 && wanted <= minor;
                    default -> cpython && exact && isOwnAbi(parts.group(4));
                };
        return fitsPython && fitsPlatform(parts.group(5));
    }

    private boolean isOwnAbi(String abi) {
        return abi.equals("cp3" + minor) || (minor < 8 && abi.equals("cp3" + minor + "m"));
    }

    private boolean fitsPlatform(String platform) {
        String machine = MACHINES.getOrDefault(architecture, architecture);
        if (platform.equals("any") || platform.equals("linux_" + machine)) {
            return true;
        }
        Matcher many = MANYLINUX.matcher(platform);
        if (!many.matches() || !many.group(3).equals(machine)) {
            return false;
        }
        int needed = many.group(1) != null ? LEGACY.getOrDefault(many.group(1), 0) : Integer.parseInt(many.group(2));
        return needed <= glibcMinor;
    }

    @Override
    public String toString() {
        return "CPython 3." + minor + " on " + architecture + " with glibc 2." + glibcMinor;
    }
}
