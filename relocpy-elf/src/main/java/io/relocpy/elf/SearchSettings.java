package io.relocpy.elf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller's settings of a search. Modified only before its resolver is handed out. */
final class SearchSettings {
    /** As the caller wrote it; loaders differ in the separators that they accept. */
    String libraryPath = "";

    /** Null: those built into the loader. */
    @Nullable
    List<String> defaultDirectories;

    List<String> hwcaps = List.of();

    /** Null: the name for any processor of the machine. */
    @Nullable
    String platform;

    /** Null: not known. */
    @Nullable
    String workingDirectory;

    /** Null: the file's PT_INTERP. */
    @Nullable
    String loader;

    boolean usesCache = true;
    boolean startedByLoader;

    SearchSettings copy() {
        SearchSettings copy = new SearchSettings();
        copy.libraryPath = libraryPath;
        copy.defaultDirectories = defaultDirectories;
        copy.hwcaps = hwcaps;
        copy.platform = platform;
        copy.workingDirectory = workingDirectory;
        copy.loader = loader;
        copy.usesCache = usesCache;
        copy.startedByLoader = startedByLoader;
        return copy;
    }

    List<String> libraryPath() {
        return libraryPath.isEmpty() ? List.of() : Arrays.asList(libraryPath.split("[:;]", -1));
    }

    List<String> libraryPathOfMusl() {
        return SystemLoader.muslPath(libraryPath);
    }

    Optional<String> loader() {
        return Optional.ofNullable(loader);
    }

    /** The absolute path; empty if it is relative to an unknown directory. */
    Optional<String> absolute(String path) {
        if (path.startsWith("/")) {
            return Optional.of(path);
        }
        String from = workingDirectory;
        return from == null ? Optional.empty() : Optional.of(from + (from.endsWith("/") ? "" : "/") + path);
    }
}
