package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of the loader's search, breadth first from one file. Source: glibc's {@code elf/dl-load.c}. */
final class LibrarySearch {

    /** A file that is loaded: where from, under which names, and who caused it. */
    private static final class Loaded {
        final String path;
        final ElfFile file;

        /** What {@code $ORIGIN} stands for. */
        final String origin;

        final @Nullable Loaded loader;
        final Set<String> names = new LinkedHashSet<>();

        Loaded(String path, String origin, ElfFile file, @Nullable Loaded loader) {
            this.origin = origin;
            this.path = path;
            this.file = file;
            this.loader = loader;
        }

        boolean hasRunpath() throws ElfFormatException {
            return file.runpath().isPresent();
        }

        /** DT_RPATH, which does not count beside DT_RUNPATH. */
        Optional<String> rpath() throws ElfFormatException {
            return hasRunpath() ? Optional.empty() : file.rpath();
        }
    }

    private static final String ABSENT = "no such file";

    private final FileTree tree;
    private final LibraryResolver settings;
    private final Map<String, Loaded> loadedByRealPath = new LinkedHashMap<>();
    private final List<Loaded> loaded = new ArrayList<>();
    private @Nullable LoaderCache cache;

    LibrarySearch(FileTree tree, LibraryResolver settings) {
        this.tree = tree;
        this.settings = settings;
    }

