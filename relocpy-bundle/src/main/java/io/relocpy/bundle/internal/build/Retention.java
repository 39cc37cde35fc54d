package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.places.LibraryPlaces;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.FileRules.Use;
import io.relocpy.bundle.internal.tree.FileRules.Verdict;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.elf.Dependency;
import io.relocpy.elf.LibraryResolver;
import io.relocpy.elf.SearchRule;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the files that stay: those that rules keep by their path; then, until nothing is added, what these need. The
 * rules are methods named {@code keep…}; {@code docs/selection.md} explains them.
 */
final class Retention {
    /** Fewer components name a directory that packages share. */
    private static final int COMPONENTS_OF_OWN_DIRECTORY = 3;

    private final FileRules rules;
    private final VirtualRoot tree;
    private final PackagePurposes purposes;
    private final LibraryResolver resolver;
    private final Set<String> searched;
    private final ModuleTests tests;

    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final NavigableMap<String, FileReason> kept = new TreeMap<>();
    private final Set<String> directories = new HashSet<>();
    private final Set<String> examined = new HashSet<>();

    /** Files of which it is known which libraries they name. */
    private final Set<String> read = new HashSet<>();

    /** File names of libraries → a file that names it. */
    private final Map<String, String> namedBy = new HashMap<>();

    /** Links that stay as directories of others' paths: what else lies there does not stay for their sake. */
    private final Set<String> passed = new HashSet<>();

    /** @param searched the loader's default directories */
    Retention(FileRules rules, VirtualRoot tree, PackagePurposes purposes, List<String> searched) throws IOException {
        this.rules = rules;
        this.tree = tree;
        this.purposes = purposes;
        this.searched = Set.copyOf(searched);
        resolver = LibraryResolver.of(tree)
                .defaultDirectories(searched.stream().map("/"::concat).toList())
                .keepingFiles();
        tree.files().forEach(file -> verdicts.put(file.path(), rules.judge(file)));
        tests = new ModuleTests(tree.files().stream()
                .filter(file -> verdict(file).use() == Use.IF_IMPORTED)
                .toList());
    }

    /** The rules' decision about a file of the tree. */
    Verdict verdict(TreeFile file) {
        return verdicts.getOrDefault(file.path(), new Verdict(Use.NEVER, Kind.NO_USE));
    }

    /** Directories of kept libraries that are found without any search path. */
    Set<String> directories() {
        return directories;
    }

    /**
     * The files, with the reason why each stays.
     *
     * @param loader which stays in any case
     */
    NavigableMap<String, FileReason> find(String loader, FileReason reason) throws IOException {
        keepByPath();
        kept.put(loader, reason);
        for (int before = -1; before != kept.size(); ) {
            before = kept.size();
            keepNeededLibraries();
            keepLinks();
            keepData();
            keepPlugins();
            keepImportedTests();
            if (before == kept.size()) { // only now it is known that nothing links them
                keepOpenedLibraries();
                keepNamedLibraries();
            }
        }
        keepChecksums();
        dropLinksToNothing();
        return kept;
    }

    /** Links that would stay by their path, as those beside modules, if they led to something. */
    List<TreeFile.Link> linksToNothing() {
        return tree.files().stream()
                .filter(file -> file instanceof TreeFile.Link
                        && verdict(file).use() == Use.ALWAYS
                        && tree.stepsTo(file.path()).isEmpty())
                .map(TreeFile.Link.class::cast)
                .toList();
    }

    private void keepByPath() {
        for (TreeFile file : tree.files()) {
            Verdict verdict = verdict(file);
            if (file instanceof TreeFile.Regular && verdict.use() == Use.ALWAYS) {
                keep(file, FileReason.of(verdict.reason()));
            }
        }
    }

    private void keep(TreeFile file, FileReason reason) {
        if (kept.putIfAbsent(file.path(), reason) == null) {
            purposes.kept(file, searched.contains(RootPath.parent(file.path())));
        }
    }

    /** Keeps what a path leads through, unless the caller excluded it. */
    private void keepSteps(String path, FileReason reason) {
        Optional<String> real = tree.realPath(path);
        for (String step : tree.stepsTo(path)) {
            if (!rules.isExcluded(step)) {
                if (!tree.realPath(step).equals(real)) {
                    passed.add(step);
                }
                tree.get(step).ifPresent(file -> keep(file, reason));
            }
        }
    }

