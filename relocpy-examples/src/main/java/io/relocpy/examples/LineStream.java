package io.relocpy.examples;

import io.relocpy.elf.Printable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints text in UTF-8, and nothing of it that a terminal would take for an order. What goes into a line, by {@code println}
 * or as an argument of {@code printf}, cannot begin another.
 */
final class LineStream extends PrintStream {
    LineStream(OutputStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    /** As it is: for the tool's own colours, and to go back in a line. */
    void printRaw(String text) {
        super.print(text);
    }

    /** Several lines. */
    @Override
    public void print(String text) {
        super.print(Arrays.stream(String.valueOf(text).split("\n", -1))
                .map(Printable::of)
                .collect(Collectors.joining("\n")));
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
