package io.relocpy.bundle.internal.glib;

import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings schemas of GLib that are in a directory, which glib-compile-schemas(1) makes one file of. What is wrong is ignored as
 * it does: whole files of schemas, single keys of overrides.
 */
public final class SettingsSchemas {
    /** Of names in one table: hashes of names can be made to collide. */
    private static final int MAX_NAMES = 20_000;

    /** Of schemas that extend each other. */
    private static final int MAX_LINEAGE = 64;

    /** Bytes: each key has a copy of the strings that it may have. */
    private static final int MAX_STRINGS = 16 << 20;

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final Map<String, StringInfo> enums = new LinkedHashMap<>();
    private final Map<String, StringInfo> flags = new LinkedHashMap<>();
    private int strings;

    /** A schema and its keys; those of the schemas that it extends are not among them. */
    record Schema(
            String path, @Nullable String domain, String extended, String listOf, Map<String, SettingsKey> keys) {}

    /** Whether a file of that name has schemas; those with only enumerations come first. */
    public static boolean isSchema(String fileName) {
        return isEnumeration(fileName) || fileName.endsWith(".gschema.xml");
    }

    /** Whether a file of that name has only enumerations, which others use. */
    public static boolean isEnumeration(String fileName) {
        return fileName.endsWith(".enums.xml");
    }

    /** Whether a file of that name has other defaults. */
    public static boolean isOverride(String fileName) {
        return fileName.endsWith(".gschema.override");
    }

    /**
     * Adds a file of schemas; those with enumerations first, otherwise in the order of their names.
     *
     * @throws FormatException if the file is to be ignored, and nothing of it was added
     */
    public void add(String file, byte[] xml) throws FormatException {
        List<Map<String, ?>> tables = List.of(schemas, enums, flags);
        List<Integer> sizes = tables.stream().map(Map::size).toList();
        try {
            new SchemaReader(this, file).read(xml);
        } catch (FormatException e) {
            for (int i = 0; i < tables.size(); i++) {
                keepFirst(tables.get(i), sizes.get(i));
            }
            throw e;
        }
    }

    private static void keepFirst(Map<String, ?> table, int count) {
        if (table.size() > count) {
            List<String> names = List.copyOf(table.keySet());
            names.subList(count, names.size()).forEach(table::remove);
        }
    }

    /**
     * Adds a file with other defaults, after all schemas, in the order of their names.
     *
     * @param ignored is told of each key that is ignored
     * @throws FormatException if the whole file is to be ignored
     */
    public void override(String file, String text, Consumer<FormatException> ignored) throws FormatException {
        for (KeyFile.Entry entry : KeyFile.parse(file, text)) {
            String[] group = entry.group().split(":", 2);
            Schema schema = schemas.get(group[0]);
            if (schema == null) {
                continue; // of a package that is not there
            }
            try {
                SettingsKey key = schema.keys.get(entry.key());
                if (key == null) {
                    throw new FormatException(file, "a key of " + group[0], entry.key());
                }
                key.override(file, group.length > 1 ? group[1] : "", entry.value());
            } catch (FormatException e) {
                ignored.accept(e);
            }
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return schemas.isEmpty();
    }

    /** The compiled file. */
    public byte[] compiled() {
        GvdbTable root = new GvdbTable();
        for (String id : GHashOrder.of(schemas.keySet())) {
            Schema schema = schemas.get(id);
            if (schema != null) {
                root.addChild(id, compiled(schema));
            }
        }
        return root.file();
    }

    private static GvdbTable compiled(Schema schema) {
        GvdbTable table = new GvdbTable();
        boolean translated = false;
        for (String name : GHashOrder.of(schema.keys.keySet())) {
            SettingsKey key = schema.keys.get(name);
            if (key != null) {
                table.addChild(name, key.value());
                translated |= key.isTranslated();
            }
        }
        addUnlessEmpty(table, ".path", schema.path);
        addUnlessEmpty(table, ".extends", schema.extended);
        addUnlessEmpty(table, ".list-of", schema.listOf);
        if (translated && schema.domain != null) {
            table.add(".gettext-domain", GVariant.string(schema.domain));
        }
        return table;
    }

    private static void addUnlessEmpty(GvdbTable table, String name, String value) {
        if (!value.isEmpty()) {
            table.add(name, GVariant.string(value));
        }
    }

    Map<String, Schema> schemas() {
        return schemas;
    }

    Map<String, StringInfo> enums() {
        return enums;
    }

    Map<String, StringInfo> flags() {
        return flags;
    }

    /** The schema and what it extends, itself first. */
    List<Schema> lineage(Schema schema) {
        List<Schema> lineage = new ArrayList<>();
        for (Schema each = schema; each != null; each = schemas.get(each.extended)) {
            lineage.add(each);
        }
        return lineage;
    }

    /** Adds a schema, and extends another if that one exists. */
    void add(String id, Schema schema, String where) throws FormatException {
        if (lineage(schema).size() > MAX_LINEAGE) {
            throw new FormatException(where, "at most " + MAX_LINEAGE + " schemas that extend each other", id);
        }
        put(schemas, id, schema, where);
    }

    /** Adds a key to a schema. */
    void add(Schema schema, String name, SettingsKey key, String where) throws FormatException {
        strings += key.strings().size();
        if (strings > MAX_STRINGS || strings < 0) {
            throw new FormatException(where, "at most " + MAX_STRINGS + " bytes of strings that keys may have", "more");
        }
        put(schema.keys, name, key, where);
    }

    static void requireRoom(Map<String, ?> table, String name, String where) throws FormatException {
        if ((table.size() >= MAX_NAMES && !table.containsKey(name)) || name.length() > 0x3fff) {
            throw new FormatException(where, "at most " + MAX_NAMES + " names of usual length", name);
        }
    }

    /** Puts a name into a table in which it must be new. */
    static <T> void put(Map<String, T> table, String name, T value, String where) throws FormatException {
        requireRoom(table, name, where);
        if (table.putIfAbsent(name, value) != null) {
            throw new FormatException(where, "a name that is not there yet", name);
        }
    }
}
