package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loader for one root file: what is loaded, in which order, and what remains to be processed. Where a name
 * is searched for is up to the {@link NeedSearch} of the loader. Sources: glibc's {@code elf/dl-deps.c} and {@code
 * elf/dl-load.c}, musl's {@code ldso/dynlink.c}.
 */
final class LibrarySearch {
    private final FileTree tree;
    private final SearchSettings settings;
    private final OpenedFiles files;
    private final LoadedFile root;
    private final SystemLoader system;
    private final @Nullable LoadedFile loader;
    private final List<String> defaultDirectories;
    private final List<String> subdirectories;

    /** Everything in memory, the loader included. */
    private final List<LoadedFile> loaded = new ArrayList<>();

    private final Map<Object, LoadedFile> byIdentity = new HashMap<>();
    private final Map<String, Boolean> directories = new HashMap<>();

    /** In symbol lookup order: breadth first, but a filtered library before its filter. */
    private final List<LoadedFile> scope = new ArrayList<>();

    /** What counts as loaded, in loading order. */
    private final Set<LoadedFile> included = new LinkedHashSet<>();

    private @Nullable Object loaderIdentity;
    private @Nullable LoadedFile answer;

    private LibrarySearch(
            FileTree tree, SearchSettings settings, OpenedFiles files, LoadedFile root, SystemLoader system) {
        this.tree = tree;
        this.settings = settings;
        this.files = files;
        this.root = root;
        this.system = system;
        String path = system.path();
        ElfFile file = system.file();
        this.loader = path == null || file == null ? null : new LoadedFile(path, TreePaths.parent(path), file, null);
        List<String> given = settings.defaultDirectories;
        this.defaultDirectories = given == null ? system.directories() : given;
        this.subdirectories = Subdirectories.of(settings, system, root.file().header());
    }

    static DependencyTree run(FileTree tree, SearchSettings settings, OpenedFiles files, String path)
            throws IOException {
        String real =
                TreePaths.resolve(tree, path).orElseThrow(() -> new IOException(path + ": no such file in the tree"));
        ElfFile file = files.open(path, real);
        boolean byKernel = file.interpreter().isPresent() && !settings.startedByLoader;
        LoadedFile root = new LoadedFile(path, TreePaths.parent(byKernel ? real : path), file, null);
        SystemLoader system = SystemLoader.of(tree, files, settings.loader(), file);
        LibrarySearch search = new LibrarySearch(tree, settings, files, root, system);
        // to loaders, the file of the program is like any other that a library may need
        if (file.interpreter().isEmpty()) {
            search.byIdentity.put(tree.identity(real), root);
        }
        return search.run();
    }

    private DependencyTree run() throws IOException {
        loaded.add(root);
        if (!system.isMusl()) {
            root.addName(""); // glibc's name for what it starts
        }
        include(root);
        scope.add(root);
        if (loader != null) {
            addLoader(loader);
        }
        Map<String, List<Dependency>> dependencies = new LinkedHashMap<>();
        Set<LoadedFile> done = new HashSet<>();
        for (int at = 0; at < scope.size(); ) {
            LoadedFile next = scope.get(at);
            if (done.add(next)) {
                dependencies.putIfAbsent(next.path(), load(next)); // a program may be loaded again as a library
                // a filtered library may now be at this position
            } else {
                at++;
            }
        }
        Map<String, ElfFile> byPath = new LinkedHashMap<>();
        included.forEach(file -> byPath.put(file.path(), file.file()));
        VersionCheck versions = VersionCheck.of(loaded, scope, system, dependencies);
        return new DependencyTree(
                root.path(),
                root.file().interpreter(),
                byPath,
                dependencies,
                versions.missing(),
                refusals(versions),
                new UndefinedSymbols(List.copyOf(scope), system));
    }

    /** The kernel's refusals come before the loader's. */
    private List<DependencyTree.Refusal> refusals(VersionCheck versions) throws ElfFormatException {
        List<DependencyTree.Refusal> all = new ArrayList<>();
        ElfHeader header = root.file().header();
        if (header.type() != ElfConstants.ET_EXEC && header.type() != ElfConstants.ET_DYN) {
            all.add(new DependencyTree.Refusal(
                    root.path(), "is neither a program nor a library, but has the type " + header.typeName()));
        }
        Optional<String> named = root.file().interpreter();
        if (loader == null && settings.loader == null && named.isPresent()) {
            all.add(new DependencyTree.Refusal(
                    root.path(), "names a loader that does not exist or is not a loader: " + named.get()));
        }
        all.addAll(versions.refusals());
        if (system.has(SystemLoader.Trait.CHECKS_ISA_LEVEL)) {
            for (LoadedFile file : scope) {
                addProcessor(file, all);
            }
        }
        return all;
    }

