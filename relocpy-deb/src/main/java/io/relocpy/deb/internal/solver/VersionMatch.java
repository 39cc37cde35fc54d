package io.relocpy.deb.internal.solver;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.Pin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.index.DetailTable;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.text.PinPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells which versions a pin, or the part of a request behind {@code =} or {@code /}, is about. */
final class VersionMatch {
    /** The keys of a release: version, origin, archive, codename, label, component, architecture. */
    private static final String KEYS = "voanlcb";

    /** A release that is only named: its archive or its codename. */
    private static final char ARCHIVE_OR_CODENAME = 'r';

    private final Pin.Kind kind;
    private final String value;
    private final Map<Character, String> release = new LinkedHashMap<>();

    VersionMatch(Pin.Kind kind, String value) {
        this.kind = kind;
        boolean quoted =
                kind == Pin.Kind.ORIGIN && value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        this.value = quoted ? value.substring(1, value.length() - 1) : value;
        if (kind == Pin.Kind.RELEASE && !value.equals("*")) {
            readRelease();
        }
    }

    private void readRelease() {
        if (value.indexOf('=') < 0) {
            boolean version = !value.isEmpty() && value.charAt(0) >= '0' && value.charAt(0) <= '9';
            release.put(version ? 'v' : ARCHIVE_OR_CODENAME, value);
            return;
        }
        for (String part : value.split(",")) {
            String field = part.strip();
            char key = field.isEmpty() ? 0 : Character.toLowerCase(field.charAt(0));
            if (field.length() >= 3 && field.charAt(1) == '=' && KEYS.indexOf(key) >= 0) {
                release.put(key, field.substring(2).strip());
            }
        }
    }

    boolean matchesVersion(String version) {
        return version.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT))
                || PinPattern.matches(value, version);
    }

    boolean matches(PackagesOrigin file) {
        if (kind == Pin.Kind.ORIGIN) {
            return PinPattern.matches(value, file.site().orElse(""));
        }
        if (kind != Pin.Kind.RELEASE || release.isEmpty()) {
            return kind == Pin.Kind.RELEASE && value.equals("*");
        }
        return release.entrySet().stream().allMatch(each -> matches(each.getKey(), each.getValue(), file));
    }

    private static boolean matches(char key, String wanted, PackagesOrigin file) {
        ReleaseInfo of = file.release();
        return switch (key) {
            case 'v' -> matches(wanted, of.version());
            case 'o' -> matches(wanted, of.origin());
            case 'a' -> matches(wanted, of.suite());
            case 'n' -> matches(wanted, of.codename());
            case 'l' -> matches(wanted, of.label());
            case 'c' -> matches(wanted, file.component());
            case 'b' -> PinPattern.matches(wanted, file.architecture());
            default -> matches(wanted, of.suite()) || matches(wanted, of.codename());
        };
    }

    /** To apt, what is absent is an empty text. */
    static boolean matches(String wanted, Optional<String> found) {
        return PinPattern.matches(wanted, found.orElse(""));
    }

    boolean matches(PackageIndex index, List<PackagesOrigin> files, int version) {
        if (kind == Pin.Kind.VERSION) {
            return matchesVersion(index.text(index.versionText(version)));
        }
        if (kind == Pin.Kind.SOURCE_VERSION) {
            return matchesVersion(index.text(index.details().sourceVersion(version)));
        }
        DetailTable details = index.details();
        for (int place = details.firstFile(version); place < details.endFile(version); place++) {
            if (matches(files.get(details.file(place)))) {
                return true;
            }
        }
        return false;
    }
}
