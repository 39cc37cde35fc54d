package io.relocpy.bundle.internal.glib;

import io.relocpy.bundle.internal.glib.SettingsKey.Kind;
import io.relocpy.bundle.internal.glib.SettingsSchemas.Schema;
import io.relocpy.repository.FormatException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads one file of schemas, see the DTD {@code gschema.dtd} of GLib, as strictly as glib-compile-schemas(1). */
final class SchemaReader {
    private static final Map<Character, List<String>> FULL_RANGES = Map.of(
            'y', List.of("0", "255"),
            'n', List.of("-32768", "32767"),
            'q', List.of("0", "65535"),
            'i', List.of("-2147483648", "2147483647"),
            'u', List.of("0", "4294967295"),
            'x', List.of("-9223372036854775808", "9223372036854775807"),
            't', List.of("0", "18446744073709551615"),
            'd', List.of("-inf", "inf"));

    private static final Set<Integer> TEXT = Set.of(
            XMLStreamConstants.CHARACTERS,
            XMLStreamConstants.CDATA,
            XMLStreamConstants.SPACE,
            XMLStreamConstants.ENTITY_REFERENCE);

    private final SettingsSchemas schemas;
    private final String file;
    private final Deque<String> open = new ArrayDeque<>();
    private String where;
    private @Nullable String listDomain;
    private @Nullable Schema schema;
    private @Nullable SettingsKey key;
    private @Nullable StringInfo strings;
    private @Nullable StringBuilder text;
    private @Nullable String context;
    private char category;

    SchemaReader(SettingsSchemas schemas, String file) {
        this.schemas = schemas;
        this.file = file;
        this.where = file;
    }

    void read(byte[] xml) throws FormatException {
        int start = 0;
        while (start < xml.length && Character.isWhitespace(xml[start])) {
            start++; // not XML, but GLib reads it
        }
        Xml document = Xml.of(xml, start, file);
        XMLStreamReader reader = document.reader();
        int ignored = 0; // open elements with a prefix, and what is in them
        for (int event; (event = document.next(where)) != XMLStreamConstants.END_DOCUMENT; ) {
            where = file + ", line " + reader.getLocation().getLineNumber();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (ignored > 0 || isQualified(reader.getPrefix())) {
                    ignored++;
                } else {
                    start(reader.getLocalName(), attributes(reader));
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (ignored > 0) {
                    ignored--;
                } else {
                    end();
                }
            } else if (TEXT.contains(event) && ignored == 0) {
                text(reader.getText());
            }
        }
    }

