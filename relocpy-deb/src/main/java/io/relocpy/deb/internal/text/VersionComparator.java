package io.relocpy.deb.internal.text;

/**
 * Compares version strings as apt does, which also orders strings that are no valid versions.
 *
 * @see <a href="https://manpages.debian.org/deb-version.7">deb-version(7)</a>
 */
public final class VersionComparator {
    private VersionComparator() {}

    /** Negative, zero or positive when {@code a} is lower than, equal to or higher than {@code b}. */
    public static int compare(String a, String b) {
        int colonA = a.indexOf(':');
        int colonB = b.indexOf(':');
        int result =
                compare(a, epochStart(a, colonA), Math.max(colonA, 0), b, epochStart(b, colonB), Math.max(colonB, 0));
        if (result != 0) {
            return result;
        }
        int dashA = revisionDash(a, colonA);
        int dashB = revisionDash(b, colonB);
        result = compare(a, colonA + 1, dashA, b, colonB + 1, dashB);
        if (result != 0) {
            return result;
        }
        boolean revisedA = dashA < a.length();
        boolean revisedB = dashB < b.length();
        if (!revisedA && !revisedB) {
            return 0;
        }
        // no revision is the revision 0
        String revisionA = revisedA ? a : "0";
        String revisionB = revisedB ? b : "0";
        return compare(
                revisionA,
                revisedA ? dashA + 1 : 0,
                revisionA.length(),
                revisionB,
                revisedB ? dashB + 1 : 0,
                revisionB.length());
    }

    /** Leading zeros of an epoch mean nothing; an epoch of zeros alone is no epoch. */
    private static int epochStart(String version, int colon) {
        int start = 0;
        while (start < colon && version.charAt(start) == '0') {
            start++;
        }
        return start;
    }

    /** The index of the dash before the revision; the length without one. */
    private static int revisionDash(String version, int colon) {
        int dash = version.lastIndexOf('-');
        return dash > colon ? dash : version.length();
    }

    /** The end of a part sorts before everything but a tilde. */
    private static int compare(String a, int startA, int endA, String b, int startB, int endB) {
        int i = startA;
        int j = startB;
        while (i < endA && j < endB) {
            while (i < endA && j < endB && !(isDigit(a.charAt(i)) && isDigit(b.charAt(j)))) {
                int difference = order(a.charAt(i)) - order(b.charAt(j));
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
            i = skipZeros(a, i, endA);
            j = skipZeros(b, j, endB);
            int first = 0;
            while (i < endA && j < endB && isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                if (first == 0) {
                    first = a.charAt(i) - b.charAt(j);
                }
                i++;
                j++;
            }
            if (i < endA && isDigit(a.charAt(i))) {
                return 1;
            }
            if (j < endB && isDigit(b.charAt(j))) {
                return -1;
            }
            if (first != 0) {
                return first;
            }
        }
        if (i >= endA && j >= endB) {
            return 0;
        }
        if (i >= endA) {
            return b.charAt(j) == '~' ? 1 : -1;
        }
        return a.charAt(i) == '~' ? -1 : 1;
    }

    private static int skipZeros(String text, int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int order(char c) {
        if (isDigit(c)) {
            return 0;
        }
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return c;
        }
        return c == '~' ? -1 : c + 256;
    }
}
