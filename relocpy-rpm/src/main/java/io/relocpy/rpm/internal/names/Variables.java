package io.relocpy.rpm.internal.names;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables in configuration and mirror lists: {@code $name} and <code>${name}</code>, see dnf.conf(5). */
public final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");

    private Variables() {}

    /** Replaces the variables that have a value; others are left unchanged. */
    public static String substitute(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(
                        Objects.requireNonNullElse(match.group(1), match.group(2)), match.group())));
    }
}