    /** GLib ignores such elements and attributes, as xml:lang. */
    private static boolean isQualified(@Nullable String prefix) {
        return prefix != null && !prefix.isEmpty();
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!isQualified(reader.getAttributePrefix(i))) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        return attributes;
    }

    private void text(@Nullable String characters) throws FormatException {
        if (text != null && characters != null) {
            text.append(characters);
        } else if (characters != null && !characters.isBlank()) {
            throw new FormatException(where, "an element", characters.strip());
        }
    }

    private void start(String element, Map<String, String> attributes) throws FormatException {
        String container = open.isEmpty() ? "" : open.peek();
        open.push(element);
        switch (container + "/" + element) {
            case "/schemalist" -> {
                check(attributes, "", "gettext-domain");
                listDomain = attributes.get("gettext-domain");
            }
            case "schemalist/schema" -> startSchema(attributes);
            case "schemalist/enum", "schemalist/flags" -> {
                strings = new StringInfo();
                SettingsSchemas.put(
                        element.equals("enum") ? schemas.enums() : schemas.flags(),
                        check(attributes, "id"),
                        strings,
                        where);
            }
            case "enum/value", "flags/value" -> addValue(container.equals("flags"), attributes);
            case "schema/key" -> startKey(attributes);
            case "schema/child" -> {
                String schemaId = attributes.getOrDefault("schema", "");
                String name = check(attributes, "name schema");
                requireName(name);
                SettingsSchemas.put(theSchema().keys(), name + "/", SettingsKey.child(schemaId), where);
            }
            case "schema/override" -> startOverride(attributes);
            case "key/default" -> startDefault(attributes, "");
            case "key/summary", "key/description" -> {
                check(attributes, "");
                text = new StringBuilder();
            }
            case "key/range" -> setRange(attributes);
            case "key/choices" -> {
                check(attributes, "");
                if (theKey().kind() != Kind.CHOICES
                        || !theKey().strings().isEmpty()
                        || !theKey().type().matches("[am]*s")) {
                    throw new FormatException(where, "choices of strings, once", theKey().type());
                }
            }
            case "key/aliases" -> {
                check(attributes, "");
                if (theKey().strings().isEmpty()) {
                    throw new FormatException(where, "aliases of strings that the key may have", theKey().type());
                }
            }
            case "choices/choice" -> theKey().strings().add(check(attributes, "value"), 0, where);
            case "aliases/alias" -> {
                String target = attributes.getOrDefault("target", "");
                theKey().strings().addAlias(check(attributes, "value target"), target, where);
            }
            default -> throw new FormatException(where, "another element in <" + container + ">", element);
        }
    }

    private void end() throws FormatException {
        String element = open.pop();
        switch (element) {
            case "schemalist" -> listDomain = null;
            case "enum", "flags" -> {
                if (strings != null && strings.isEmpty()) {
                    throw new FormatException(where, "values", "none");
                }
                strings = null;
            }
            case "schema" -> schema = null;
            case "key" -> {
                if (!theKey().hasDefault()) {
                    throw new FormatException(where, "a default", "none");
                }
                key = null;
            }
            case "default", "override" -> {
                theKey().setDefault(text == null ? "" : text.toString(), category, context, where);
                if (element.equals("override")) {
                    key = null;
                }
            }
            case "choices" -> {
                if (theKey().strings().isEmpty()) {
                    throw new FormatException(where, "choices", "none");
                }
                theKey().requireAllowedDefault(where);
            }
            default -> {}
        }
        text = null;
    }

    private Schema theSchema() throws FormatException {
        if (schema == null) {
            throw new FormatException(where, "a schema", "none");
        }
        return schema;
    }

    private SettingsKey theKey() throws FormatException {
        if (key == null) {
            throw new FormatException(where, "a key", "none");
        }
        return key;
    }

    /** The first required attribute, if all of those are there and no others than those and the optional ones. */
    private String check(Map<String, String> attributes, String required, String... optional) throws FormatException {
        List<String> names = required.isEmpty() ? List.of() : List.of(required.split(" "));
        for (String name : names) {
            if (!attributes.containsKey(name)) {
                throw new FormatException(where, "the attribute " + name, "none");
            }
        }
        for (String name : attributes.keySet()) {
            if (!names.contains(name) && !Arrays.asList(optional).contains(name)) {
                throw new FormatException(where, "an attribute of the element", name);
            }
        }
        return names.isEmpty() ? "" : attributes.getOrDefault(names.get(0), "");
    }

    private void startSchema(Map<String, String> attributes) throws FormatException {
        String id = check(attributes, "id", "path", "gettext-domain", "extends", "list-of");
        if (id.isEmpty()) { // of which glib-compile-schemas would crash
            throw new FormatException(where, "the name of a schema", "an empty one");
        }
        String path = attributes.getOrDefault("path", "");
        String extended = attributes.getOrDefault("extends", "");
        String listOf = attributes.getOrDefault("list-of", "");
        if (attributes.containsKey("extends")) {
            Schema base = schemas.schemas().get(extended);
            if (base == null || !base.path().isEmpty()) {
                throw new FormatException(where, "an earlier schema without a path", extended);
            }
            if (listOf.isEmpty()) {
                listOf = base.listOf();
            } else {
                requireSubclass(listOf, base.listOf());
            }
        }
        if (attributes.containsKey("list-of")) {
            Schema element = schemas.schemas().get(listOf);
            if (element == null || !element.path().isEmpty()) {
                throw new FormatException(where, "an earlier schema without a path", listOf);
            }
        }
        if (attributes.containsKey("path") && !(path.startsWith("/") && path.endsWith(listOf.isEmpty() ? "/" : ":/"))) {
            throw new FormatException(where, "a path that begins and ends with a slash", path);
        }
        String domain = attributes.getOrDefault("gettext-domain", listDomain == null ? "" : listDomain);
        boolean hasDomain = attributes.containsKey("gettext-domain") || listDomain != null;
        schema = new Schema(path, hasDomain ? domain : null, extended, listOf, new LinkedHashMap<>());
        schemas.add(id, schema, where);
    }

    private void requireSubclass(String id, String ancestor) throws FormatException {
        String each = id;
        while (!each.equals(ancestor)) {
            Schema schemaOfId = schemas.schemas().get(each);
            if (schemaOfId == null || schemaOfId.extended().isEmpty()) {
                throw new FormatException(where, "a schema that extends " + ancestor, id);
            }
            each = schemaOfId.extended();
        }
    }

    private void addValue(boolean isFlag, Map<String, String> attributes) throws FormatException {
        String number = attributes.getOrDefault("value", "");
        String nick = check(attributes, "nick value");
        GVariant parsed = GVariantText.parse(number, isFlag ? "u" : "i");
        if (nick.length() < 2) {
            throw new FormatException(where, "a nick of two characters", nick);
        }
        int value = parsed.toInt();
        if (isFlag && Integer.bitCount(value) > 1) {
            throw new FormatException(where, "a single bit", number);
        }
        if (strings != null && !(isFlag && value == 0)) {
            strings.addNumbered(nick, value, where);
        }
    }

    private void startKey(Map<String, String> attributes) throws FormatException {
        String name = check(attributes, "name", "type", "enum", "flags");
        requireName(name);
        if (!theSchema().listOf().isEmpty()) {
            throw new FormatException(where, "no key in a schema for lists", name);
        }
        for (Schema base : schemas.lineage(theSchema())) {
            SettingsKey shadowed = base.keys().get(name);
            if (shadowed != null && !shadowed.overrides()) {
                throw new FormatException(where, "a key that no extended schema has", name);
            }
        }
        if (attributes.size() != 2) {
            throw new FormatException(
                    where,
                    "one of the attributes type, enum and flags",
                    attributes.keySet().toString());
        }
        String type = attributes.getOrDefault("type", "");
        if (attributes.containsKey("type")) {
            if (!GVariantType.isValid(type)) {
                throw new FormatException(where, "a type", type);
            }
            key = new SettingsKey(type, Kind.CHOICES, new StringInfo());
        } else {
            boolean isFlags = attributes.containsKey("flags");
            String id = attributes.getOrDefault(isFlags ? "flags" : "enum", "");
            StringInfo known = (isFlags ? schemas.flags() : schemas.enums()).get(id);
            if (known == null) {
                throw new FormatException(where, "an earlier enumeration", id);
            }
            key = new SettingsKey(isFlags ? "as" : "s", isFlags ? Kind.FLAGS : Kind.ENUM, known.copy());
        }
        schemas.add(theSchema(), name, key, where);
    }

    private void startOverride(Map<String, String> attributes) throws FormatException {
        String name = check(attributes, "name", "l10n", "context");
        List<Schema> lineage = schemas.lineage(theSchema());
        SettingsKey original = lineage.stream()
                .skip(1)
                .map(base -> base.keys().get(name))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow(() -> new FormatException(where, "a key of an extended schema", name));
        key = original.overridden();
        startDefault(attributes, name);
        schemas.add(theSchema(), name, key, where);
    }

    private void startDefault(Map<String, String> attributes, String name) throws FormatException {
        if (name.isEmpty()) {
            check(attributes, "", "l10n", "context");
        }
        String l10n = attributes.get("l10n");
        context = attributes.get("context");
        if (l10n != null && !l10n.equals("messages") && !l10n.equals("time")) {
            throw new FormatException(where, "the category messages or time", l10n);
        }
        if ((l10n != null && theSchema().domain() == null) || (l10n == null && context != null)) {
            throw new FormatException(
                    where, "a context only with a category, and that with a gettext domain", "another");
        }
        category = l10n == null ? 0 : l10n.charAt(0);
        text = new StringBuilder();
    }

    private void setRange(Map<String, String> attributes) throws FormatException {
        check(attributes, "", "min", "max");
        List<String> full = FULL_RANGES.get(theKey().type().charAt(0));
        if (full == null || theKey().hasRange()) {
            throw new FormatException(where, "one range for a number", theKey().type());
        }
        theKey().setRange(
                        GVariantText.parse(attributes.getOrDefault("min", full.get(0)), theKey().type()),
                        GVariantText.parse(attributes.getOrDefault("max", full.get(1)), theKey().type()),
                        where);
    }

    private void requireName(String name) throws FormatException {
        if (name.length() > 1024 || !name.matches("[a-z](?:-?[a-z0-9])*")) {
            throw new FormatException(where, "lower-case letters, digits and single hyphens", name);
        }
    }
}