    DependencyTree run(String path) throws IOException {
        String real = TreePaths.resolve(tree, path)
                .orElseThrow(() -> new IOException(path + ": expected a file in the tree, found none"));
        ElfFile file = settings.open(path, real);
        boolean byKernel = file.interpreter().isPresent() && !settings.isStartedByLoader();
        Loaded root = add(path, byKernel ? real : path, real, file, null);
        Map<String, List<Dependency>> dependencies = new LinkedHashMap<>();
        Deque<Loaded> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            Loaded next = left.removeFirst();
            List<Dependency> found = new ArrayList<>();
            for (String name : next.file.needed()) {
                int before = loaded.size();
                found.add(new Search(name, next, root).run());
                left.addAll(loaded.subList(before, loaded.size()));
            }
            dependencies.put(next.path, List.copyOf(found));
        }
        Map<String, ElfFile> files = new LinkedHashMap<>();
        loaded.forEach(l -> files.put(l.path, l.file));
        return new DependencyTree(path, root.file.interpreter(), files, dependencies, missingVersions());
    }

    private Loaded add(String path, String named, String real, ElfFile file, @Nullable Loaded loader)
            throws ElfFormatException {
        String origin = TreePaths.parent(named);
        Loaded entry = new Loaded(path, origin, file, loader);
        file.soname().ifPresent(entry.names::add);
        loaded.add(entry);
        loadedByRealPath.put(real, entry);
        return entry;
    }

    private List<DependencyTree.MissingVersion> missingVersions() throws ElfFormatException {
        List<DependencyTree.MissingVersion> missing = new ArrayList<>();
        for (Loaded file : loaded) {
            for (VersionNeed need : file.file.versionNeeds()) {
                Optional<Loaded> library = loaded.stream()
                        .filter(l -> l.names.contains(need.file()))
                        .findFirst();
                if (library.isEmpty()) {
                    continue; // reported as missing itself
                }
                List<VersionDefinition> defined = library.get().file.versionDefinitions();
                for (VersionNeed.Version version : need.versions()) {
                    // a library without any version is accepted: glibc warns only
                    boolean there = defined.isEmpty()
                            || defined.stream().anyMatch(d -> d.name().equals(version.name()));
                    if (!there) {
                        missing.add(new DependencyTree.MissingVersion(
                                version.name(), library.get().path, file.path, version.weak()));
                    }
                }
            }
        }
        return List.copyOf(missing);
    }

    /** The search for one name on behalf of one file. */
    private final class Search {
        private final String name;
        private final Loaded needer;
        private final Loaded root;
        private final List<Dependency.Attempt> attempts = new ArrayList<>();
        private @Nullable String fatal;

        Search(String name, Loaded needer, Loaded root) {
            this.name = name;
            this.needer = needer;
            this.root = root;
        }

        Dependency run() throws IOException {
            for (Loaded file : loaded) {
                if (file.names.contains(name)) {
                    return found(file.path, SearchRule.ALREADY_LOADED, "");
                }
            }
            if (name.indexOf('/') >= 0) {
                Optional<String> expanded = expand(name, needer);
                Optional<Dependency> found =
                        expanded.isPresent() ? open(expanded.get(), SearchRule.PATH, name) : Optional.empty();
                return found.orElseGet(this::missing);
            }
            Optional<Dependency> found = inRpaths();
            if (found.isEmpty()) {
                found = inPath(settings.libraryPath(), root, SearchRule.LIBRARY_PATH);
            }
            Optional<String> runpath = needer.file.runpath();
            if (found.isEmpty() && runpath.isPresent()) {
                found = inPath(split(runpath.get()), needer, SearchRule.RUNPATH);
            }
            List<String> directories = settings.defaultDirectories(root.file.header());
            if (found.isEmpty() && settings.usesCache()) {
                found = inCache(directories);
            }
            if (found.isEmpty() && !noDefaultLib()) {
                found = inPath(directories, root, SearchRule.DEFAULT_DIRECTORY);
            }
            return found.orElseGet(this::missing);
        }

        private Optional<Dependency> inCache(List<String> defaultDirectories) throws IOException {
            boolean noDefaultLib = noDefaultLib();
            for (String path : cache().paths(name)) {
                boolean isDefault = defaultDirectories.contains(TreePaths.parent(path));
                Optional<Dependency> found =
                        noDefaultLib && isDefault ? Optional.empty() : open(path, SearchRule.CACHE, "");
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private boolean noDefaultLib() throws ElfFormatException {
            return needer.file
                    .dynamic()
                    .filter(d -> (d.flags1() & ElfConstants.DF_1_NODEFLIB) != 0)
                    .isPresent();
        }

        /** DT_RPATH of the file that needs it, of the file that caused that to be loaded, and so on, and of the root. */
        private Optional<Dependency> inRpaths() throws IOException {
            if (needer.hasRunpath()) {
                return Optional.empty();
            }
            for (Loaded at = needer; at != null; at = at.loader) {
                Optional<String> rpath = at.rpath();
                Optional<Dependency> found =
                        rpath.isPresent() ? inPath(split(rpath.get()), at, SearchRule.RPATH) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private Optional<Dependency> inPath(List<String> directories, Loaded owner, SearchRule rule)
                throws IOException {
            for (String directory : directories) {
                Optional<String> expanded = expand(directory, owner);
                if (expanded.isEmpty() || fatal != null) {
                    continue;
                }
                for (String sub : settings.subdirectories()) {
                    String path = expanded.get() + (expanded.get().endsWith("/") ? "" : "/") + sub + name;
                    Optional<Dependency> found = open(path, rule, directory);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Dependency> open(String path, SearchRule rule, String directory) throws IOException {
            if (fatal != null) {
                return Optional.empty();
            }
            Optional<String> real = path.startsWith("/") ? TreePaths.resolve(tree, path) : Optional.empty();
            if (real.isEmpty() || !(tree.lookup(real.get()) instanceof FileTree.Entry.RegularFile)) {
                attempts.add(new Dependency.Attempt(path, rule, ABSENT));
                return Optional.empty();
            }
            Loaded same = loadedByRealPath.get(real.get());
            if (same != null) {
                same.names.add(name);
                return Optional.of(found(same.path, rule, directory));
            }
            ElfFile file;
            try {
                file = settings.open(path, real.get());
            } catch (ElfFormatException e) {
                // the loader does not look further than a file that is no ELF file
                fatal = String.valueOf(e.getMessage());
                attempts.add(new Dependency.Attempt(path, rule, fatal));
                return Optional.empty();
            }
            Optional<String> difference = difference(file.header());
            if (difference.isPresent()) {
                attempts.add(new Dependency.Attempt(path, rule, difference.get()));
                return Optional.empty();
            }
            add(path, path, real.get(), file, needer).names.add(name);
            return Optional.of(found(path, rule, directory));
        }

        /** Why a file is another machine's, which the loader passes over. */
        private Optional<String> difference(ElfHeader header) {
            ElfHeader own = root.file.header();
            if (header.elfClass() != own.elfClass()) {
                return Optional.of(header.elfClass() + ", not " + own.elfClass());
            }
            if (header.byteOrder() != own.byteOrder()) {
                return Optional.of(header.byteOrder() + ", not " + own.byteOrder());
            }
            return header.machine() == own.machine()
                    ? Optional.empty()
                    : Optional.of(header.machineName() + ", not " + own.machineName());
        }

        private Dependency found(String path, SearchRule rule, String directory) {
            return new Dependency.Found(name, needer.path, path, rule, directory, attempts);
        }

        /** Files of that name that were passed over say more than folders without one. */
        private String reason() {
            List<String> passedOver = attempts.stream()
                    .filter(attempt -> !attempt.reason().equals(ABSENT))
                    .map(attempt -> attempt.path() + " is passed over: " + attempt.reason())
                    .toList();
            return passedOver.isEmpty() ? "in none of the searched directories" : String.join("; ", passedOver);
        }

        private Dependency missing() {
            return new Dependency.Missing(name, needer.path, fatal != null ? fatal : reason(), attempts);
        }
    }

    private LoaderCache cache() throws IOException {
        LoaderCache known = cache;
        if (known == null) {
            known = LoaderCache.of(tree);
            cache = known;
        }
        return known;
    }

    private static List<String> split(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.split(":", -1));
    }

    /** Replaces {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM}; empty if one of them has no value. */
    private static Optional<String> expand(String text, Loaded owner) {
        if (text.indexOf('$') < 0) {
            return Optional.of(text);
        }
        StringBuilder expanded = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            boolean replaced = false;
            for (String token : List.of("ORIGIN", "LIB", "PLATFORM")) {
                int length = tokenLength(text, at, token);
                if (length > 0) {
                    Optional<String> value = value(token, owner);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    expanded.append(value.get());
                    at += length;
                    replaced = true;
                    break;
                }
            }
            if (!replaced) {
                expanded.append(text.charAt(at++));
            }
        }
        return Optional.of(expanded.toString());
    }

    /** How long a token that starts there is, with its dollar and braces; 0 if it is none. */
    private static int tokenLength(String text, int at, String token) {
        if (text.startsWith("${" + token + "}", at)) {
            return token.length() + 3;
        }
        int end = at + 1 + token.length();
        boolean bare = text.startsWith("$" + token, at) && (end == text.length() || !isNamePart(text.charAt(end)));
        return bare ? token.length() + 1 : 0;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static Optional<String> value(String token, Loaded owner) {
        return switch (token) {
            case "ORIGIN" -> Optional.of(owner.origin);
            case "LIB" -> Optional.of(DefaultDirectories.lib(owner.file.header()));
            default -> DefaultDirectories.platform(owner.file.header());
        };
    }
}
