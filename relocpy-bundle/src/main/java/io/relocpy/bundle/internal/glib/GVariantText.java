package io.relocpy.bundle.internal.glib;

import io.relocpy.repository.FormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a value, see "GVariant Text Format" of GLib's documentation. */
final class GVariantText {
    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("boolean", "b"),
            Map.entry("byte", "y"),
            Map.entry("int16", "n"),
            Map.entry("uint16", "q"),
            Map.entry("int32", "i"),
            Map.entry("handle", "h"),
            Map.entry("uint32", "u"),
            Map.entry("int64", "x"),
            Map.entry("uint64", "t"),
            Map.entry("double", "d"),
            Map.entry("string", "s"),
            Map.entry("objectpath", "o"),
            Map.entry("signature", "g"));

    /** Types of numbers and their bits; negative for signed ones. */
    private static final Map<Character, Integer> BITS =
            Map.of('y', 8, 'n', -16, 'q', 16, 'i', -32, 'h', -32, 'u', 32, 'x', -64, 't', 64);

    static final String SPACE = " \t\n\r\f\13";

    private static final Pattern WORD = Pattern.compile("[-+.A-Za-z0-9_]+");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0[xX][0-9a-fA-F]+|[0-9]+)");
    private static final Pattern DOUBLE =
            Pattern.compile("[-+]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+");
    private static final Pattern INFINITE = Pattern.compile("[-+]?(?:inf|nan)");

    /** In characters; the longest of Debian has a few thousand. Each level of a value holds a copy of what is in it. */
    private static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private int at;

    private GVariantText(String text) {
        this.text = text;
    }

    /** The value of a valid type. */
    static GVariant parse(String text, String type) throws FormatException {
        GVariantText reader = new GVariantText(text);
        if (text.length() > MAX_LENGTH) {
            throw reader.fault("a value of at most " + MAX_LENGTH + " characters");
        }
        GVariant value = reader.value(type, 0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.fault("the end of the value");
        }
        return value;
    }

    private GVariant value(String type, int depth) throws FormatException {
        skipSpace();
        if (depth > GVariantType.MAX_DEPTH) {
            throw fault("at most " + GVariantType.MAX_DEPTH + " levels");
        }
        if (text.startsWith("@", at)) {
            at += 1 + typeAt(at + 1).length(); // GLib also lets the expected type win
            return value(type, depth + 1);
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        String keyword = word.lookingAt() ? word.group() : "";
        if (KEYWORDS.containsKey(keyword)) {
            at = word.end();
            return value(type, depth + 1);
        }
        return switch (type.charAt(0)) {
            case 'm' -> maybe(type, keyword, depth);
            case 'v' -> variant(depth);
            case 'a' -> array(type, depth);
            case '(' -> tuple(type, depth);
            case '{' -> entry(type, depth);
            case 's' -> GVariant.string(quoted());
            case 'o', 'g' -> named(type.charAt(0));
            case 'b' -> bool(keyword);
            case 'd' -> GVariant.number(real(keyword));
            default -> integer(type.charAt(0), keyword);
        };
    }

    private GVariant maybe(String type, String keyword, int depth) throws FormatException {
        if (keyword.equals("nothing")) {
            at += keyword.length();
            return GVariant.maybe(type, null);
        }
        if (keyword.equals("just")) {
            at += keyword.length();
        }
        return GVariant.maybe(type, value(type.substring(1), depth + 1));
    }

    private GVariant variant(int depth) throws FormatException {
        take('<');
        GVariant value = inferred(depth + 1);
        take('>');
        return GVariant.variant(value);
    }

    private GVariant array(String type, int depth) throws FormatException {
        if (type.equals("ay") && text.startsWith("b", at)) {
            at++;
            return byteString();
        }
        String element = type.substring(1);
        boolean dictionary = element.startsWith("{") && text.startsWith("{", at);
        take(dictionary ? '{' : '[');
        List<GVariant> elements = new ArrayList<>();
        while (!takeIf(dictionary ? '}' : ']')) {
            if (!elements.isEmpty()) {
                take(',');
            }
            elements.add(dictionary ? member(element, ':', depth) : value(element, depth + 1));
        }
        return GVariant.array(type, elements);
    }

    private GVariant entry(String type, int depth) throws FormatException {
        take('{');
        GVariant entry = member(type, ',', depth);
        take('}');
        return entry;
    }

    private GVariant member(String type, char separator, int depth) throws FormatException {
        GVariant key = value(type.substring(1, 2), depth + 1);
        take(separator);
        return GVariant.entry(key, value(type.substring(2, type.length() - 1), depth + 1));
    }

    private GVariant tuple(String type, int depth) throws FormatException {
        take('(');
        List<GVariant> members = new ArrayList<>();
        for (int start = 1; start < type.length() - 1; ) {
            if (!members.isEmpty()) {
                take(',');
            }
            int end = GVariantType.end(type, start);
            members.add(value(type.substring(start, end), depth + 1));
            start = end;
        }
        if (members.size() == 1) {
            take(',');
        }
        take(')');
        return GVariant.tuple(members);
    }

    private GVariant named(char type) throws FormatException {
        String name = quoted();
        boolean valid = type == 'o'
                ? name.matches("/|(?:/[A-Za-z0-9_]+)++")
                : GVariantType.isValid("(" + name + ")") && name.indexOf('m') < 0;
        if (!valid) {
            throw fault("an object path or a signature");
        }
        return GVariant.string(type, name);
    }

    private GVariant bool(String word) throws FormatException {
        if (!word.equals("true") && !word.equals("false")) {
            throw fault("true or false");
        }
        at += word.length();
        return GVariant.number('b', word.equals("true") ? 1 : 0);
    }

    private double real(String word) throws FormatException {
        at += word.length();
        if (INFINITE.matcher(word).matches()) {
            double infinite = word.endsWith("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return word.startsWith("-") ? -infinite : infinite;
        }
        if (!DOUBLE.matcher(word).matches()) {
            throw fault("a number");
        }
        return Double.parseDouble(word);
    }

    /** In C's notation: octal with a leading zero, hexadecimal with 0x. */
    private GVariant integer(char type, String word) throws FormatException {
        if (!INTEGER.matcher(word).matches() || word.length() > 70) {
            throw fault("an integer");
        }
        boolean negative = word.startsWith("-");
        String digits = word.replaceFirst("^[-+]", "");
        try {
            BigInteger value = digits.matches("0[xX].*")
                    ? new BigInteger(digits.substring(2), 16)
                    : new BigInteger(digits, digits.startsWith("0") && digits.length() > 1 ? 8 : 10);
            value = negative ? value.negate() : value;
            int bits = BITS.getOrDefault(type, 0);
            boolean fits =
                    bits > 0 ? value.signum() >= 0 && value.bitLength() <= bits : bits < 0 && value.bitLength() < -bits;
            if (fits) {
                at += word.length();
                return GVariant.number(type, value.longValue());
            }
        } catch (NumberFormatException e) {
            throw fault("an octal number");
        }
        throw fault("a value of type " + type);
    }

    /** A string in quotes of either kind. */
    private String quoted() throws FormatException {
        skipSpace();
        char quote = at < text.length() ? text.charAt(at) : 0;
        if (quote != '\'' && quote != '"') {
            throw fault("a string");
        }
        at++;
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(string);
            } else {
                string.append(c);
            }
        }
        take(quote);
        return string.toString();
    }

    /** Bytes in quotes, and a NUL. */
    private GVariant byteString() throws FormatException {
        char quote = at < text.length() ? text.charAt(at) : 0;
        if (quote != '\'' && quote != '"') {
            throw fault("bytes in quotes");
        }
        Matcher end = Pattern.compile("(?:[^\\\\" + quote + "]|\\\\.)*+" + quote, Pattern.DOTALL)
                .matcher(text)
                .region(at + 1, text.length());
        if (!end.lookingAt()) {
            throw fault("bytes in quotes");
        }
        byte[] quoted = text.substring(at + 1, end.end() - 1).getBytes(StandardCharsets.UTF_8);
        at = end.end();
        String bytes = Escapes.inByteString(new String(quoted, StandardCharsets.ISO_8859_1));
        return new GVariant("ay", (bytes + "\0").getBytes(StandardCharsets.ISO_8859_1), List.of());
    }

    private void escape(StringBuilder string) throws FormatException {
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case '\n' -> {} // continues on the next line
            case 'u', 'U' -> string.appendCodePoint(codePoint(c == 'u' ? 4 : 8));
            case 0 -> throw fault("an escaped character");
            default -> string.append(Escapes.ofLetter(c));
        }
    }

    private int codePoint(int digits) throws FormatException {
        Matcher hex =
                Pattern.compile("[0-9a-fA-F]{" + digits + "}").matcher(text).region(at, text.length());
        long value = hex.lookingAt() ? Long.parseLong(hex.group(), 16) : 0;
        if (value == 0 || value > Character.MAX_CODE_POINT || (value >= 0xd800 && value < 0xe000)) {
            throw fault("the number of a character");
        }
        at += digits;
        return (int) value;
    }

    /** A value of which nothing else is known: of the type that its text says, or otherwise of GLib's defaults. */
    private GVariant inferred(int depth) throws FormatException {
        GVariant value = ofInferredType(depth);
        if (!GVariantType.isValid(value.type())) {
            throw fault("a value of a valid type of at most " + GVariantType.MAX_LENGTH + " characters");
        }
        return value;
    }

    private GVariant ofInferredType(int depth) throws FormatException {
        skipSpace();
        if (depth > GVariantType.MAX_DEPTH) {
            throw fault("at most " + GVariantType.MAX_DEPTH + " levels");
        }
        Matcher matcher = WORD.matcher(text).region(at, text.length());
        String word = matcher.lookingAt() ? matcher.group() : "";
        char first = at < text.length() ? text.charAt(at) : 0;
        if (word.equals("just")) {
            at += word.length();
            GVariant value = inferred(depth + 1);
            return GVariant.maybe("m" + value.type(), value);
        }
        return switch (first) {
            case '@' -> value(typeAt(at + 1), depth);
            case '\'', '"' -> value("s", depth);
            case '<' -> value("v", depth);
            case '(' -> inferredTuple(depth);
            case '[' -> inferredArray(depth);
            case '{' -> inferredDictionary(depth);
            default -> value(typeOfWord(word), depth);
        };
    }

    private String typeAt(int start) throws FormatException {
        int end = GVariantType.end(text, start);
        if (end < 0 || end - start > GVariantType.MAX_LENGTH) {
            throw fault("a type");
        }
        return text.substring(start, end);
    }

    private String typeOfWord(String word) throws FormatException {
        String stated = KEYWORDS.get(word);
        if (stated != null) {
            return stated;
        }
        if (word.equals("true") || word.equals("false")) {
            return "b";
        }
        if (word.equals("b")) {
            return "ay";
        }
        if (INTEGER.matcher(word).matches()) {
            return "i";
        }
        if (DOUBLE.matcher(word).matches() || INFINITE.matcher(word).matches()) {
            return "d";
        }
        throw fault("a value whose type can be told");
    }

    private GVariant inferredTuple(int depth) throws FormatException {
        take('(');
        List<GVariant> members = new ArrayList<>();
        while (!takeIf(')')) {
            members.add(inferred(depth + 1));
            if (!takeIf(',') && !text.startsWith(")", at)) {
                throw fault("','");
            }
        }
        return GVariant.tuple(members);
    }

    private GVariant inferredArray(int depth) throws FormatException {
        int start = at;
        take('[');
        Set<String> types = new TreeSet<>();
        List<GVariant> elements = new ArrayList<>();
        while (!takeIf(']')) {
            if (!elements.isEmpty()) {
                take(',');
            }
            elements.add(inferred(depth + 1));
            types.add(elements.get(elements.size() - 1).type());
        }
        if (types.equals(Set.of("d", "i"))) {
            at = start;
            return value("ad", depth);
        }
        if (types.size() != 1) {
            throw fault("elements of one type");
        }
        return GVariant.array("a" + types.iterator().next(), elements);
    }

    private GVariant inferredDictionary(int depth) throws FormatException {
        take('{');
        List<GVariant> entries = new ArrayList<>();
        boolean single = false;
        while (!takeIf('}')) {
            if (!entries.isEmpty()) {
                take(',');
            }
            GVariant key = inferred(depth + 1);
            single = entries.isEmpty() && takeIf(',');
            if (!single) {
                take(':');
            }
            entries.add(GVariant.entry(key, inferred(depth + 1)));
        }
        if (entries.stream().map(GVariant::type).distinct().count() != 1 || (single && entries.size() > 1)) {
            throw fault("entries of one type");
        }
        return single ? entries.get(0) : GVariant.array("a" + entries.get(0).type(), entries);
    }

    private void skipSpace() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean takeIf(char expected) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char expected) throws FormatException {
        if (!takeIf(expected)) {
            throw fault("'" + expected + "'");
        }
    }

    private FormatException fault(String expected) {
        return new FormatException(
                "character " + (at + 1) + " of a value",
                expected,
                at < text.length() ? text.substring(at, Math.min(text.length(), at + 40)) : "the end");
    }
}
