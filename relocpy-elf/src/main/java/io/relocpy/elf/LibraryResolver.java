package io.relocpy.elf;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds the libraries of a file as the dynamic loader of its system would, in a root directory that may belong to
 * another system and another machine. No process is started, and nothing outside the root is read.
 *
 * <pre>{@code
 * DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/srv/image")))
 *     .libraryPath("$ORIGIN/../lib64")
 *     .resolve("/usr/bin/python3");
 * }</pre>
 *
 * <p>Knows the loaders of glibc and musl. Which one applies, its default directories, the value of {@code $LIB}, and
 * whatever else depends on version and distribution, is read from the loader that the file names, if the tree has it;
 * otherwise the resolver assumes what glibc 2.37 and newer do for the file's machine, on Debian and elsewhere. Programs
 * that run with elevated privileges (set-user-ID and the like), for which loaders ignore many settings, are resolved
 * like all others.
 *
 * <p>By default, the search assumes a processor with only the features that all processors of its machine have, no
 * LD_LIBRARY_PATH, and an unknown working directory. Files that need a better processor are then among the {@linkplain
 * DependencyTree#refusals() refusals}. Libraries that LD_PRELOAD and {@code /etc/ld.so.preload} add to every program
 * are not included.
 *
 * <p>Each method returns a new resolver; all are immutable, and safe for use by several threads if the tree is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8)</a>
 */
public final class LibraryResolver {
    private final FileTree tree;
    private final SearchSettings settings;
    private final OpenedFiles files;
    private final boolean keepsFiles;

    private LibraryResolver(FileTree tree, SearchSettings settings, boolean keepsFiles) {
        this.tree = tree;
        this.settings = settings;
        this.keepsFiles = keepsFiles;
        this.files = new OpenedFiles(tree, keepsFiles);
    }

    /** A resolver with the defaults of each file's loader. */
    public static LibraryResolver of(FileTree tree) {
        return new LibraryResolver(Objects.requireNonNull(tree, "tree"), new SearchSettings(), false);
    }

    private LibraryResolver with(Consumer<SearchSettings> change) {
        SearchSettings changed = settings.copy();
        change.accept(changed);
        return new LibraryResolver(tree, changed, keepsFiles);
    }

    /**
     * Sets LD_LIBRARY_PATH or --library-path: directories separated by colons, for glibc also by semicolons. {@code
     * $ORIGIN} is the directory of the file passed to {@link #resolve}. An empty element is the current directory
     * (glibc) or ignored (musl).
     */
    public LibraryResolver libraryPath(String directories) {
        Objects.requireNonNull(directories, "directories");
        return with(s -> s.libraryPath = directories);
    }

    /** Sets the default directories instead of those built into the loader; there may be none. */
    public LibraryResolver defaultDirectories(List<String> directories) {
        List<String> copy = copy(directories, "directories");
        return with(s -> s.defaultDirectories = copy);
    }

    /**
     * Sets the subdirectories of {@code glibc-hwcaps/} that the loader searches, best first; none by default.
     *
     * @see #processor
     */
    public LibraryResolver hwcaps(List<String> names) {
        List<String> copy = copy(names, "names");
        return with(s -> s.hwcaps = copy);
    }

    /**
     * Sets the subdirectories of {@code glibc-hwcaps/} for a processor of that level, which include those of all lower
     * levels.
     *
     * @param level such as {@code x86-64-v3}, {@code power10} or {@code z15}
     * @throws IllegalArgumentException if glibc knows no such level
     */
    public LibraryResolver processor(String level) {
        return hwcaps(Subdirectories.upTo(Objects.requireNonNull(level, "level")));
    }

    /**
     * Sets the kernel's or loader's name for the processor: {@code $PLATFORM}, and for glibc before version 2.37 also a
     * subdirectory of each search directory. By default the name that all processors of the machine have in common,
     * such as {@code x86_64}; older loaders call many Intel processors {@code haswell}.
     */
    public LibraryResolver platform(String name) {
        Objects.requireNonNull(name, "name");
        return with(s -> s.platform = name);
    }

    /**
     * Sets the directory of the tree in which the process would be started. Empty and relative elements of search
     * paths, and relative names with a slash, are resolved against it. Without it, such paths are recorded as failed
     * attempts.
     *
     * @throws IllegalArgumentException if the path is not absolute
     */
    public LibraryResolver workingDirectory(String directory) {
        String absolute = requireAbsolute(Objects.requireNonNull(directory, "directory"), "workingDirectory");
        return with(s -> s.workingDirectory = absolute);
    }

    /**
     * Sets the loader for all files, instead of their PT_INTERP or, for a library, the loader at its standard path.
     *
     * @throws IllegalArgumentException if the path is not absolute
     */
    public LibraryResolver loader(String path) {
        String absolute = requireAbsolute(Objects.requireNonNull(path, "path"), "loader");
        return with(s -> s.loader = absolute);
    }

    private static List<String> copy(List<String> names, String what) {
        Objects.requireNonNull(names, what).forEach(name -> Objects.requireNonNull(name, what));
        return List.copyOf(names);
    }

    private static String requireAbsolute(String path, String what) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(what + ": expected a path of the tree that starts with a slash, found "
                    + "\"" + Printable.of(path) + "\"");
        }
        return path;
    }

    /** A resolver that ignores /etc/ld.so.cache, as with the loader's --inhibit-cache. */
    public LibraryResolver withoutCache() {
        return with(s -> s.usesCache = false);
    }

    /**
     * A resolver for programs that are started by the loader's command line: {@code $ORIGIN} is then the directory of
     * the program's name as given. For programs that the kernel starts, it is the directory of the file itself, with
     * symbolic links resolved.
     */
    public LibraryResolver startedByLoader() {
        return with(s -> s.startedByLoader = true);
    }

    /**
     * A resolver for many calls on a tree that does not change: it keeps the files that it has parsed for as long as it
     * is reachable, and reads none a second time.
     */
    public LibraryResolver keepingFiles() {
        return new LibraryResolver(tree, settings, true);
    }

    /**
     * Finds all libraries of the file, and their libraries in turn.
     *
     * @param path of the file in the tree: absolute, or relative to the {@linkplain #workingDirectory working
     *     directory}
     * @throws IllegalArgumentException if the path is relative and no working directory is set
     * @throws ElfFormatException if it is not an ELF file, or too damaged to read its needed libraries
     * @throws IOException if it does not exist or cannot be read
     */
    public DependencyTree resolve(String path) throws IOException {
        String absolute = settings.absolute(path).orElseGet(() -> requireAbsolute(path, "path"));
        return LibrarySearch.run(tree, settings, files, absolute);
    }
}