    /** Source: glibc's {@code sysdeps/x86/dl-prop.h}. */
    private void addProcessor(LoadedFile file, List<DependencyTree.Refusal> refusals) {
        int level;
        try {
            level = file.file().notes().x86IsaLevel().orElse(0);
        } catch (ElfFormatException e) {
            return; // unreadable notes require nothing
        }
        int processor = Subdirectories.x86Level(settings.hwcaps);
        if (level > processor) {
            refusals.add(new DependencyTree.Refusal(
                    file.path(),
                    "needs a processor of level x86-64-v%d, the search is for x86-64%s"
                            .formatted(level, processor == 1 ? "" : "-v" + processor)));
        }
    }

    private void addLoader(LoadedFile file) throws IOException {
        loaded.add(file);
        file.addName(file.path());
        root.file().interpreter().ifPresent(file::addName);
        Optional<String> real = TreePaths.resolve(tree, file.path());
        if (real.isPresent()) {
            loaderIdentity = tree.identity(real.get());
        }
    }

    /** The dependencies of one file, in the order of its dynamic section. */
    private List<Dependency> load(LoadedFile file) throws IOException {
        List<Dependency> found = new ArrayList<>();
        for (DynamicEntry entry : file.entries()) {
            Optional<Dependency.Kind> kind = kind(entry.tag());
            if (kind.isPresent()) {
                String name = file.file().dynamic().orElseThrow().stringTable().get(entry.value());
                answer = null;
                found.add(search(kind.get(), name, file).run());
                if (answer != null) {
                    putIntoScope(answer, kind.get() != Dependency.Kind.NEEDED, file);
                }
            }
        }
        return List.copyOf(found);
    }

    private Optional<Dependency.Kind> kind(long tag) {
        if (tag == ElfConstants.DT_NEEDED) {
            return Optional.of(Dependency.Kind.NEEDED);
        }
        if (!system.isMusl() && tag == ElfConstants.DT_FILTER) {
            return Optional.of(Dependency.Kind.FILTER);
        }
        return !system.isMusl() && tag == ElfConstants.DT_AUXILIARY
                ? Optional.of(Dependency.Kind.AUXILIARY)
                : Optional.empty();
    }

    private NeedSearch search(Dependency.Kind kind, String name, LoadedFile needer) {
        return system.isMusl() ? new MuslSearch(this, kind, name, needer) : new GlibcSearch(this, kind, name, needer);
    }

    /** Filtered libraries come before the filter, even if they were loaded earlier. */
    private void putIntoScope(LoadedFile file, boolean isFiltered, LoadedFile filter) {
        int at = scope.indexOf(file);
        int filterAt = scope.indexOf(filter);
        if (!isFiltered && at < 0) {
            scope.add(file);
        } else if (isFiltered && (at < 0 || at > filterAt)) {
            scope.remove(file);
            scope.add(filterAt, file);
        }
    }

    FileTree tree() {
        return tree;
    }

    SearchSettings settings() {
        return settings;
    }

    OpenedFiles files() {
        return files;
    }

    LoadedFile root() {
        return root;
    }

    /** Null if it is not in the tree. */
    @Nullable
    LoadedFile loader() {
        return loader;
    }

    List<String> defaultDirectories() {
        return defaultDirectories;
    }

    /** The subdirectories between a search directory and the library's name: best first, the empty one last. */
    List<String> subdirectories() {
        return subdirectories;
    }

    boolean refusesPrograms() {
        return system.has(SystemLoader.Trait.REFUSES_PROGRAMS);
    }

    LoaderCache.Request cacheRequest() {
        return new LoaderCache.Request(
                root.file().header(), settings.hwcaps, system.has(SystemLoader.Trait.LEGACY_DIRECTORIES));
    }

    DynamicStringTokens tokens(LoadedFile file) {
        return new DynamicStringTokens(
                file.origin(),
                system.lib(),
                Optional.ofNullable(settings.platform)
                        .or(() -> DefaultDirectories.platform(root.file().header())));
    }

    Optional<String> absolute(String path) {
        return settings.absolute(path);
    }

    /** Whether a directory exists; checked once in a run, as the loader does. */
    boolean hasDirectory(String path) throws IOException {
        Boolean known = directories.get(path);
        if (known == null) {
            Optional<String> absolute = absolute(path);
            Optional<String> real = absolute.isPresent() ? TreePaths.resolve(tree, absolute.get()) : Optional.empty();
            known = real.isPresent() && tree.lookup(real.get()) instanceof FileTree.Entry.Directory;
            directories.put(path, known);
        }
        return known;
    }

    /** Everything in memory, in the loader's order. */
    List<LoadedFile> loaded() {
        return loaded;
    }

    @Nullable
    LoadedFile loadedAs(Object identity) {
        return byIdentity.get(identity);
    }

    boolean isLoader(Object identity) {
        return identity.equals(loaderIdentity);
    }

    void add(LoadedFile file, Object identity) {
        loaded.add(file);
        byIdentity.put(identity, file);
        include(file);
    }

    /** Counts a file as loaded; returns whether it was not before. */
    boolean include(LoadedFile file) {
        return included.add(file);
    }

    boolean isIncluded(LoadedFile file) {
        return included.contains(file);
    }

    /** Records the file at which the current search ended. */
    void setAnswer(LoadedFile file) {
        answer = file;
    }
}
