package io.relocpy.deb.internal.text;

import io.relocpy.repository.internal.text.Glob;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What apt makes of patterns in preferences, see apt_preferences(5). */
public final class PinPattern {
    private PinPattern() {}

    /** As in preferences: a regular expression between slashes, else a shell pattern, both case-insensitive. */
    public static boolean matches(String expression, String text) {
        if (isRegex(expression)) {
            try {
                return Pattern.compile(expression.substring(1, expression.length() - 1), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .find();
            } catch (PatternSyntaxException e) {
                return false;
            }
        }
        return Glob.matches(lower(expression), lower(text));
    }

    /** Whether it is a regular expression between slashes. */
    public static boolean isRegex(String expression) {
        return expression.length() > 1 && expression.startsWith("/") && expression.endsWith("/");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
