package io.relocpy.deb.internal.configuration;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads pins.
 *
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public final class PreferencesReader {
    /** apt reads a priority into as many characters. */
    private static final int MAX_PRIORITY = 300;

    private PreferencesReader() {}

    /**
     * The pins of a host in apt's order: {@code preferences}, then {@code preferences.d}.
     *
     * @throws FormatException if a file is malformed
     */
    public static List<Pin> read(HostRoot host, ConfigurationTree tree) throws IOException {
        List<Path> files = new ArrayList<>();
        Path main = host.path(tree.path("Dir::Etc::preferences"), "Dir::Etc::preferences");
        if (host.isFile(main)) {
            files.add(main);
        }
        Path parts = host.path(tree.path("Dir::Etc::preferencesparts"), "Dir::Etc::preferencesparts");
        files.addAll(PartFiles.list(parts, List.of("pref", ""), host));
        List<Pin> pins = new ArrayList<>();
        for (Path file : files) {
            Optional<String> text = host.read(file);
            if (text.isPresent()) {
                pins.addAll(read(text.get(), file, host));
            }
        }
        return List.copyOf(pins);
    }

    /** The pins of one file, for a host that receives its warnings. */
    public static List<Pin> read(String text, Path file, HostRoot host) throws FormatException {
        List<Pin> pins = new ArrayList<>();
        int number = 0;
        for (ControlStanza stanza : Deb822Reader.readAll(text, file.toString(), Deb822Dialect.APT)) {
            String where = file + ", record " + ++number;
            List<String> packages = AptWords.split(stanza.get("Package"));
            if (packages.isEmpty()) {
                throw new FormatException(where, "a field Package", "none");
            }
            if (!stanza.has("Pin")) {
                continue;
            }
            boolean general = packages.equals(List.of("*"));
            String pin = stanza.get("Pin");
            int space = 0;
            while (space < pin.length() && !AptWords.isSpace(pin.charAt(space))) {
                space++;
            }
            Optional<Pin.Kind> kind = kind(pin.substring(0, space), general);
            if (kind.isEmpty()) {
                host.warn(
                        file,
                        "record " + number
                                + " is ignored: expected a version, source-version, release or origin, found "
                                + Printable.quote(pin));
                continue;
            }
            pins.add(new Pin(
                    packages, kind.get(), AptWords.strip(pin.substring(space)), priority(stanza, general, where)));
        }
        return pins;
    }

    private static Optional<Pin.Kind> kind(String word, boolean general) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "version" -> general ? Optional.empty() : Optional.of(Pin.Kind.VERSION);
            case "source-version" -> general ? Optional.empty() : Optional.of(Pin.Kind.SOURCE_VERSION);
            case "release" -> Optional.of(Pin.Kind.RELEASE);
            case "origin" -> Optional.of(Pin.Kind.ORIGIN);
            default -> Optional.empty();
        };
    }

    private static int priority(ControlStanza stanza, boolean general, String where) throws FormatException {
        String text = stanza.get("Pin-Priority");
        if (text.equals("never")) {
            if (!general) {
                throw new FormatException(where, "Pin-Priority: never only with Package: *", "another package");
            }
            return Pin.NEVER;
        }
        long priority = text.length() >= MAX_PRIORITY
                ? 0
                : AptWords.number(text, 10, false).orElse(0L);
        if (priority == 0 || priority < Short.MIN_VALUE || priority > Short.MAX_VALUE) {
            throw new FormatException(
                    where,
                    "a Pin-Priority from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE + ", but not 0",
                    text.isEmpty() ? "none" : Printable.quote(text));
        }
        return (int) Math.max(priority, Pin.NEVER + 1L);
    }
}
