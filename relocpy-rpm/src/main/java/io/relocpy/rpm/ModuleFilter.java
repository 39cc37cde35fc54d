package io.relocpy.rpm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hides what dnf hides where nothing of modules is configured: packages of streams that are not the default of their
 * module, and, beside a default stream, packages of the same name that belong to no module. Repositories with
 * {@code module_hotfixes} stay as they are.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/modularity.html">dnf.modularity(7)</a>
 */
final class ModuleFilter {
    private final Map<String, String> defaults = new HashMap<>();
    private final Set<String> active = new HashSet<>();
    private final Set<String> inactive = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private ModuleFilter(List<Modules> all) {
        all.forEach(modules -> defaults.putAll(modules.defaults()));
        for (Modules modules : all) {
            for (Modules.Stream stream : modules.streams()) {
                if (isActive(stream)) {
                    active.addAll(stream.artifacts());
                    stream.artifacts().forEach(this::addName);
                } else {
                    inactive.addAll(stream.artifacts());
                }
            }
        }
        inactive.removeAll(active);
    }

    static List<Repository> apply(List<Repository> repositories) throws IOException {
        List<Modules> all = new ArrayList<>();
        for (Repository repository : repositories) {
            all.add(repository.modules());
        }
        if (all.stream().noneMatch(Modules::isPresent)) {
            return repositories;
        }
        ModuleFilter filter = new ModuleFilter(all);
        return repositories.stream()
                .map(repository ->
                        repository.config().moduleHotfixes() ? repository : repository.filter(filter::isVisible))
                .toList();
    }

    /** A default stream, in a build that goes with the default streams of the modules it needs. */
    private boolean isActive(Modules.Stream stream) {
        if (!stream.name().equals(defaults.get(stream.module()))) {
            return false;
        }
        return stream.requires().isEmpty()
                || stream.requires().stream().anyMatch(choice -> choice.entrySet().stream()
                        .allMatch(required -> goesWith(required.getKey(), required.getValue())));
    }

    private boolean goesWith(String module, List<String> streams) {
        return module.equals("platform")
                || (defaults.containsKey(module)
                        && (streams.isEmpty()
                                || streams.contains(defaults.get(module))
                                || streams.stream().allMatch(stream -> stream.startsWith("-"))));
    }

    private void addName(String artifact) {
        int release = artifact.lastIndexOf('-');
        int version = release < 0 ? -1 : artifact.lastIndexOf('-', release - 1);
        if (version > 0 && !artifact.endsWith(".src")) {
            names.add(artifact.substring(0, version));
        }
    }

    private boolean isVisible(PackageTable packages, int row) {
        Nevra nevra = packages.nevra(row);
        String artifact = nevra.name() + "-" + nevra.evr().epoch() + ":"
                + nevra.evr().version() + "-" + nevra.evr().release() + "." + nevra.arch();
        if (active.contains(artifact)) {
            return true;
        }
        if (inactive.contains(artifact) || names.contains(nevra.name())) {
            return false;
        }
        return packages.capabilities(row, DependencyKind.PROVIDES).stream()
                .noneMatch(provided -> names.contains(provided.name()));
    }
}
