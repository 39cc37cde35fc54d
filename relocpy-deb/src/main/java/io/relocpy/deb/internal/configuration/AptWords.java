package io.relocpy.deb.internal.configuration;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes words from the front of a text as apt does. The static methods read values the way that apt's {@code strutl.cc}
 * and strtol(3) do. Not thread-safe.
 */
final class AptWords {
    private final String text;
    private int at;

    AptWords(String text) {
        this.text = text;
    }

    void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    /** Whether that character is next. */
    boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Leaves out one character. */
    void skip() {
        at++;
    }

    /** Goes back to where the last such character before this place is. */
    void backTo(char c) {
        at = text.lastIndexOf(c, Math.min(at, text.length() - 1));
    }

    /**
     * The next word, without its quotes and with {@code %41} decoded; white space in quotes or brackets is part of it. Null
     * at the end, or if a quote or bracket is not closed.
     */
    @Nullable
    String quoteWord() {
        int end = at;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        if (end == text.length()) {
            return null;
        }
        while (end < text.length() && !isSpace(text.charAt(end))) {
            if (text.charAt(end) == '"') {
                end = text.indexOf('"', end + 1);
            } else if (text.charAt(end) == '[') {
                end = text.indexOf(']', end + 1);
            }
            if (end < 0) {
                return null;
            }
            end++;
        }
        String word = decode(text.substring(at, end).replace("\"", ""));
        at = end;
        skipSpace();
        return word;
    }

    /** All that is left if it is strings in quotes; they are joined. Null, and nothing is taken, if it is not. */
    @Nullable
    String strings() {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        if (next == text.length()) {
            return null;
        }
        StringBuilder joined = new StringBuilder();
        for (; next < text.length(); next++) {
            char c = text.charAt(next);
            if (c == '"') {
                int end = text.indexOf('"', next + 1);
                if (end < 0) {
                    return null;
                }
                joined.append(text, next + 1, end);
                next = end;
            } else if (!isSpace(c)) {
                return null;
            } else if (next == at || !isSpace(text.charAt(next - 1))) {
                joined.append(' ');
            }
        }
        at = text.length();
        return joined.toString();
    }

    /** With {@code %41} decoded. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            decoded.write(low < 0 ? bytes[i] : high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** What isspace(3) says in the C locale. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The words between white space. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[ \\t-\\r]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The parts between commas; the last one is left out if it is empty. */
    static List<String> splitAtCommas(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        return parts;
    }

    /** The boolean that apt sees in a text; empty if it sees none. */
    static Optional<Boolean> bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "0", "no", "false", "without", "off", "disable" -> Optional.of(false);
            case "1", "yes", "true", "with", "on", "enable" -> Optional.of(true);
            default -> number(text, 0, true).filter(n -> n == 0 || n == 1).map(n -> n == 1);
        };
    }

    /**
     * The number at the front of a text; empty if there is none. What is too large becomes the largest one.
     *
     * @param radix 10, or 0 for what the prefix says: {@code 0x} or {@code 0}
     * @param whole whether nothing may follow
     */
    static Optional<Long> number(String text, int radix, boolean whole) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        boolean negative = text.startsWith("-", start);
        start += negative || text.startsWith("+", start) ? 1 : 0;
        int base = radix == 0 ? 10 : radix;
        if (radix == 0 && text.regionMatches(true, start, "0x", 0, 2) && hasDigit(text, start + 2, 16)) {
            base = 16;
            start += 2;
        } else if (radix == 0 && text.startsWith("0", start)) {
            base = 8;
        }
        int end = start;
        long value = 0;
        while (hasDigit(text, end, base)) {
            int digit = Character.digit(text.charAt(end++), base);
            value = value > (Long.MAX_VALUE - digit) / base ? Long.MAX_VALUE : value * base + digit;
        }
        boolean read = end > start && !(whole && end < text.length());
        return read ? Optional.of(negative ? -value : value) : Optional.empty();
    }

    private static boolean hasDigit(String text, int at, int base) {
        return at < text.length() && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), base) >= 0;
    }
}
