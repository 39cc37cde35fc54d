package io.relocpy.bundle.internal.python;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a released version of Python with what a wheel requires.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/version-specifiers/">Version specifiers</a>
 */
public final class VersionSpecifier {
    private static final Pattern CLAUSE =
            Pattern.compile("\\s*(===?|~=|!=|<=|>=|<|>)\\s*(\\d{1,6}(?:\\.\\d{1,6})*)(\\.\\*)?\\s*");

    private VersionSpecifier() {}

    /**
     * Whether the version fits every clause; a clause that names anything but a released version is skipped.
     *
     * @param specifiers such as {@code >=3.9, !=3.9.1}
     * @param version numbers with dots
     */
    public static boolean fits(String specifiers, String version) {
        return Arrays.stream(specifiers.split(","))
                .map(CLAUSE::matcher)
                .filter(Matcher::matches)
                .allMatch(clause -> fits(clause.group(1), numbers(clause.group(2)), clause.group(3) != null, version));
    }

    private static boolean fits(String operator, int[] wanted, boolean asPrefix, String version) {
        int[] actual = numbers(version);
        int order = compare(actual, wanted);
        boolean equal = asPrefix ? startsWith(actual, wanted, wanted.length) : order == 0;
        return switch (operator) {
            case "==", "===" -> equal;
            case "!=" -> !equal;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            default -> order >= 0 && startsWith(actual, wanted, wanted.length - 1); // ~=
        };
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    /** Missing numbers are 0. */
    private static int compare(int[] a, int[] b) {
        int length = Math.max(a.length, b.length);
        return Arrays.compare(Arrays.copyOf(a, length), Arrays.copyOf(b, length));
    }

    private static boolean startsWith(int[] version, int[] prefix, int count) {
        return Arrays.equals(Arrays.copyOf(version, count), Arrays.copyOf(prefix, count));
    }
}
