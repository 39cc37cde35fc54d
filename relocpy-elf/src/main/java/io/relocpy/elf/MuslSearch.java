package io.relocpy.elf;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The search order of musl's loader. Source: {@code load_library} of {@code ldso/dynlink.c}. */
final class MuslSearch extends NeedSearch {
    /** Names with these prefixes are part of musl itself. */
    private static final List<String> RESERVED =
            List.of("libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet.");

    private static final int NAME_MAX = 255;

    /** Size of the array in which {@code path_open} joins directory and name; longer paths are skipped. */
    private static final int PATH_ARRAY = 2 * NAME_MAX + 2;

    MuslSearch(LibrarySearch state, Dependency.Kind kind, String name, LoadedFile needer) {
        super(state, kind, name, name, needer);
    }

    @Override
    Dependency run() throws IOException {
        LoadedFile loader = state().loader();
        boolean reserved = RESERVED.stream().anyMatch(name()::startsWith);
        if (loader != null && (reserved || name().equals(loader.path()))) {
            return theLoader(loader);
        }
        if (name().isEmpty() || name().length() > NAME_MAX) {
            return missing();
        }
        if (name().indexOf('/') >= 0) {
            return open(name(), SearchRule.PATH, name()).orElseGet(this::missing);
        }
        for (LoadedFile file : state().loaded()) {
            if (file.isNamed(name())) {
                return alreadyLoaded(file);
            }
        }
        Optional<Dependency> found = Optional.empty();
        if (!reserved) { // if its loader is not in the tree, a file may still be
            found = inPath(state().settings().libraryPathOfMusl(), SearchRule.LIBRARY_PATH);
            for (LoadedFile at = needer(); at != null && found.isEmpty(); at = at.cause()) {
                found = inRpath(at);
            }
        }
        if (found.isEmpty()) {
            found = inPath(state().defaultDirectories(), SearchRule.DEFAULT_DIRECTORY);
        }
        return found.orElseGet(this::missing);
    }

    @Override
    Candidate judge(ElfBytes bytes, Candidate.Opener opener) {
        return Candidate.ofMusl(bytes, state().root().file().header(), opener);
    }

    @Override
    boolean refusesSecondLoader() {
        return false;
    }

    @Override
    void metCircle(String path) {
        stop(path + ": too many levels of symbolic links");
    }

    /** Any second libc is replaced by musl itself, which cannot be loaded twice. */
    @Override
    Optional<Dependency> loaded(LoadedFile file, Object identity, SearchRule rule, String directory)
            throws ElfFormatException {
        LoadedFile loader = state().loader();
        if (loader != null && isLibc(file.file())) {
            return Optional.of(theLoader(loader));
        }
        state().add(file, identity);
        if (rule != SearchRule.PATH) {
            file.addName(name());
        }
        return Optional.of(found(file, rule, directory));
    }

    @Override
    Dependency foundAgain(LoadedFile same, SearchRule rule, String directory) {
        // it has one short name, that of its own path
        String file = same.path().substring(same.path().lastIndexOf('/') + 1);
        if (rule != SearchRule.PATH) {
            same.addName(file);
        }
        return found(same, rule, directory);
    }

    /** Whether a file is a libc, by what musl looks for in it. */
    static boolean isLibc(ElfFile file) throws ElfFormatException {
        return !file.lookup("__libc_start_main").isEmpty()
                && !file.lookup("stdin").isEmpty();
    }

    /** DT_RUNPATH, otherwise DT_RPATH: both apply to everything that the file causes to be loaded. */
    private Optional<Dependency> inRpath(LoadedFile owner) throws IOException {
        Optional<String> path = owner.file().runpath();
        path = path.isPresent() ? path : owner.file().rpath();
        Optional<String> expanded = path.flatMap(text -> state().tokens(owner).expandAsMusl(text));
        SearchRule rule = owner.file().runpath().isPresent() ? SearchRule.RUNPATH : SearchRule.RPATH;
        return expanded.isPresent() ? inPath(SystemLoader.muslPath(expanded.get()), rule) : Optional.empty();
    }

    private Optional<Dependency> inPath(List<String> directories, SearchRule rule) throws IOException {
        int name = ElfStrings.encode(name()).length;
        for (String directory : directories) {
            if (ElfStrings.encode(directory).length + 1 + name >= PATH_ARRAY) {
                skip(directory + "/" + name(), rule, "longer than musl's loader can search");
                continue;
            }
            Optional<Dependency> found = inDirectory(directory, List.of(""), rule, directory);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
