package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
 * <p>Each method gives a new resolver; all are immutable and safe for use by several threads if the tree is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8)</a>
 */
public final class LibraryResolver {
    private final FileTree tree;
    private final List<String> libraryPath;

    /** Null: those that loaders for the file's machine have. */
    private final @Nullable List<String> defaultDirectories;

    private final List<String> hwcaps;
    private final boolean usesCache;
    private final boolean startedByLoader;

    /** By path; null if each question opens its own. */
    private final @Nullable Map<String, ElfFile> opened;

    private LibraryResolver(
            FileTree tree,
            List<String> libraryPath,
            @Nullable List<String> defaultDirectories,
            List<String> hwcaps,
            boolean usesCache,
            boolean startedByLoader,
            @Nullable Map<String, ElfFile> opened) {
        this.tree = tree;
        this.libraryPath = List.copyOf(libraryPath);
        this.defaultDirectories = defaultDirectories;
        this.hwcaps = List.copyOf(hwcaps);
        this.usesCache = usesCache;
        this.startedByLoader = startedByLoader;
        this.opened = opened;
    }

    /** A resolver with no library path and the default directories that loaders for the file's machine have. */
    public static LibraryResolver of(FileTree tree) {
        return new LibraryResolver(tree, List.of(), null, List.of(), true, false, null);
    }

    /**
     * What LD_LIBRARY_PATH or --library-path says: directories separated by colons or semicolons. {@code $ORIGIN} is
     * the directory of the file that {@link #resolve} is asked about.
     */
    public LibraryResolver libraryPath(String directories) {
        List<String> split = directories.isEmpty() ? List.of() : Arrays.asList(directories.split("[:;]", -1));
        return new LibraryResolver(tree, split, defaultDirectories, hwcaps, usesCache, startedByLoader, opened);
    }

    /** The directories that are built into the loader, instead of those of the file's machine; none is an answer too. */
    public LibraryResolver defaultDirectories(List<String> directories) {
        return new LibraryResolver(
                tree, libraryPath, List.copyOf(directories), hwcaps, usesCache, startedByLoader, opened);
    }

    /** Sub-directories of {@code glibc-hwcaps/} that the machine's processor asks for, best first; none by default. */
    public LibraryResolver hwcaps(List<String> names) {
        return new LibraryResolver(tree, libraryPath, defaultDirectories, names, usesCache, startedByLoader, opened);
    }

    /** A resolver that does not look into /etc/ld.so.cache, as with the loader's --inhibit-cache. */
    public LibraryResolver withoutCache() {
        return new LibraryResolver(tree, libraryPath, defaultDirectories, hwcaps, false, startedByLoader, opened);
    }

    /**
     * A resolver for programs that are named on the loader's command line: {@code $ORIGIN} is then the directory of the
     * program's name. Programs that the kernel starts have that of the file itself, links followed.
     */
    public LibraryResolver startedByLoader() {
        return new LibraryResolver(tree, libraryPath, defaultDirectories, hwcaps, usesCache, true, opened);
    }

    /**
     * A resolver for many questions about a tree that stays as it is: it keeps the files that it opened, for as long as it is
     * reachable itself, and reads none a second time.
     */
    public LibraryResolver keepingFiles() {
        return new LibraryResolver(
                tree, libraryPath, defaultDirectories, hwcaps, usesCache, startedByLoader, new ConcurrentHashMap<>());
    }

    /**
     * Finds all libraries of the file, and theirs.
     *
     * @param path of the file in the tree, absolute
     * @throws ElfFormatException if it is no ELF file
     * @throws IOException if it is not there or can not be read
     */
    public DependencyTree resolve(String path) throws IOException {
        return new LibrarySearch(tree, this).run(path);
    }

    /** The file at that path, which leads to the real one. */
    ElfFile open(String path, String real) throws IOException {
        ElfFile known = opened == null ? null : opened.get(path);
        if (known != null) {
            return known;
        }
        ElfFile file = ElfFile.of(path, tree.read(real));
        if (opened != null) {
            opened.put(path, file);
        }
        return file;
    }

    List<String> libraryPath() {
        return libraryPath;
    }

    List<String> defaultDirectories(ElfHeader header) {
        return defaultDirectories == null ? DefaultDirectories.of(header) : defaultDirectories;
    }

    boolean usesCache() {
        return usesCache;
    }

    boolean isStartedByLoader() {
        return startedByLoader;
    }

    /** What goes between a search directory and the library's name: the best first, nothing last. */
    List<String> subdirectories() {
        List<String> all = new ArrayList<>();
        hwcaps.forEach(name -> all.add("glibc-hwcaps/" + name + "/"));
        all.add("");
        return all;
    }
}
