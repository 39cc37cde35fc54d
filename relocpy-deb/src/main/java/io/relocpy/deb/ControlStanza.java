package io.relocpy.deb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stanza of a file in deb822 format, such as the {@code control} file of a package: fields in the order of the file.
 *
 * <p>Names are compared without regard to case. No name occurs twice. Immutable, safe for use by several threads.
 *
 * @see <a href="https://manpages.debian.org/deb822.5">deb822(5)</a>
 */
public final class ControlStanza {
    private final List<Field> fields;
    private final Map<String, String> values = new HashMap<>();

    /**
     * One field.
     *
     * @param name as the file spells it
     * @param value without white space at its ends; the lines of a folded or multiline field are separated by line feeds,
     *     and each continuation line still starts with its space or tab
     */
    public record Field(String name, String value) {
        /** Whether this is the name of the field, in any case. */
        public boolean isNamed(String other) {
            return lowerCase(name).equals(lowerCase(other));
        }

        /** The lines of the value: the first one, then the continuation lines without their first character. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (String line : value.split("\n", -1)) {
                lines.add(lines.isEmpty() || line.isEmpty() ? line : line.substring(1));
            }
            return List.copyOf(lines);
        }
    }

    private ControlStanza(List<Field> fields) {
        this.fields = List.copyOf(fields);
        for (Field field : fields) {
            if (values.put(lowerCase(field.name()), field.value()) != null) {
                throw new IllegalArgumentException("field " + field.name() + " occurs twice");
            }
        }
    }

    /**
     * A stanza of these fields.
     *
     * @param fields in their order
     * @return the stanza
     * @throws IllegalArgumentException if two have the same name
     */
    public static ControlStanza of(List<Field> fields) {
        return new ControlStanza(fields);
    }

    /** All fields, in the order of the file; immutable. */
    public List<Field> fields() {
        return fields;
    }

    /** Whether there is a field of this name. */
    public boolean has(String name) {
        return values.containsKey(lowerCase(name));
    }

    /** The value of a field; empty if there is no such field. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(lowerCase(name)));
    }

    /** The value of a field; the empty string if there is no such field. */
    public String get(String name) {
        return values.getOrDefault(lowerCase(name), "");
    }

    /** The lines of a field as {@link Field#lines()} gives them; empty if there is no such field. */
    public List<String> lines(String name) {
        return find(name).map(value -> new Field(name, value).lines()).orElse(List.of());
    }

    /**
     * The form in which names are compared: letters of ASCII in lower case, as dpkg does it.
     *
     * @param name of a field
     * @return the same for all spellings of it
     */
    public static String lowerCase(String name) {
        StringBuilder lower = new StringBuilder(name.length());
        name.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ControlStanza stanza && stanza.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** The stanza in deb822 format, each line terminated. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(field.name()).append(':');
            if (!field.value().isEmpty() && !field.value().startsWith("\n")) {
                text.append(' ');
            }
            text.append(field.value()).append('\n');
        }
        return text.toString();
    }
}
