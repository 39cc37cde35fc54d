package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings in a section of a configuration file, parsed like libdnf does: invalid values are reported and ignored.
 */
final class Settings {
    /** Settings that repositories inherit from {@code [main]}. */
    static final Set<String> INHERITED = Set.of(
            "enabled",
            "gpgcheck",
            "repo_gpgcheck",
            "skip_if_unavailable",
            "metadata_expire",
            "sslverify",
            "sslcacert",
            "sslclientcert",
            "sslclientkey",
            "username",
            "password",
            "proxy",
            "proxy_username",
            "proxy_password",
            "timeout",
            "minrate");

    /** Settings that are read from the section of a repository. */
    static final Set<String> OF_REPOSITORY = with(
            INHERITED,
            "baseurl",
            "mirrorlist",
            "metalink",
            "name",
            "priority",
            "cost",
            "module_hotfixes",
            "gpgkey",
            "excludepkgs",
            "exclude",
            "includepkgs");

    /** Settings that are read from the section {@code [main]}. */
    static final Set<String> OF_MAIN = with(
            INHERITED,
            "best",
            "install_weak_deps",
            "module_platform_id",
            "excludepkgs",
            "exclude",
            "includepkgs",
            "reposdir",
            "varsdir");

    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]{1,18}).*", Pattern.DOTALL);
    private static final Pattern AMOUNT = Pattern.compile(
            "([+]?(?:[0-9]{1,12}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})(?:[eE][+-]?[0-9]{1,2})?)([smhdkMG]?)");

    private final Path file;
    private final String where;
    private final Set<String> known;
    private final Map<String, String> values;
    private final Faults faults;
    private final @Nullable Settings parent;

    /** Handles invalid values. */
    interface Faults {
        void add(Path file, FormatException fault) throws FormatException;
    }

    /** Parses a value; null if it is invalid. */
    private interface Type<T> extends Function<String, @Nullable T> {}

    /**
     * Creates the settings of a section.
     *
     * @param where location for messages
     * @param known the settings that may be read
     * @param parent provides inherited settings that are not set here
     */
    Settings(
            Path file,
            String where,
            Set<String> known,
            Map<String, String> values,
            Faults faults,
            @Nullable Settings parent) {
        this.file = file;
        this.where = where;
        this.known = known;
        this.values = values;
        this.faults = faults;
        this.parent = parent;
    }

    /** The settings of another section, which inherits from this one. */
    Settings child(Path inFile, String at, Set<String> heard, Map<String, String> set) {
        return new Settings(inFile, at, heard, set, faults, this);
    }

    private @Nullable String find(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException("not among the known settings: " + key);
        }
        return values.get(key);
    }

    private @Nullable Settings inherited(String key) {
        return INHERITED.contains(key) ? parent : null;
    }

    String text(String key, String absent) {
        String value = find(key);
        Settings next = inherited(key);
        return value != null ? value : next == null ? absent : next.text(key, absent);
    }

    private static Set<String> with(Set<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    /** The excluded packages, under both names of the setting. */
    List<String> excludes() {
        return Stream.concat(list("excludepkgs").stream(), list("exclude").stream())
                .toList();
    }

    List<String> list(String key) {
        return Stream.of(text(key, "").split("[\\s,]+"))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    boolean bool(String key, boolean absent) throws FormatException {
        return value(key, absent, "a boolean (1, 0, yes, no, …)", Settings::truth);
    }

    private static @Nullable Boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "true", "on" -> true;
            case "0", "no", "false", "off" -> false;
            default -> null;
        };
    }

    /** Parses the number at the beginning of a value. */
    int number(String key, int absent) throws FormatException {
        return value(key, absent, "a number", value -> {
            Matcher number = NUMBER.matcher(value);
            long read = number.matches() ? Long.parseLong(number.group(1)) : Long.MAX_VALUE;
            return read == (int) read ? (int) read : null;
        });
    }

    /**
     * Parses seconds, or a number with {@code s}, {@code m}, {@code h} or {@code d}; {@code never} and -1 mean forever.
     */
    Duration duration(String key, Duration absent) throws FormatException {
        return value(key, absent, "a duration such as 48h", value -> {
            if (value.equals("never") || value.equals("-1")) {
                return NEVER;
            }
            long seconds =
                    amount(value.toLowerCase(Locale.ROOT), Map.of("", 1, "s", 1, "m", 60, "h", 3_600, "d", 86_400));
            return seconds < 0 ? null : Duration.ofSeconds(Math.min(seconds, NEVER.toSeconds()));
        });
    }

    /** Parses bytes, or a number with {@code k}, {@code M} or {@code G}, which are powers of 1024. */
    long bytes(String key, long absent) throws FormatException {
        return value(key, absent, "a number of bytes such as 1000 or 10k", value -> {
            long bytes = amount(
                    value.replace('K', 'k').replace('m', 'M').replace('g', 'G'),
                    Map.of("", 1, "k", 1 << 10, "M", 1 << 20, "G", 1 << 30));
            return bytes < 0 ? null : bytes;
        });
    }

    /** Returns -1 if the value is invalid. */
    private static long amount(String value, Map<String, Integer> units) {
        Matcher amount = AMOUNT.matcher(value);
        Integer unit = amount.matches() ? units.get(amount.group(2)) : null;
        return unit == null ? -1 : (long) (Double.parseDouble(amount.group(1)) * unit);
    }

    private <T> T value(String key, T absent, String expected, Type<T> type) throws FormatException {
        String value = find(key);
        if (value != null) {
            T read = type.apply(value);
            if (read != null) {
                return read;
            }
            fault(new FormatException(where + ", " + key, expected, Redaction.quoted(value)));
        }
        Settings next = inherited(key);
        return next == null ? absent : next.value(key, absent, expected, type);
    }

    void fault(FormatException fault) throws FormatException {
        faults.add(file, fault);
    }
}
