package io.relocpy.elf;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How glibc's loader looks for a name. Source: {@code _dl_map_object} of {@code elf/dl-load.c}. */
final class GlibcSearch extends NeedSearch {
    GlibcSearch(LibrarySearch state, Dependency.Kind kind, String name, LoadedFile needer) {
        super(state, kind, name, needer);
    }

    @Override
    Dependency run() throws IOException {
        Optional<String> expanded =
                name().indexOf('/') >= 0 ? state().tokens(needer()).expand(name()) : Optional.of(name());
        if (expanded.isEmpty()) {
            return missing();
        }
        for (LoadedFile file : state().loaded()) {
            if (file.answersTo(expanded.get())) {
                return state().isIncluded(file) ? alreadyLoaded(file) : theLoader(file);
            }
        }
        if (name().indexOf('/') >= 0) {
            return open(expanded.get(), SearchRule.PATH, name()).orElseGet(this::missing);
        }
        Optional<Dependency> found = inRpaths();
        if (found.isEmpty()) {
            found = inPath(state().settings().libraryPath(), state().root(), SearchRule.LIBRARY_PATH);
        }
        Optional<String> runpath = needer().file().runpath();
        if (found.isEmpty() && runpath.isPresent()) {
            found = inPath(split(runpath.get()), needer(), SearchRule.RUNPATH);
        }
        boolean noDefaultLib = needer().hasFlag1(ElfConstants.DF_1_NODEFLIB);
        if (found.isEmpty() && state().settings().usesCache) {
            found = inCache(noDefaultLib);
        }
        if (found.isEmpty() && !noDefaultLib) {
            for (String directory : state().defaultDirectories()) {
                found = found.isPresent()
                        ? found
                        : inDirectory(
                                trimmed(directory), state().subdirectories(), SearchRule.DEFAULT_DIRECTORY, directory);
            }
        }
        return found.orElseGet(this::missing);
    }

    @Override
    Candidate judge(ElfBytes bytes, Candidate.Opener opener) {
        return Candidate.ofGlibc(bytes, state().root().file().header(), opener);
    }

    /** The cache has one path for a name; where that is of no use, it has none. */
    private Optional<Dependency> inCache(boolean noDefaultLib) throws IOException {
        Optional<String> path = state().files().cache().path(name(), state().cacheRequest());
        boolean excluded = noDefaultLib
                && path.isPresent()
                && state().defaultDirectories().stream()
                        .anyMatch(directory -> path.get().startsWith(trimmed(directory) + "/"));
        return path.isEmpty() || excluded ? Optional.empty() : open(path.get(), SearchRule.CACHE, "");
    }

    /** DT_RPATH of the file that needs it, of the file that caused that to be loaded, and so on to the root. */
    private Optional<Dependency> inRpaths() throws IOException {
        if (needer().file().runpath().isPresent()) {
            return Optional.empty();
        }
        for (LoadedFile at = needer(); at != null; at = at.cause()) {
            Optional<String> rpath = at.rpath();
            Optional<Dependency> found =
                    rpath.isPresent() ? inPath(split(rpath.get()), at, SearchRule.RPATH) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Dependency> inPath(List<String> directories, LoadedFile owner, SearchRule rule)
            throws IOException {
        for (String written : directories) {
            Optional<String> directory = state().tokens(owner).expand(written);
            boolean vanished = directory.isEmpty() || (directory.get().isEmpty() && !written.isEmpty());
            // an element that was empty from the start is the current directory
            Optional<Dependency> found = vanished
                    ? Optional.empty()
                    : inDirectory(trimmed(directory.get()), state().subdirectories(), rule, written);
            if (found.isPresent()) {
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

    private static List<String> split(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.split(":", -1));
    }
}
