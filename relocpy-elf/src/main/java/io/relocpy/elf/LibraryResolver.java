package io.relocpy.elf;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the libraries of a file as the dynamic loader of its system would, in a root that may be another system's and
 * for another machine. No process is started and nothing outside of the root is looked at.
 *
 * <pre>{@code
 * DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/srv/image")))
 *     .libraryPath("$ORIGIN/../lib64")
 *     .resolve("/usr/bin/python3");
 * }</pre>
 *
 * <p>glibc's loader and musl's are known. Which one it is, the directories that it has built in, what {@code $LIB} stands
 * for, and what else differs by version and distribution, is read from the loader that the file names, if the tree has
 * it; without one, it is what glibc 2.37 and newer have for the file's machine, on Debian and elsewhere. Programs with
 * more rights than who starts them (set-user-ID and the like), for which loaders ignore much of this, are searched for as
 * all others.
 *
 * <p>Unless told more, the search is one for a processor that has no more than every processor of its machine, with no
 * LD_LIBRARY_PATH, in a current directory that is not known. Files that ask for a better processor are then among the
 * {@linkplain DependencyTree#refusals() refusals}. What LD_PRELOAD and {@code /etc/ld.so.preload} add to every program is not
 * looked for.
 *
 * <p>Each method gives a new resolver; all are immutable and safe for use by several threads if the tree is.
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

    /** A resolver that looks where the loader of each file does without being told. */
    public static LibraryResolver of(FileTree tree) {
        return new LibraryResolver(tree, new SearchSettings(), false);
    }

    private LibraryResolver with(Consumer<SearchSettings> change) {
        SearchSettings changed = settings.copy();
        change.accept(changed);
        return new LibraryResolver(tree, changed, keepsFiles);
    }

    /**
     * What LD_LIBRARY_PATH or --library-path says: directories separated by colons, for glibc also by semicolons.
     * {@code $ORIGIN} is the directory of the file that {@link #resolve} is asked about. An empty element is the current
     * directory (glibc) or nothing (musl).
     */
    public LibraryResolver libraryPath(String directories) {
        return with(s -> s.libraryPath = directories);
    }

    /** The directories that are built into the loader, instead of those that it has; none is an answer too. */
    public LibraryResolver defaultDirectories(List<String> directories) {
        List<String> copy = List.copyOf(directories);
        return with(s -> s.defaultDirectories = copy);
    }

    /**
     * Sub-directories of {@code glibc-hwcaps/} that the machine's processor asks for, best first; none by default.
     *
     * @see #processor
     */
    public LibraryResolver hwcaps(List<String> names) {
        List<String> copy = List.copyOf(names);
        return with(s -> s.hwcaps = copy);
    }

    /**
     * The sub-directories of {@code glibc-hwcaps/} for a processor of that level and all below it.
     *
     * @param level such as {@code x86-64-v3}, {@code power10} or {@code z15}
     * @throws IllegalArgumentException if glibc knows no such level
     */
    public LibraryResolver processor(String level) {
        return hwcaps(Subdirectories.upTo(level));
    }

    /**
     * What the kernel or the loader calls the processor: {@code $PLATFORM}, and for glibc before version 2.37 also a
     * directory below each one that is searched. By default the name that all processors of the machine have in common,
     * such as {@code x86_64}; older loaders call many Intel processors {@code haswell}.
     */
    public LibraryResolver platform(String name) {
        return with(s -> s.platform = name);
    }

    /**
     * The directory of the tree in which the process would be started, where search paths with empty or relative elements
     * lead, and names with a slash. Without it, such places are attempts that found nothing.
     *
     * @throws IllegalArgumentException if the path is not absolute
     */
    public LibraryResolver workingDirectory(String directory) {
        String absolute = requireAbsolute(directory);
        return with(s -> s.workingDirectory = absolute);
    }

    /**
     * The loader that starts each file, instead of its PT_INTERP, or for a library of the one where it is on every system.
     *
     * @throws IllegalArgumentException if the path is not absolute
     */
    public LibraryResolver loader(String path) {
        String absolute = requireAbsolute(path);
        return with(s -> s.loader = absolute);
    }

    private static String requireAbsolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(path + ": expected a path of the tree that starts with a slash");
        }
        return path;
    }

    /** A resolver that does not look into /etc/ld.so.cache, as with the loader's --inhibit-cache. */
    public LibraryResolver withoutCache() {
        return with(s -> s.usesCache = false);
    }

    /**
     * A resolver for programs that are named on the loader's command line: {@code $ORIGIN} is then the directory of the
     * program's name. Programs that the kernel starts have that of the file itself, links followed.
     */
    public LibraryResolver startedByLoader() {
        return with(s -> s.startedByLoader = true);
    }

    /**
     * A resolver for many questions about a tree that stays as it is: it keeps the files that it opened, for as long as it is
     * reachable itself, and reads none a second time.
     */
    public LibraryResolver keepingFiles() {
        return new LibraryResolver(tree, settings, true);
    }

    /**
     * Finds all libraries of the file, and theirs.
     *
     * @param path of the file in the tree: absolute, or from the {@linkplain #workingDirectory working directory} on
     * @throws IllegalArgumentException if the path is relative, and the working directory is not known
     * @throws ElfFormatException if it is no ELF file, or so damaged that its needed libraries cannot be read
     * @throws IOException if it is not there or cannot be read
     */
    public DependencyTree resolve(String path) throws IOException {
        String absolute = settings.absolute(path).orElseGet(() -> requireAbsolute(path));
        return LibrarySearch.run(tree, settings, files, absolute);
    }
}
