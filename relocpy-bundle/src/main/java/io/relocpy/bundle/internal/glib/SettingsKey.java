package io.relocpy.bundle.internal.glib;

import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key of a schema while it is read, or a child, which is another schema. */
final class SettingsKey {
    /** Where the strings of a key come from, by the letters of the compiled form. */
    enum Kind {
        CHOICES('c'),
        ENUM('e'),
        FLAGS('f');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    private final String type;
    private final Kind kind;
    private final StringInfo strings;
    private final boolean overrides;
    private final boolean child;
    private final Map<String, GVariant> desktops = new LinkedHashMap<>();
    private @Nullable GVariant value;
    private @Nullable GVariant minimum;
    private @Nullable GVariant maximum;
    private char translation;
    private String message = "";

    SettingsKey(String type, Kind kind, StringInfo strings) {
        this(type, kind, strings, false, false);
    }

    private SettingsKey(String type, Kind kind, StringInfo strings, boolean overrides, boolean child) {
        this.type = type;
        this.kind = kind;
        this.strings = strings;
        this.overrides = overrides;
        this.child = child;
    }

    /** A child of that schema. */
    static SettingsKey child(String schema) {
        SettingsKey child = new SettingsKey("s", Kind.CHOICES, new StringInfo(), false, true);
        child.value = GVariant.string(schema);
        return child;
    }

    /** The key with another default, in a schema that extends its own. */
    SettingsKey overridden() {
        SettingsKey key = new SettingsKey(type, kind, strings.copy(), true, false);
        key.minimum = minimum;
        key.maximum = maximum;
        return key;
    }

    String type() {
        return type;
    }

    Kind kind() {
        return kind;
    }

    StringInfo strings() {
        return strings;
    }

    /** Whether it only gives another default to a key of an extended schema. */
    boolean overrides() {
        return overrides;
    }

    boolean isTranslated() {
        return translation != 0;
    }

    boolean hasDefault() {
        return value != null;
    }

    boolean hasRange() {
        return minimum != null;
    }

    void setRange(GVariant from, GVariant to, String where) throws FormatException {
        if (from.compareNumber(to) > 0) {
            throw new FormatException(where, "a range from the smaller to the greater number", "another one");
        }
        minimum = from;
        maximum = to;
        requireAllowed(value, where);
    }

    /** @param category the letter of a locale category, or 0 if the default is not translated */
    void setDefault(String text, char category, @Nullable String context, String where) throws FormatException {
        GVariant parsed = GVariantText.parse(text, type);
        requireAllowed(parsed, where);
        value = parsed;
        translation = category;
        message = (context == null ? "" : context + "\4") + stripped(text);
    }

    /** Without white space of C's around it. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && GVariantText.SPACE.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (start < end && GVariantText.SPACE.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The default of an override file, of one desktop if it names one. */
    void override(String where, String desktop, String text) throws FormatException {
        if (!desktop.isEmpty() && isTranslated()) {
            throw new FormatException(where, "a key whose default is not translated", text);
        }
        GVariant parsed = GVariantText.parse(text, type);
        requireAllowed(parsed, where);
        if (desktop.isEmpty()) {
            value = parsed;
        } else {
            SettingsSchemas.requireRoom(desktops, desktop, where);
            desktops.put(desktop, parsed);
        }
    }

    /** Checks the default again, after strings were added. */
    void requireAllowedDefault(String where) throws FormatException {
        requireAllowed(value, where);
    }

    private void requireAllowed(@Nullable GVariant candidate, String where) throws FormatException {
        if (candidate == null) {
            return;
        }
        boolean allowed = strings.isEmpty() || candidate.strings().allMatch(strings::contains);
        if (minimum != null && maximum != null) {
            allowed = candidate.compareNumber(minimum) >= 0 && candidate.compareNumber(maximum) <= 0;
        }
        if (!allowed) {
            throw new FormatException(where, "a value that the key may have", "another one");
        }
    }

    /** What the compiled file has: the default, and what else is known of the key. */
    GVariant value() {
        if (child && value != null) {
            return value;
        }
        List<GVariant> members = new ArrayList<>();
        if (value != null) {
            members.add(value);
        }
        if (isTranslated()) {
            members.add(
                    tagged('l', GVariant.tuple(List.of(GVariant.number('y', translation), GVariant.string(message)))));
        }
        if (!strings.isEmpty()) {
            members.add(tagged(kind.letter, strings.value()));
        }
        if (minimum != null && maximum != null) {
            members.add(tagged('r', GVariant.tuple(List.of(minimum, maximum))));
        }
        if (!desktops.isEmpty()) {
            List<GVariant> entries = new ArrayList<>();
            for (String desktop : GHashOrder.of(desktops.keySet())) {
                GVariant each = desktops.get(desktop);
                if (each != null) {
                    entries.add(GVariant.entry(GVariant.string(desktop), GVariant.variant(each)));
                }
            }
            members.add(tagged('d', GVariant.array("a{sv}", entries)));
        }
        return GVariant.tuple(members);
    }

    private static GVariant tagged(char tag, GVariant value) {
        return GVariant.tuple(List.of(GVariant.number('y', tag), value));
    }
}
