package io.relocpy.rpm.internal.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of modules.yaml: which packages belong to which streams, and which stream of a module is its default.
 *
 * @param streams every build of every stream
 * @param defaults module → its default stream
 */
public record Modules(List<Stream> streams, Map<String, Default> defaults) {
    public static final Modules NONE = new Modules(List.of(), Map.of());

    /**
     * One build of a stream.
     *
     * @param requires the modules that it requires, all of them: module → streams, see {@code ModuleChoice}
     * @param artifacts its packages, as {@code name-epoch:version-release.arch}
     */
    public record Stream(
            String module, String name, List<Map<String, List<String>>> requires, List<String> artifacts) {}

    /**
     * The default stream of a module.
     *
     * @param stream empty if repositories contradict each other
     * @param modified time of the declaration; the latest one applies
     */
    public record Default(Optional<String> stream, long modified) {
        /** Merges the defaults of two repositories as libmodulemd does: if equally new ones differ, neither applies. */
        public Default merge(Default other) {
            if (modified != other.modified) {
                return modified > other.modified ? this : other;
            }
            return stream.equals(other.stream) ? this : new Default(Optional.empty(), modified);
        }
    }

    public static Modules read(InputStream in, String where) throws IOException {
        List<Stream> streams = new ArrayList<>();
        Map<String, Default> defaults = new HashMap<>();
        YamlReader.read(in, where, document -> {
            Map<String, Object> data = YamlReader.mapping(document.getOrDefault("data", ""));
            switch (String.valueOf(document.get("document"))) {
                case "modulemd" -> {
                    Stream stream = stream(data);
                    if (!stream.module().isEmpty() && !stream.name().isEmpty()) { // libmodulemd skips others
                        streams.add(stream);
                    }
                }
                case "modulemd-defaults" -> {
                    String stream = text(data, "stream");
                    if (!stream.isEmpty()) {
                        defaults.put(
                                text(data, "module"), new Default(Optional.of(stream), number(text(data, "modified"))));
                    }
                }
                default -> {
                    // translations and packager notes
                }
            }
        });
        return new Modules(List.copyOf(streams), Map.copyOf(defaults));
    }

    private static Stream stream(Map<String, Object> data) {
        List<Map<String, List<String>>> requires = new ArrayList<>();
        for (Object choice : YamlReader.sequence(data.getOrDefault("dependencies", ""))) {
            Map<String, List<String>> modules = new HashMap<>();
            YamlReader.mapping(YamlReader.mapping(choice).getOrDefault("requires", ""))
                    .forEach((module, streams) -> modules.put(module, texts(streams)));
            requires.add(modules);
        }
        Map<String, Object> artifacts = YamlReader.mapping(data.getOrDefault("artifacts", ""));
        return new Stream(
                text(data, "name"), text(data, "stream"), requires, texts(artifacts.getOrDefault("rpms", "")));
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String text(Map<String, Object> data, String key) {
        return String.valueOf(data.getOrDefault(key, ""));
    }

    private static List<String> texts(Object value) {
        return YamlReader.sequence(value).stream().map(String::valueOf).toList();
    }
}
