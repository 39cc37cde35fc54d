package io.relocpy.rpm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of one section of a configuration file, read as dnf reads their types. */
final class Settings {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final String where;
    private final Map<String, String> values;

    Settings(String where, Map<String, String> values) {
        this.where = where;
        this.values = values;
    }

    String text(String key, String absent) {
        return values.getOrDefault(key, absent);
    }

    List<String> list(String key) {
        return Stream.of(text(key, "").split("[\\s,]+"))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    boolean bool(String key, boolean absent) throws RpmFormatException {
        String value = text(key, "");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "" -> absent;
            case "1", "yes", "true", "on" -> true;
            case "0", "no", "false", "off" -> false;
            default -> throw bad(key, "a truth value (1, 0, yes, no, …)", value);
        };
    }

    int number(String key, int absent) throws RpmFormatException {
        String value = text(key, "");
        try {
            return value.isEmpty() ? absent : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw bad(key, "a number", value);
        }
    }

    /** Seconds, or a number with {@code m}, {@code h} or {@code d}; {@code never} and -1 for no end. */
    Duration duration(String key, Duration absent) throws RpmFormatException {
        String value = text(key, "").toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return absent;
        }
        if (value.equals("never") || value.equals("-1")) {
            return NEVER;
        }
        char unit = value.charAt(value.length() - 1);
        long seconds =
                switch (unit) {
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    default -> 1;
                };
        String digits = Character.isDigit(unit) ? value : value.substring(0, value.length() - 1);
        try {
            Duration duration = Duration.ofSeconds(Math.multiplyExact(Long.parseLong(digits), seconds));
            if (!duration.isNegative()) {
                return duration.compareTo(NEVER) < 0 ? duration : NEVER;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // no duration either
        }
        throw bad(key, "a duration such as 48h", value);
    }

    /** Bytes, or a number with {@code k}, {@code M} or {@code G} for 1024 of the next smaller. */
    long bytes(String key, long absent) throws RpmFormatException {
        String value = text(key, "");
        if (value.isEmpty()) {
            return absent;
        }
        int power = "kMG".indexOf(value.charAt(value.length() - 1)) + 1;
        String digits = power == 0 ? value : value.substring(0, value.length() - 1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw bad(key, "a number of bytes such as 1000 or 10k", value);
        }
        return Long.parseLong(digits) << (10 * power);
    }

    private RpmFormatException bad(String key, String expected, String found) {
        return new RpmFormatException(where + ", " + key, expected, RepositoryUrl.shown(found));
    }
}
