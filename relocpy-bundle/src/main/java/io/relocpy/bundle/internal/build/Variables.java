package io.relocpy.bundle.internal.build;

import io.relocpy.repository.internal.text.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Environment variables of commands, as the caller writes them. */
public final class Variables {
    /** As shells accept it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The end of a string, and what stands for paths in the configuration of a launcher. */
    private static final Pattern RESERVED = Pattern.compile("[\\x00-\\x02]");

    private static final String BUNDLE = "${bundle}";
    private static final String OPENING = "${";
    private static final String ESCAPED = "$${";

    private Variables() {}

    /**
     * Checks a variable.
     *
     * @throws IllegalArgumentException if no launcher could set it, or the value has an unknown placeholder
     */
    public static void check(String name, String value) {
        Objects.requireNonNull(value, "value");
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "environment: expected the name of a variable, of letters, digits and \"_\", found "
                            + Printable.quote(name));
        }
        if (RESERVED.matcher(value).find()) {
            throw new IllegalArgumentException("environment: the value of " + name
                    + " has a control character that cannot be passed on: NUL, U+0001 or U+0002");
        }
        expanded(name, value);
    }

    /** A copy of several variables, all of which have been {@linkplain #check checked}. */
    public static Map<String, String> checked(Map<String, String> variables) {
        Map<String, String> copy = new LinkedHashMap<>(Objects.requireNonNull(variables, "variables"));
        copy.forEach(Variables::check);
        return copy;
    }

    /** The value with {@link LauncherTemplate#ROOT} in place of the placeholder. */
    static String expanded(String name, String value) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < value.length(); ) {
            if (value.startsWith(ESCAPED, i)) {
                expanded.append(OPENING);
                i += ESCAPED.length();
            } else if (value.startsWith(BUNDLE, i)) {
                expanded.append(LauncherTemplate.ROOT);
                i += BUNDLE.length();
            } else if (value.startsWith(OPENING, i)) {
                int end = value.indexOf('}', i);
                throw new IllegalArgumentException("environment: the value of " + name + " has "
                        + Printable.quote(value.substring(i, end < 0 ? value.length() : end + 1))
                        + "; the only placeholder is " + BUNDLE + ", and " + ESCAPED + " stands for " + OPENING);
            } else {
                expanded.append(value.charAt(i++));
            }
        }
        return expanded.toString();
    }
}
