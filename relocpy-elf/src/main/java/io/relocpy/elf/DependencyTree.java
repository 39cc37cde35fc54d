package io.relocpy.elf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a loader would load for a file, in its order (breadth first), and why. Immutable. */
public final class DependencyTree {
    private final String root;
    private final Optional<String> interpreter;
    private final Map<String, ElfFile> files;
    private final Map<String, List<Dependency>> dependencies;
    private final List<MissingVersion> missingVersions;
    private final List<Refusal> refusals;
    private final UndefinedSymbols symbols;

    DependencyTree(
            String root,
            Optional<String> interpreter,
            Map<String, ElfFile> files,
            Map<String, List<Dependency>> dependencies,
            List<MissingVersion> missingVersions,
            List<Refusal> refusals,
            UndefinedSymbols symbols) {
        this.root = root;
        this.interpreter = interpreter;
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        this.dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
        this.missingVersions = List.copyOf(missingVersions);
        this.refusals = List.copyOf(refusals);
        this.symbols = symbols;
    }

    /** The root: the file that was resolved. */
    public String root() {
        return root;
    }

    /** Its PT_INTERP, if it has one. */
    public Optional<String> interpreter() {
        return interpreter;
    }

    /**
     * Every loaded file by the path it is opened at, the root first. The loader is included if a file needs it by name.
     */
    public Map<String, ElfFile> files() {
        return files;
    }

    /**
     * The dependencies of each of those files, in the order of its DT_NEEDED, DT_FILTER and DT_AUXILIARY entries.
     * DT_AUXILIARY dependencies may be missing even in a complete tree.
     */
    public Map<String, List<Dependency>> dependencies() {
        return dependencies;
    }

    /** Symbol versions that a found library does not define. */
    public List<MissingVersion> missingVersions() {
        return missingVersions;
    }

    /** Other reasons for which the kernel or the loader would end the process although everything was found. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** The required libraries that were not found, in the order in which they were searched for. */
    public List<Dependency.Missing> missing() {
        return dependencies.values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Missing.class::isInstance)
                .map(Dependency.Missing.class::cast)
                .filter(missing -> missing.kind() != Dependency.Kind.AUXILIARY)
                .toList();
    }

    /** The first result for each library, in loading order. */
    public List<Dependency.Found> found() {
        return dependencies.values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Found.class::isInstance)
                .map(Dependency.Found.class::cast)
                .filter(f -> f.rule() != SearchRule.ALREADY_LOADED)
                .toList();
    }

    /**
     * Whether a loader would start the file: nothing that it requires is missing. This does not include {@link
     * #undefinedSymbols()}, since most symbols are bound when they are first used.
     */
    public boolean isComplete() {
        return missing().isEmpty() && missingVersions.stream().allMatch(MissingVersion::weak) && refusals.isEmpty();
    }

    /**
     * The symbols that relocations refer to and that no file of the tree defines, each once, in the order of the files
     * and their symbols. They are bound as the loader does at startup with LD_BIND_NOW: in loading order, by version
     * where the reference has one. Undefined weak references are not reported, and libraries that a program loads with
     * {@code dlopen} are not searched. A library on its own may refer to symbols of the program that loads it.
     *
     * <p>Each call performs the lookup again.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public List<UndefinedSymbol> undefinedSymbols() throws ElfFormatException {
        return symbols.find();
    }

    /** Indented lines, one for each entry that names a library: its name, where it was found, and by which rule. */
    public String toText() {
        return DependencyTreeText.of(this);
    }

    /**
     * The newest version that the files need, for each version name prefix, see {@link RequiredVersions}. If glibc is
     * among the files, this includes what its own libraries need of each other, which {@link
     * RequiredVersions#outsideGlibc} leaves out.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public Map<String, String> requiredVersions() throws ElfFormatException {
        return RequiredVersions.of(files.values());
    }

    /** The same as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    /**
     * A symbol version that a file needs and that the library does not define.
     *
     * @param version such as {@code GLIBC_2.38}
     * @param library path of the library
     * @param neededBy path of the file that needs it
     * @param weak whether the loader only warns
     */
    public record MissingVersion(String version, String library, String neededBy, boolean weak) {}

    /**
     * A file that the kernel or the loader rejects.
     *
     * @param path of the file
     * @param reason a phrase that continues the path, such as "has packed relocations …"
     */
    public record Refusal(String path, String reason) {}
}
