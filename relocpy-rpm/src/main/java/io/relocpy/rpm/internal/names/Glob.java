package io.relocpy.rpm.internal.names;

/** A shell pattern as in fnmatch(3) without flags: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}. */
public final class Glob {
    private final String pattern;

    public Glob(String pattern) {
        this.pattern = pattern;
    }

    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? matchOne(p, text.charAt(t)) : -1;
            if (next > 0) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Returns the position in the pattern after the part that matches the character; -1 if it does not match. */
    private int matchOne(int p, char c) {
        char first = pattern.charAt(p);
        if (first == '?') {
            return p + 1;
        }
        if (first == '[') {
            int end = pattern.indexOf(']', p + 2);
            if (end > 0) {
                boolean negated = pattern.charAt(p + 1) == '!' || pattern.charAt(p + 1) == '^';
                return inSet(negated ? p + 2 : p + 1, end, c) != negated ? end + 1 : -1;
            }
        }
        if (first == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        return first == c ? p + 1 : -1;
    }

    private boolean inSet(int from, int end, char c) {
        for (int i = from; i < end; i++) {
            char low = pattern.charAt(i);
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                if (low <= c && c <= pattern.charAt(i + 2)) {
                    return true;
                }
                i += 2;
            } else if (low == c) {
                return true;
            }
        }
        return false;
    }
}
