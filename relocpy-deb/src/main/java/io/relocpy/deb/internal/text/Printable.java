package io.relocpy.deb.internal.text;

/**
 * Text from outside as it may be shown: a name with control characters could control a terminal, and one with a line
 * feed, or with characters that change the direction of writing, could look like something else.
 */
public final class Printable {
    private Printable() {}

    /** The text with each character that cannot be seen as {@code \}{@code uXXXX}, also line feeds. */
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
}
