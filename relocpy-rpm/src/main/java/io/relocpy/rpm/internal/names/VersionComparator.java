package io.relocpy.rpm.internal.names;

import java.util.Comparator;

/** Compares version strings as rpm's {@code rpmvercmp}, see rpm-version(7). */
public enum VersionComparator implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        int i = 0;
        int j = 0;
        while (true) {
            i = skipSeparators(a, i);
            j = skipSeparators(b, j);
            char x = i < a.length() ? a.charAt(i) : 0;
            char y = j < b.length() ? b.charAt(j) : 0;
            if (x == '~' || y == '~') { // sorts before everything, even the end
                if (x != y) {
                    return x == '~' ? -1 : 1;
                }
                i++;
                j++;
            } else if (x == '^' || y == '^') { // sorts after the end, before everything else
                if (x == 0) {
                    return -1;
                }
                if (y == 0) {
                    return 1;
                }
                if (x != y) {
                    return x == '^' ? -1 : 1;
                }
                i++;
                j++;
            } else if (x == 0 || y == 0) {
                return Boolean.compare(x != 0, y != 0);
            } else if (isDigit(x) != isDigit(y)) {
                return isDigit(x) ? 1 : -1;
            } else {
                int iEnd = endOfSegment(a, i);
                int jEnd = endOfSegment(b, j);
                int order = isDigit(x)
                        ? compareNumbers(a, i, iEnd, b, j, jEnd)
                        : a.substring(i, iEnd).compareTo(b.substring(j, jEnd));
                if (order != 0) {
                    return order < 0 ? -1 : 1;
                }
                i = iEnd;
                j = jEnd;
            }
        }
    }

    private static int compareNumbers(String a, int aStart, int aEnd, String b, int bStart, int bEnd) {
        int i = skipZeros(a, aStart, aEnd);
        int j = skipZeros(b, bStart, bEnd);
        if (aEnd - i != bEnd - j) {
            return Integer.compare(aEnd - i, bEnd - j);
        }
        return a.substring(i, aEnd).compareTo(b.substring(j, bEnd));
    }

    private static int skipZeros(String s, int from, int end) {
        int i = from;
        while (i < end && s.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static int skipSeparators(String s, int from) {
        int i = from;
        while (i < s.length()
                && !isDigit(s.charAt(i))
                && !isLetter(s.charAt(i))
                && s.charAt(i) != '~'
                && s.charAt(i) != '^') {
            i++;
        }
        return i;
    }

    private static int endOfSegment(String s, int from) {
        boolean digits = isDigit(s.charAt(from));
        int i = from;
        while (i < s.length() && (digits ? isDigit(s.charAt(i)) : isLetter(s.charAt(i)))) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