    private void keepNeededLibraries() throws IOException {
        List<String> added = new ArrayList<>();
        for (String path : kept.keySet()) {
            if (examined.add(path)) {
                added.add(path);
            }
        }
        List<List<Dependency>> all =
                Parallel.map(added, (index, path) -> isElf(tree.get(path)) ? needs(path) : List.of());
        for (List<Dependency> needs : all) {
            for (Dependency need : needs) {
                if (need instanceof Dependency.Found found) {
                    String library = RootPath.mergeUsr(RootPath.resolve("", found.path()));
                    if (found.rule() == SearchRule.DEFAULT_DIRECTORY) {
                        directories.add(RootPath.parent(library));
                    }
                    tree.stepsTo(library).forEach(examined::add); // its needs are among these
                    keepSteps(library, FileReason.of(Kind.NEEDED, found.neededBy()));
                }
            }
        }
    }

    private List<Dependency> needs(String path) throws IOException {
        return resolver.resolve("/" + path).dependencies().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Keeps the links of places that stay, and what they lead to. */
    private void keepLinks() {
        for (TreeFile file : tree.files()) {
            if (file instanceof TreeFile.Link link && stays(link)) {
                List<String> steps = tree.stepsTo(link.path());
                Optional<String> real = tree.realPath(link.path());
                if (!steps.isEmpty() && real.isPresent()) {
                    keep(link, reasonFor(link));
                    FileReason reason = FileReason.of(Kind.LINKED, "/" + link.path());
                    keepSteps(link.path(), reason);
                    if (isOwnDirectory(real.get())) {
                        keepDirectory(real.get(), reason);
                    }
                }
            }
        }
    }

    private boolean stays(TreeFile.Link link) {
        Verdict verdict = verdict(link);
        return (kept.containsKey(link.path()) && !passed.contains(link.path()))
                || (!FileRules.isProgram(link.path())
                        && (verdict.use() == Use.ALWAYS
                                || (verdict.use() == Use.DATA
                                        && purposes.dataReason(link).isPresent())));
    }

    private FileReason reasonFor(TreeFile.Link link) {
        Verdict verdict = verdict(link);
        return verdict.use() == Use.DATA
                ? purposes.dataReason(link).orElse(FileReason.of(verdict.reason()))
                : FileReason.of(verdict.reason());
    }

    private boolean isOwnDirectory(String path) {
        return path.split("/").length >= COMPONENTS_OF_OWN_DIRECTORY && !searched.contains(path);
    }

    private void keepDirectory(String directory, FileReason reason) {
        for (TreeFile file : tree.below(directory)) {
            Use use = verdict(file).use();
            if (use != Use.NEVER && use != Use.LICENSE) {
                keep(file, reason);
            }
        }
    }

    private void keepData() throws IOException {
        purposes.update();
        for (TreeFile file : tree.files()) {
            if (file instanceof TreeFile.Regular regular
                    && verdict(file).use() == Use.DATA
                    && !kept.containsKey(file.path())) {
                Optional<FileReason> reason = purposes.dataReason(file);
                if (reason.isPresent() && !Elf.isElf(regular.content())) { // a program that nothing could start
                    keep(file, reason.get());
                }
            }
        }
    }

    private void keepPlugins() throws IOException {
        for (TreeFile file : tree.files()) {
            if (isLibrary(file)
                    && purposes.givesLibraries(file.origin())
                    && !searched.contains(RootPath.parent(file.path()))
                    && !file.path().contains("/glibc-hwcaps/")) {
                keep(file, FileReason.of(Kind.PLUGIN, file.origin().name()));
            }
        }
    }

    private void keepImportedTests() throws IOException {
        List<TreeFile> all =
                kept.keySet().stream().flatMap(path -> tree.get(path).stream()).toList();
        tests.importedBy(all).forEach((file, by) -> keep(file, FileReason.of(Kind.IMPORTED, "/" + by)));
    }

    private void keepOpenedLibraries() throws IOException {
        for (TreeFile file : tree.files()) {
            if (isLibrary(file)) {
                Optional<FileReason> by = LibraryPlaces.openedBy(RootPath.fileName(file.path()), this::isImportable)
                        .map(module -> FileReason.of(Kind.OPENED_BY_MODULE, module))
                        .or(() -> opened(file));
                if (by.isPresent()) {
                    keep(file, by.get());
                    addSearched(file);
                }
            } else if (isNameOfLibrary(file)) {
                Optional<FileReason> by = opened(file);
                if (by.isPresent()) {
                    keepSteps(file.path(), by.get());
                    addSearched(file);
                }
            }
        }
        keepNamesOfLibraries();
    }

    private Optional<FileReason> opened(TreeFile file) {
        return purposes.opensLibrariesOf(file.origin()).map(name -> FileReason.of(Kind.OPENED, name));
    }

    private void addSearched(TreeFile library) {
        String directory = RootPath.parent(library.path());
        if (searched.contains(directory)) {
            directories.add(directory);
        }
    }

    /** Whether it is a link that a package has for a library of another: a development package, for its plain name. */
    private boolean isNameOfLibrary(TreeFile file) throws IOException {
        return file instanceof TreeFile.Link
                && verdict(file).use() == Use.IF_NEEDED
                && !kept.containsKey(file.path())
                && isElf(tree.follow(file.path()).map(TreeFile.class::cast));
    }

    /** Keeps libraries of the loader's directories whose names are strings in libraries and typelibs that stay, for dlopen(3). */
    private void keepNamedLibraries() throws IOException {
        List<TreeFile.Regular> unread = new ArrayList<>();
        for (String path : kept.keySet()) {
            if (tree.get(path).orElse(null) instanceof TreeFile.Regular file && read.add(path)) {
                unread.add(file);
            }
        }
        List<Set<String>> names = Parallel.map(
                unread, (index, file) -> LibraryNames.mayBeIn(file) ? LibraryNames.in(file.content()) : Set.of());
        for (int i = 0; i < unread.size(); i++) {
            String by = RootPath.fileName(unread.get(i).path());
            names.get(i).forEach(name -> namedBy.putIfAbsent(name, by));
        }
        for (String directory : searched) {
            for (TreeFile file : tree.below(directory)) {
                String by = namedBy.get(RootPath.fileName(file.path()));
                if (by != null
                        && RootPath.parent(file.path()).equals(directory)
                        && verdict(file).use() == Use.IF_NEEDED
                        && isElf(tree.follow(file.path()).map(TreeFile.class::cast))) {
                    keepSteps(file.path(), FileReason.of(Kind.OPENED_BY_LIBRARY, by));
                    directories.add(directory);
                }
            }
        }
    }

    private boolean isImportable(String module) {
        return kept.keySet().stream().anyMatch(path -> BundledModules.nameOf(path.substring(path.indexOf('/') + 1))
                .filter(name -> name.equals(module) || name.equals(module + ".__init__"))
                .isPresent());
    }

    /** What dlopen(3) is called with is a library's soname, which is a link beside it. */
    private void keepNamesOfLibraries() {
        for (TreeFile file : tree.files()) {
            if (file instanceof TreeFile.Link && verdict(file).use() == Use.IF_NEEDED) {
                tree.realPath(file.path())
                        .map(kept::get)
                        .filter(reason -> reason.kind() == Kind.OPENED || reason.kind() == Kind.OPENED_BY_MODULE)
                        .ifPresent(reason -> keep(file, reason));
            }
        }
    }

    private boolean isLibrary(TreeFile file) throws IOException {
        return verdict(file).use() == Use.IF_NEEDED && !kept.containsKey(file.path()) && isElf(Optional.of(file));
    }

    private void keepChecksums() {
        for (TreeFile file : tree.files()) {
            FipsChecksums.libraryOf(file.path())
                    .filter(kept::containsKey)
                    .ifPresent(library -> keep(file, FileReason.of(Kind.CHECKSUM, RootPath.fileName(library))));
        }
    }

    private void dropLinksToNothing() {
        boolean dropped = true;
        while (dropped) {
            Collection<String> nowhere = kept.keySet().stream()
                    .filter(path -> tree.get(path).orElse(null) instanceof TreeFile.Link)
                    .filter(path -> tree.realPath(path).filter(this::keeps).isEmpty())
                    .toList();
            dropped = kept.keySet().removeAll(nowhere);
        }
    }

    private boolean keeps(String path) {
        return kept.containsKey(path) || !kept.subMap(path + "/", path + "0").isEmpty(); // '0' follows '/'
    }

    private static boolean isElf(Optional<TreeFile> file) throws IOException {
        return file.orElse(null) instanceof TreeFile.Regular regular && Elf.isElf(regular.content());
    }

    /** The packages that files come from, for those that stay. */
    static Set<SourcePackage> origins(VirtualRoot tree, Set<String> kept) {
        Set<SourcePackage> origins = new HashSet<>();
        kept.forEach(path -> tree.get(path).ifPresent(file -> origins.add(file.origin())));
        return origins;
    }
}
