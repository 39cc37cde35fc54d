package io.relocpy.rpm.metadata;

import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.parse.Modules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hides the same packages as dnf: those of streams that are neither enabled, nor default, nor required by such a
 * stream; and non-modular packages with the same name as packages of an active stream. Repositories with
 * {@code module_hotfixes} are not filtered.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/modularity.html">dnf.modularity(7)</a>
 */
final class ModuleFilter {
    private final Set<String> active = new HashSet<>();
    private final Set<String> inactive = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private ModuleFilter(List<Modules.Stream> streams, ModuleChoice choice) {
        for (Modules.Stream stream : streams) {
            if (choice.isActive(stream)) {
                active.addAll(stream.artifacts());
                stream.artifacts().forEach(this::addName);
            } else {
                inactive.addAll(stream.artifacts());
            }
        }
        inactive.removeAll(active);
    }

    /**
     * Returns the repositories with their visible packages.
     *
     * @throws ResolutionException if an enabled stream does not exist or cannot be used
     */
    static List<Repository> apply(
            List<Repository> repositories, ModuleSettings settings, Warnings<RepositoryWarning> warnings)
            throws IOException {
        List<Modules.Stream> streams = new ArrayList<>();
        Map<String, Modules.Default> defaults = new TreeMap<>();
        Map<String, String> declaredBy = new HashMap<>();
        for (Repository repository : repositories) {
            Modules modules = repository.modules();
            streams.addAll(modules.streams());
            modules.defaults().forEach((module, each) -> {
                defaults.merge(module, each, Modules.Default::merge);
                declaredBy.put(module, repository.id());
            });
        }
        if (streams.isEmpty() && defaults.isEmpty() && settings.enabled().isEmpty()) {
            return repositories;
        }
        Map<String, String> preferred = new TreeMap<>();
        defaults.forEach((module, each) -> each.stream().ifPresent(stream -> preferred.put(module, stream)));
        preferred.putAll(settings.enabled());
        ModuleChoice choice = new ModuleChoice(streams, preferred, settings);
        for (Map.Entry<String, String> each : new TreeMap<>(settings.enabled()).entrySet()) {
            enable(choice, each.getKey(), each.getValue());
        }
        for (Map.Entry<String, String> each : preferred.entrySet()) {
            String module = each.getKey();
            if (!settings.enabled().containsKey(module)
                    && !settings.disabled().contains(module)
                    && choice.streams(module).contains(each.getValue())
                    && !choice.take(module, each.getValue())) {
                String repository = declaredBy.getOrDefault(module, "");
                warnings.add(new RepositoryWarning.UnusedModule(repository, module, each.getValue()));
            }
        }
        ModuleFilter filter = new ModuleFilter(streams, choice);
        return repositories.stream()
                .map(repository ->
                        repository.config().moduleHotfixes() ? repository : repository.filter(filter::isVisible))
                .toList();
    }

    private static void enable(ModuleChoice choice, String module, String stream) throws ResolutionException {
        Set<String> there = choice.streams(module);
        if (!there.contains(stream)) {
            throw new ResolutionException("module " + Printable.of(module + ":" + stream) + ": no such stream"
                    + (there.isEmpty() ? "" : "; available: " + Printable.of(String.join(", ", there))));
        }
        if (!choice.take(module, stream)) {
            throw new ResolutionException("module " + Printable.of(module + ":" + stream)
                    + ": its requirements do not exist, or conflict with other enabled streams");
        }
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
                + nevra.evr().version() + "-" + nevra.evr().release().orElseThrow() + "." + nevra.arch();
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
