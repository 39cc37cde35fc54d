package io.relocpy.examples;

import io.relocpy.elf.Printable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints text in UTF-8, with terminal control characters escaped. Text passed to {@code println}, or as an argument of
 * {@code printf}, cannot start another line; {@code print} and formats may have line feeds and tabs.
 */
final class LineStream extends PrintStream {
    /** Everything but line feeds and tabs. */
    private static final Pattern TEXT = Pattern.compile("[^\n\t]+");

    LineStream(OutputStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    /** Unescaped: for the tool's own colours, and for carriage returns. */
    void printRaw(String text) {
        super.print(text);
    }

    /** Several lines. */
    @Override
    public void print(String text) {
        super.print(TEXT.matcher(String.valueOf(text))
                .replaceAll(part -> Matcher.quoteReplacement(Printable.of(part.group()))));
    }

    @Override
    public void println(String line) {
        super.print(Printable.of(String.valueOf(line)) + "\n");
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    @Override
    public PrintStream printf(String format, Object... values) {
        return format(Locale.getDefault(Locale.Category.FORMAT), format, values);
    }

    @Override
    public PrintStream printf(Locale locale, String format, Object... values) {
        return format(locale, format, values);
    }

    @Override
    public PrintStream format(String format, Object... values) {
        return printf(format, values);
    }

    @Override
    public PrintStream format(Locale locale, String format, Object... values) {
        Object[] printable = Arrays.stream(values)
                .map(value -> value instanceof Number || value == null ? value : Printable.of(value.toString()))
                .toArray();
        print(String.format(locale, format, printable));
        return this;
    }
}
