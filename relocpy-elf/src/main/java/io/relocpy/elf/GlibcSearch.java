package io.relocpy.elf;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The search order of glibc's loader. Source: {@code _dl_map_object} of {@code elf/dl-load.c}. */
final class GlibcSearch extends NeedSearch {
    /** Whether to stop searching the current list of directories and continue with the next one. */
    private boolean leavesList;

    GlibcSearch(LibrarySearch state, Dependency.Kind kind, String name, LoadedFile needer) {
        // tokens in a name are expanded first; a name with a token without a value is never found
        super(state, kind, name, state.tokens(needer).expand(name).orElse(""), needer);
    }

    @Override
    Dependency run() throws IOException {
        String name = sought();
        if (name.isEmpty() && !name().isEmpty()) {
            return missing();
        }
        for (LoadedFile file : state().loaded()) {
            if (file.answersTo(name)) {
                return state().isIncluded(file) ? alreadyLoaded(file) : theLoader(file);
            }
        }
        if (name.indexOf('/') >= 0) {
            return open(name, SearchRule.PATH, name()).orElseGet(this::missing);
        }
        Optional<Dependency> found = inRpaths();
        if (found.isEmpty()) {
            found = inPath(state().settings().libraryPath(), state().root(), SearchRule.LIBRARY_PATH);
        }
        Optional<String> runpath = needer().file().runpath();
        if (found.isEmpty() && runpath.isPresent()) {
            found = inPath(SearchPath.split(runpath.get()), needer(), SearchRule.RUNPATH);
        }
        boolean noDefaultLib = needer().hasFlag1(ElfConstants.DF_1_NODEFLIB);
        if (found.isEmpty() && state().settings().usesCache) {
            found = inCache(noDefaultLib);
        }
        if (found.isEmpty() && !noDefaultLib) {
            leavesList = false;
            for (String directory : state().defaultDirectories()) {
                found = found.isPresent() || leavesList
                        ? found
                        : inDirectory(
                                trimmed(directory), state().subdirectories(), SearchRule.DEFAULT_DIRECTORY, directory);
            }
        }
        return found.orElseGet(this::missing);
    }

    @Override
    Candidate judge(ElfBytes bytes, Candidate.Opener opener) {
        return Candidate.ofGlibc(bytes, state().root().file().header(), state().refusesPrograms(), opener);
    }

    @Override
    boolean refusesSecondLoader() {
        return true;
    }

    /** A file that exists but cannot be opened ends the list, if its directory exists. */
    @Override
    void metCircle(String path) throws IOException {
        leavesList |= TreePaths.resolve(state().tree(), TreePaths.parent(path)).isPresent();
    }

    /** Of a directory and its subdirectories, which are searched before it, the last error counts. */
    @Override
    void metNothing() {
        leavesList = false;
    }

    /** The cache has one path for a name; if that is unusable, the cache has none. */
    private Optional<Dependency> inCache(boolean noDefaultLib) throws IOException {
        Optional<String> path = state().files().cache().path(sought(), state().cacheRequest());
        boolean excluded = noDefaultLib
                && path.isPresent()
                && state().defaultDirectories().stream()
                        .anyMatch(directory -> path.get().startsWith(trimmed(directory) + "/"));
        return path.isEmpty() || excluded ? Optional.empty() : open(path.get(), SearchRule.CACHE, "");
    }

    /** DT_RPATH of the file that needs it, of the file that caused that to be loaded, and so on up to the root. */
    private Optional<Dependency> inRpaths() throws IOException {
        if (needer().file().runpath().isPresent()) {
            return Optional.empty();
        }
        for (LoadedFile at = needer(); at != null; at = at.cause()) {
            Optional<String> rpath = at.rpath();
            Optional<Dependency> found =
                    rpath.isPresent() ? inPath(SearchPath.split(rpath.get()), at, SearchRule.RPATH) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Dependency> inPath(List<String> directories, LoadedFile owner, SearchRule rule)
            throws IOException {
        leavesList = false;
        for (String written : directories) {
            Optional<String> directory = state().tokens(owner).expand(written);
            boolean vanished = directory.isEmpty() || (directory.get().isEmpty() && !written.isEmpty());
            // an element that was empty from the start is the current directory
            Optional<Dependency> found = vanished
                    ? Optional.empty()
                    : inDirectory(trimmed(directory.get()), state().subdirectories(), rule, written);
            if (found.isPresent() || leavesList) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String trimmed(String directory) {
        int end = directory.length();
        while (end > 1 && directory.charAt(end - 1) == '/') {
            end--;
        }
        return directory.substring(0, end);
    }
}
