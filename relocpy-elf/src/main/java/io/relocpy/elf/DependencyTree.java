package io.relocpy.elf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a loader would load for one file, in its order (breadth first), and why. Immutable.
 *
 * @param root the file that was asked about
 * @param interpreter its PT_INTERP, if it has one
 * @param files every file that is loaded, by the path it is opened at, the root first
 * @param dependencies of each of those files, in the order of its DT_NEEDED entries
 * @param missingVersions symbol versions that a found library does not define
 */
public record DependencyTree(
        String root,
        Optional<String> interpreter,
        Map<String, ElfFile> files,
        Map<String, List<Dependency>> dependencies,
        List<MissingVersion> missingVersions) {

    /** Libraries that were not found, in the order in which they were looked for. */
    public List<Dependency.Missing> missing() {
        return dependencies.values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Missing.class::isInstance)
                .map(Dependency.Missing.class::cast)
                .toList();
    }

    /** Every library's first finding, in the order of loading. */
    public List<Dependency.Found> found() {
        return dependencies.values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Found.class::isInstance)
                .map(Dependency.Found.class::cast)
                .filter(f -> f.rule() != SearchRule.ALREADY_LOADED)
                .toList();
    }

    /** Whether a loader would start the file: nothing is missing that it insists on. */
    public boolean isComplete() {
        return missing().isEmpty() && missingVersions.stream().allMatch(MissingVersion::weak);
    }

    /** Indented lines, one a DT_NEEDED entry: name, where it was found and by which rule. */
    public String toText() {
        return DependencyTreeText.of(this);
    }

    /**
     * The newest version of each library's version names that the files need, see {@link RequiredVersions}.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public Map<String, String> requiredVersions() throws ElfFormatException {
        return RequiredVersions.of(files.values());
    }

    /**
     * A symbol version that a file needs and the library that it names does not define.
     *
     * @param version such as {@code GLIBC_2.38}
     * @param library path of the library
     * @param neededBy path of the file
     * @param weak whether the loader only warns
     */
    public record MissingVersion(String version, String library, String neededBy, boolean weak) {}
}
