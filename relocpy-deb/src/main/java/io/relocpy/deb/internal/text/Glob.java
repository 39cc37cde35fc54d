package io.relocpy.deb.internal.text;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Shell patterns as fnmatch(3) reads them, and what apt makes of patterns in preferences. */
public final class Glob {
    private Glob() {}

    /** Whether all of the text matches; takes time of the product of both lengths at most. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int afterStar = 0;
        while (t < text.length()) {
            int next = p < pattern.length() ? matchOne(pattern, p, text.charAt(t)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = t;
            } else if (next >= 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** The place behind the part of the pattern that matches a character; -1 when it does not. */
    private static int matchOne(String pattern, int at, char c) {
        char first = pattern.charAt(at);
        if (first == '?') {
            return at + 1;
        }
        int close = first == '[' ? pattern.indexOf(']', at + (isNegation(pattern, at + 1) ? 3 : 2)) : -1;
        if (close < 0) {
            return first == c ? at + 1 : -1;
        }
        boolean negated = isNegation(pattern, at + 1);
        return inClass(pattern, at + (negated ? 2 : 1), close, c) != negated ? close + 1 : -1;
    }

    private static boolean isNegation(String pattern, int at) {
        return at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
    }

    private static boolean inClass(String pattern, int from, int to, char c) {
        for (int i = from; i < to; i++) {
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (pattern.charAt(i) == c) {
                return true;
            }
        }
        return false;
    }

    /** As in preferences: a regular expression between slashes, else a shell pattern, both for letters of either case. */
    public static boolean matchesExpression(String expression, String text) {
        if (isRegex(expression)) {
            try {
                return Pattern.compile(expression.substring(1, expression.length() - 1), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .find();
            } catch (PatternSyntaxException e) {
                return false;
            }
        }
        return matches(lower(expression), lower(text));
    }

    /** Whether it is a regular expression between slashes. */
    public static boolean isRegex(String expression) {
        return expression.length() > 1 && expression.startsWith("/") && expression.endsWith("/");
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
