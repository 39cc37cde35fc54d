package io.relocpy.elf;

/**
 * Makes text from outside safe to display: control characters could send commands to a terminal, and line feeds or
 * bidirectional controls could make a name look like something else.
 */
public final class Printable {
    private Printable() {}

    /**
     * Replaces each invisible character, line feeds included, with {@code \}{@code uXXXX}, and each byte that is not
     * UTF-8, see {@link ElfStrings}, with {@code \xXX}.
     */
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
            if (ElfStrings.isEscaped(c)) {
                printable.append(String.format("\\x%02x", c & 0xff));
            } else if (isPrintable(c)) {
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
