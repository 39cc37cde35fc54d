package io.relocpy.elf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a loader would load for one file, in its order (breadth first), and why. Immutable. */
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

    /** The file that was asked about. */
    public String root() {
        return root;
    }

    /** Its PT_INTERP, if it has one. */
    public Optional<String> interpreter() {
        return interpreter;
    }

    /**
     * Every file that is loaded, by the path it is opened at, the root first. The loader is one of them if a file needs it
     * by its name.
     */
    public Map<String, ElfFile> files() {
        return files;
    }

    /**
     * The dependencies of each of those files, in the order of its DT_NEEDED, DT_FILTER and DT_AUXILIARY entries. Those of
     * DT_AUXILIARY may be missing in a complete tree.
     */
    public Map<String, List<Dependency>> dependencies() {
        return dependencies;
    }

    /** Symbol versions that a found library does not define. */
    public List<MissingVersion> missingVersions() {
        return missingVersions;
    }

    /** Why else the kernel or the loader would end the process, although everything was found. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** Libraries that were not found and that the loader insists on, in the order in which they were looked for. */
    public List<Dependency.Missing> missing() {
        return dependencies.values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Missing.class::isInstance)
                .map(Dependency.Missing.class::cast)
                .filter(missing -> missing.kind() != Dependency.Kind.AUXILIARY)
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

    /**
     * Whether a loader would start the file: nothing is missing that it insists on. {@link #undefinedSymbols()} is another
     * question, since most symbols are looked up when they are used.
     */
    public boolean isComplete() {
        return missing().isEmpty() && missingVersions.stream().allMatch(MissingVersion::weak) && refusals.isEmpty();
    }

    /**
     * The symbols that a file's relocations are about and that no file of the tree defines, each once, in the order of the
     * files and their symbols. They are looked up as the loader does at the start with LD_BIND_NOW: in the order of loading,
     * by version where the file gives one. Weak references may be without a definition and do not count; neither do
     * libraries that programs open later ({@code dlopen}). A library alone may name symbols of the program that opens it.
     *
     * <p>They are looked up each time this is asked for.
     *
     * @throws ElfFormatException if one of the files is damaged
     */
    public List<UndefinedSymbol> undefinedSymbols() throws ElfFormatException {
        return symbols.find();
    }

    /** Indented lines, one an entry that names a library: name, where it was found and by which rule. */
    public String toText() {
        return DependencyTreeText.of(this);
    }

    /**
     * The newest version of each library's version names that the files need, see {@link RequiredVersions}. With glibc
     * among the files this is at least what its libraries need of each other: {@link RequiredVersions#outsideGlibc} of
     * the files leaves that out.
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
     * A symbol version that a file needs and the library that it names does not define.
     *
     * @param version such as {@code GLIBC_2.38}
     * @param library path of the library
     * @param neededBy path of the file
     * @param weak whether the loader only warns
     */
    public record MissingVersion(String version, String library, String neededBy, boolean weak) {}

    /**
     * What the kernel or the loader does not take of a file.
     *
     * @param path of the file
     * @param reason in words, to be read behind the path
     */
    public record Refusal(String path, String reason) {}
}
