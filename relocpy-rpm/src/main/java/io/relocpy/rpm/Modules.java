package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What modules.yaml says of streams: which packages belong to which, and which stream of a module is its default.
 *
 * @param streams every build of every stream
 * @param defaults module → its default stream
 */
record Modules(List<Stream> streams, Map<String, String> defaults) {
    static final Modules NONE = new Modules(List.of(), Map.of());

    /**
     * One build of a stream.
     *
     * @param requires what other modules it goes with: for each choice module → streams, empty for any
     * @param artifacts its packages, as {@code name-epoch:version-release.arch}
     */
    record Stream(String module, String name, List<Map<String, List<String>>> requires, List<String> artifacts) {}

    boolean isPresent() {
        return !streams.isEmpty() || !defaults.isEmpty();
    }

    static Modules read(InputStream in, String where) throws IOException {
        List<Stream> streams = new ArrayList<>();
        Map<String, String> defaults = new HashMap<>();
        YamlReader.read(in, where, document -> {
            Map<String, Object> data = YamlReader.mapping(document.getOrDefault("data", ""));
            switch (String.valueOf(document.get("document"))) {
                case "modulemd" -> streams.add(stream(data));
                case "modulemd-defaults" -> {
                    String stream = text(data, "stream");
                    if (!stream.isEmpty()) {
                        defaults.put(text(data, "module"), stream);
                    }
                }
                default -> {
                    // translations, packager's notes
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

    private static String text(Map<String, Object> data, String key) {
        return String.valueOf(data.getOrDefault(key, ""));
    }

    private static List<String> texts(Object value) {
        return YamlReader.sequence(value).stream().map(String::valueOf).toList();
    }
}
