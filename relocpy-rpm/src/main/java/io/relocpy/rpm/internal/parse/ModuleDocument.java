package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A document of modules.yaml. Invalid is what libmodulemd considers so, since dnf then ignores the whole document, and the
 * packages of a stream belong to no module.
 *
 * @see <a href="https://github.com/fedora-modularity/libmodulemd/tree/main/yaml_specs">Specification</a>
 */
final class ModuleDocument {
    private static final List<String> MAPPINGS = List.of(
            "license", "references", "profiles", "api", "filter", "buildopts", "components", "artifacts", "intents");
    private static final Pattern ARTIFACT = Pattern.compile(".+-[0-9]+:[^-]+-[^-]+\\.[^.]+");

    private final String where;
    private final Map<String, Object> document;
    private final Map<String, Object> data;

    ModuleDocument(YamlReader.Document read) throws FormatException {
        this.where = "modules, line " + read.line();
        if (read.hasAlias()) {
            throw new FormatException(where, "no aliases", "one");
        }
        this.document = read.content();
        this.data = mapping(document, "data");
    }

    String type() throws FormatException {
        return text(document, "document", "");
    }

    /** The name of the module with a default stream. */
    String name() {
        return String.valueOf(data.get("module"));
    }

    Modules.Stream stream() throws FormatException {
        boolean old = requireVersion("1", "2").equals("1");
        for (String key : List.of("name", "stream", "summary", "description")) {
            require(data.containsKey(key), key);
        }
        for (String key : MAPPINGS) {
            mapping(data, key);
        }
        number("version");
        require(!texts(mapping(data, "license"), "module").isEmpty(), "license.module");
        String name = text(data, "name", "");
        String stream = text(data, "stream", "");
        require(!stream.isEmpty(), "stream");
        List<String> artifacts = texts(mapping(data, "artifacts"), "rpms");
        for (String each : artifacts) {
            if (!ARTIFACT.matcher(each).matches()) {
                throw new FormatException(where, "artifacts as name-epoch:version-release.arch", Printable.quote(each));
            }
        }
        return new Modules.Stream(name, stream, old ? List.of(requires(data)) : dependencies(), artifacts);
    }

    /** A list of alternatives; in version 1 there is only one, without a list. */
    private List<Map<String, List<String>>> dependencies() throws FormatException {
        Object value = data.getOrDefault("dependencies", List.of());
        if (!(value instanceof List<?> list)) {
            throw new FormatException(where, "a list of dependencies", "something else");
        }
        List<Map<String, List<String>>> all = new ArrayList<>();
        for (Object each : list) {
            all.add(requires(Map.of("dependencies", each)));
        }
        return all;
    }

    private Map<String, List<String>> requires(Map<String, Object> in) throws FormatException {
        Map<String, Object> required = mapping(mapping(in, "dependencies"), "requires");
        Map<String, List<String>> modules = new HashMap<>();
        for (String module : required.keySet()) {
            modules.put(module, texts(required, module));
        }
        return modules;
    }

    /** Empty if the document only has profiles. */
    Optional<Modules.Default> defaultStream() throws FormatException {
        requireVersion("1");
        require(!text(data, "module", "").isEmpty(), "module");
        for (String key : MAPPINGS) {
            mapping(data, key);
        }
        long modified = number("modified");
        String stream = text(data, "stream", "");
        return stream.isEmpty() ? Optional.empty() : Optional.of(new Modules.Default(Optional.of(stream), modified));
    }

    private String requireVersion(String... known) throws FormatException {
        String version = text(document, "version", "none");
        if (!List.of(known).contains(version)) {
            throw new FormatException(where, "version " + String.join(" or ", known), Printable.quote(version));
        }
        return version;
    }

    private void require(boolean there, String key) throws FormatException {
        if (!there) {
            throw new FormatException(where, key, "none");
        }
    }

    private long number(String key) throws FormatException {
        String text = text(data, key, "0");
        try {
            return Long.parseUnsignedLong(text); // versions have 19 digits
        } catch (NumberFormatException e) {
            throw new FormatException(where, key + " as a number", Printable.quote(text));
        }
    }

    private String text(Map<String, Object> in, String key, String absent) throws FormatException {
        if (!(in.getOrDefault(key, absent) instanceof String text)) {
            throw new FormatException(where, key + " as text", "something else");
        }
        return text;
    }

    @SuppressWarnings("unchecked") // YamlReader only creates maps with string keys
    private Map<String, Object> mapping(Map<String, Object> in, String key) throws FormatException {
        if (!(in.getOrDefault(key, Map.of()) instanceof Map<?, ?> map)) {
            throw new FormatException(where, key + " as a mapping", "something else");
        }
        return (Map<String, Object>) map;
    }

    /** A single text is a list of one. */
    private List<String> texts(Map<String, Object> in, String key) throws FormatException {
        Object value = in.getOrDefault(key, List.of());
        if (value instanceof String text) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of(Map.of())) {
            if (!(each instanceof String text)) {
                throw new FormatException(where, key + " as a list of texts", "something else");
            }
            texts.add(text);
        }
        return texts;
    }
}
