package io.relocpy.repository.internal.text;

/**
 * Makes untrusted text safe to show: control characters could control a terminal, and line feeds or characters that
 * change the writing direction could disguise a name.
 */
public final class Printable {
    private static final int LONGEST_QUOTE = 80;

    private Printable() {}

    /** Escapes all non-printable characters, including line feeds, as {@code \}{@code uXXXX}. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i)) || Character.isSurrogate(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                printable.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    printable.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** Quotes untrusted text for a message: shortened and printable. */
    public static String quote(String text) {
        return "'" + shown(text) + "'";
    }

    /** As above, without quotes. */
    public static String shown(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= LONGEST_QUOTE;
        String shown = whole ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
        return of(shown);
    }
}
