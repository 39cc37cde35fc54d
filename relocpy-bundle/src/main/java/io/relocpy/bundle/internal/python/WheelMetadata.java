package io.relocpy.bundle.internal.python;

import java.util.List;
import java.util.Locale;

/**
 * The fields at the head of a wheel's METADATA or WHEEL file.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/core-metadata/">Core metadata specifications</a>
 */
public record WheelMetadata(List<String> lines) {
    private static final String OSI = "License :: OSI Approved :: ";
    private static final int LONGEST_LICENSE_NAME = 80;

    /** Reads a file up to the empty line that ends its fields. */
    static WheelMetadata of(String text) {
        return new WheelMetadata(text.lines().takeWhile(line -> !line.isBlank()).toList());
    }

    /** All values of a field, in their order; only the first line of each. */
    List<String> all(String field) {
        String start = field.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** The first value of a field; empty if it is not there. */
    public String first(String field) {
        return all(field).stream().findFirst().orElse("");
    }

    /** The licence as it is stated, most exact statement first; empty if none is. */
    public String license() {
        String expression = first("License-Expression");
        if (!expression.isEmpty()) {
            return expression;
        }
        String name = first("License");
        if (!name.isEmpty() && name.length() <= LONGEST_LICENSE_NAME && !name.equals("UNKNOWN")) {
            return name;
        }
        return all("Classifier").stream()
                .filter(classifier -> classifier.startsWith(OSI))
                .map(classifier -> classifier.substring(OSI.length()))
                .findFirst()
                .orElse("");
    }
}
