package io.relocpy.bundle.internal.glib;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** C's escapes of bytes, in texts with one character for each byte. */
final class Escapes {
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{1,3}|.)", Pattern.DOTALL);
    private static final Pattern OCTAL_AND_HEXADECIMAL =
            Pattern.compile("\\\\([0-7]{1,3}|x[0-9a-fA-F]{0,2}|.)", Pattern.DOTALL);
    private static final String LETTERS = "abfnrtv";
    private static final String BYTES = "\7\b\f\n\r\t\13";

    private Escapes() {}

    /** The bytes of GVariant's byte strings, in which a line may end with a backslash. */
    static String inByteString(String text) {
        return OCTAL.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(escape.group(1).equals("\n") ? "" : unescaped(escape.group(1))));
    }

    /** The bytes of values of shared-mime-info. */
    static String inValue(String text) {
        return OCTAL_AND_HEXADECIMAL
                .matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(escape.group(1).equals("a") ? "a" : unescaped(escape.group(1))));
    }

    private static String unescaped(String escape) {
        char first = escape.charAt(0);
        if (first >= '0' && first <= '7') {
            return String.valueOf((char) (Integer.parseInt(escape, 8) & 0xff));
        }
        if (first == 'x' && escape.length() > 1) {
            return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        }
        return String.valueOf(ofLetter(first));
    }

    /** What a letter behind a backslash stands for; any other character for itself. */
    static char ofLetter(char letter) {
        int known = LETTERS.indexOf(letter);
        return known < 0 ? letter : BYTES.charAt(known);
    }
}
