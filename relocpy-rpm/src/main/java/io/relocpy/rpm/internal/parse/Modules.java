package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
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
 * @param faults descriptions of the documents that are skipped
 */
public record Modules(List<Stream> streams, Map<String, Default> defaults, List<String> faults) {
    public static final Modules NONE = new Modules(List.of(), Map.of(), List.of());

    /** The maximum number of faults kept, out of possibly millions. */
    private static final int MOST_FAULTS = 100;

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

    /** Reads the documents that libmodulemd accepts; {@link #faults} describes the others. */
    public static Modules read(InputStream in, String where) throws IOException {
        List<Stream> streams = new ArrayList<>();
        Map<String, Default> defaults = new HashMap<>();
        List<String> faults = new ArrayList<>();
        YamlReader.read(in, where, document -> {
            try {
                ModuleDocument module = new ModuleDocument(document);
                switch (module.type()) {
                    case "modulemd" -> streams.add(module.stream());
                    case "modulemd-defaults" ->
                        module.defaultStream().ifPresent(stream -> defaults.put(module.name(), stream));
                    default -> {
                        // translations and packager notes
                    }
                }
            } catch (FormatException e) {
                if (faults.size() < MOST_FAULTS) {
                    faults.add(e.getMessage() + "; the document is skipped");
                }
            }
        });
        return new Modules(List.copyOf(streams), Map.copyOf(defaults), List.copyOf(faults));
    }
}
