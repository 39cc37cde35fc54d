package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the loaded files define the versions that others need of them; musl does not check. Source: glibc's {@code
 * elf/dl-version.c}.
 *
 * @param missing versions that a library does not define
 * @param refusals other reasons for which the loader would end the process
 */
record VersionCheck(List<DependencyTree.MissingVersion> missing, List<DependencyTree.Refusal> refusals) {
    static VersionCheck of(
            List<LoadedFile> loaded,
            List<LoadedFile> scope,
            SystemLoader system,
            Map<String, List<Dependency>> dependencies) {
        VersionCheck check = new VersionCheck(new ArrayList<>(), new ArrayList<>());
        if (!system.isMusl()) {
            Set<String> reported = dependencies.values().stream()
                    .flatMap(List::stream)
                    .filter(Dependency.Missing.class::isInstance)
                    .map(Dependency::name)
                    .collect(Collectors.toSet());
            for (LoadedFile file : scope) {
                try {
                    check.needs(file, loaded, reported);
                    if (system.has(SystemLoader.Trait.DEMANDS_RELR_MARKER)) {
                        check.packedRelocations(file);
                    }
                } catch (ElfFormatException e) {
                    check.unreadable(file, e);
                }
            }
        }
        return new VersionCheck(List.copyOf(check.missing), List.copyOf(check.refusals));
    }

    private void needs(LoadedFile file, List<LoadedFile> loaded, Set<String> reported) throws ElfFormatException {
        for (VersionNeed need : file.file().versionNeeds()) {
            Optional<LoadedFile> library =
                    loaded.stream().filter(l -> l.isNamed(need.file())).findFirst();
            if (library.isPresent()) {
                compare(file, need, library.get());
            } else if (!reported.contains(need.file())) {
                refusals.add(new DependencyTree.Refusal(
                        file.path(), "needs versions of " + need.file() + ", which no loaded file needs"));
            }
        }
    }

    private void unreadable(LoadedFile file, ElfFormatException why) {
        DependencyTree.Refusal refusal =
                new DependencyTree.Refusal(file.path(), "has unreadable version tables: " + why.getMessage());
        if (!refusals.contains(refusal)) {
            refusals.add(refusal);
        }
    }

    private void compare(LoadedFile file, VersionNeed need, LoadedFile library) {
        List<VersionDefinition> defined;
        try {
            defined = library.file().versionDefinitions();
        } catch (ElfFormatException e) {
            unreadable(library, e);
            return;
        }
        for (VersionNeed.Version version : need.versions()) {
            // glibc accepts a library without any version with a warning
            boolean there =
                    defined.isEmpty() || defined.stream().anyMatch(d -> d.name().equals(version.name()));
            if (!there) {
                missing.add(
                        new DependencyTree.MissingVersion(version.name(), library.path(), file.path(), version.weak()));
            }
        }
    }

    private void packedRelocations(LoadedFile file) throws ElfFormatException {
        if (LoaderRules.lacksRelrMarker(file.file())) {
            refusals.add(new DependencyTree.Refusal(
                    file.path(), "has packed relocations (DT_RELR) without needing the version GLIBC_ABI_DT_RELR"));
        }
    }
}
