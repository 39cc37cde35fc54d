package io.relocpy.rpm.metadata;

import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.Postings;
import io.relocpy.rpm.internal.parse.Modules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
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

    /** Of the packages of active streams. */
    private final Set<String> names = new HashSet<>();

    /** Of the packages of other streams. */
    private final Set<String> inactiveNames = new HashSet<>();

    private ModuleFilter(List<Modules.Stream> streams, ModuleChoice choice) {
        for (Modules.Stream stream : streams) {
            if (choice.isActive(stream)) {
                active.addAll(stream.artifacts());
                stream.artifacts().forEach(each -> addName(each, names));
            } else {
                inactive.addAll(stream.artifacts());
                stream.artifacts().forEach(each -> addName(each, inactiveNames));
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
                .map(repository -> repository.config().moduleHotfixes() ? repository : filter.apply(repository))
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

    private static void addName(String artifact, Set<String> to) {
        int release = artifact.lastIndexOf('-');
        int version = release < 0 ? -1 : artifact.lastIndexOf('-', release - 1);
        if (version > 0 && !artifact.endsWith(".src")) {
            to.add(artifact.substring(0, version));
        }
    }

    /** Most packages have no module's name: only of the others are the texts needed. */
    private Repository apply(Repository repository) {
        PackageTable packages = repository.table();
        BitSet concerned = rowsOf(packages, packages.named(), inactiveNames);
        BitSet providing = rowsOf(packages, packages.named(), names);
        providing.or(rowsOf(packages, packages.providing(), names));
        concerned.or(providing);
        return repository.filter(row -> !concerned.get(row) || isVisible(packages.nevra(row), providing.get(row)));
    }

    private static BitSet rowsOf(PackageTable packages, Postings postings, Set<String> names) {
        BitSet rows = new BitSet();
        for (String name : names) {
            int id = packages.names().find(name);
            if (id != NameTable.ABSENT) {
                for (int place = postings.first(id); place < postings.end(id); place++) {
                    rows.set(postings.row(place));
                }
            }
        }
        return rows;
    }

    /** @param providing whether the package has or provides the name of one of an active stream */
    private boolean isVisible(Nevra nevra, boolean providing) {
        String artifact = nevra.name() + "-" + nevra.evr().epoch() + ":"
                + nevra.evr().version() + "-" + nevra.evr().release().orElseThrow() + "." + nevra.arch();
        return active.contains(artifact) || (!providing && !inactive.contains(artifact));
    }
}
