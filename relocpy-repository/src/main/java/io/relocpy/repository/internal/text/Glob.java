package io.relocpy.repository.internal.text;

/**
 * Shell patterns as fnmatch(3) of glibc reads them without flags: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]} and
 * {@code \}. Classes such as {@code [:digit:]} are not known.
 */
public final class Glob {
    private static final int NO_MATCH = -1;
    private static final int NO_SET = -2;

    private Glob() {}

    /** Whether all of the text matches; takes time of the product of both lengths at most. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int afterStar = 0;
        while (t < text.length()) {
            boolean isStar = p < pattern.length() && pattern.charAt(p) == '*';
            int next = p < pattern.length() && !isStar ? matchOne(pattern, p, text.charAt(t)) : NO_MATCH;
            if (isStar) {
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

    /** The index behind the part of the pattern that matches a character, or {@link #NO_MATCH}. */
    private static int matchOne(String pattern, int at, char c) {
        char first = pattern.charAt(at);
        if (first == '?') {
            return at + 1;
        }
        if (first == '[') {
            int next = matchSet(pattern, at, c);
            if (next != NO_SET) {
                return next;
            }
        }
        if (first == '\\') {
            return at + 1 < pattern.length() && pattern.charAt(at + 1) == c ? at + 2 : NO_MATCH;
        }
        return first == c ? at + 1 : NO_MATCH;
    }

    /** The same for a set; {@link #NO_SET} if it has no end, so that the bracket stands for itself. */
    private static int matchSet(String pattern, int at, char c) {
        int i = at + 1;
        boolean negated = i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^');
        if (negated) {
            i++;
        }
        int first = i;
        boolean found = false;
        while (i < pattern.length() && (i == first || pattern.charAt(i) != ']')) {
            i = literal(pattern, i);
            if (i >= pattern.length()) {
                return NO_SET;
            }
            char low = pattern.charAt(i++);
            char high = low;
            if (i + 1 == pattern.length() && pattern.charAt(i) == '-') {
                return found || low == c ? NO_SET : NO_MATCH; // as glibc does
            }
            if (i + 1 < pattern.length() && pattern.charAt(i) == '-' && pattern.charAt(i + 1) != ']') {
                i = literal(pattern, i + 1);
                if (i >= pattern.length()) {
                    return NO_SET;
                }
                high = pattern.charAt(i++);
            }
            found |= low <= c && c <= high;
        }
        if (i >= pattern.length()) {
            return NO_SET;
        }
        return found != negated ? i + 1 : NO_MATCH;
    }

    /** The index of the character that the pattern means there: behind a backslash if there is one. */
    private static int literal(String pattern, int at) {
        return pattern.charAt(at) == '\\' ? at + 1 : at;
    }
}
