package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a wheel's file name says; name and version become parts of paths.
 *
 * @param distribution name of the project, as the file name has it
 * @param version of the project
 * @param tags each {@code PYTHON-ABI-PLATFORM} that it fits
 * @see <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">Binary distribution
 *     format</a>, "File name convention"
 */
public record WheelName(String distribution, String version, List<String> tags) {
    /** PEP 508, with {@code _} for {@code -}. */
    private static final String PROJECT = "[A-Za-z0-9](?:[\\w.]*[A-Za-z0-9])?";

    /** PEP 440, with {@code _} for {@code -}. */
    private static final String VERSION = "(?i:v?(?:\\d+!)?\\d+(?:\\.\\d+)*"
            + "(?:[_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[_.]?\\d*)?"
            + "(?:_\\d+|[_.]?(?:post|rev|r)[_.]?\\d*)?"
            + "(?:[_.]?dev[_.]?\\d*)?"
            + "(?:\\+[a-z0-9]+(?:[_.][a-z0-9]+)*)?)";

    /** NAME_MAX of Linux; the tags are a product of three lists. */
    private static final int MAX_LENGTH = 255;

    private static final Pattern NAME =
            Pattern.compile("(" + PROJECT + ")-(" + VERSION + ")(?:-\\d\\w*)?-([\\w.]+)-([\\w.]+)-([\\w.]+)\\.whl");

    /** Copies the list. */
    public WheelName {
        tags = List.copyOf(tags);
    }

    /**
     * Reads a file name.
     *
     * @throws BundleException if it is not that of a wheel
     */
    public static WheelName of(String fileName) throws BundleException {
        Matcher name = NAME.matcher(fileName);
        if (fileName.length() > MAX_LENGTH || !name.matches()) {
            throw new BundleException(
                    fileName,
                    "expected the file name of a wheel: NAME-VERSION-PYTHON-ABI-PLATFORM.whl, the name as in PEP 508 and"
                            + " the version as in PEP 440");
        }
        List<String> tags = new ArrayList<>();
        for (String python : name.group(3).split("\\.")) {
            for (String abi : name.group(4).split("\\.")) {
                for (String platform : name.group(5).split("\\.")) {
                    tags.add((python + "-" + abi + "-" + platform).toLowerCase(Locale.ROOT));
                }
            }
        }
        return new WheelName(name.group(1), name.group(2), tags);
    }

    /** Whether a directory's name before its ending ({@code .dist-info}, {@code .data}) is that of this wheel. */
    public boolean fits(String nameAndVersion) {
        int dash = nameAndVersion.indexOf('-');
        return dash > 0
                && normalized(nameAndVersion.substring(0, dash)).equals(normalized(distribution))
                && normalized(nameAndVersion.substring(dash + 1)).equals(normalized(version));
    }

    /** As names are compared, see PEP 503. */
    public static String normalized(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
