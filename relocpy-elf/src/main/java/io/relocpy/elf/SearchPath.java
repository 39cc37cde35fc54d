package io.relocpy.elf;

import java.util.List;

/**
 * The value of a DT_RPATH or DT_RUNPATH: directories with colons between.
 *
 * <p>To glibc and musl an empty value names no directory, but an empty element of a longer one is the current directory
 * (glibc, elf/dl-load.c, {@code fillin_rpath}, {@code decompose_rpath}). So it is an element as all others are here: it stays
 * where it is, and is added only by those who write it.
 */
final class SearchPath {
    private SearchPath() {}

    static List<String> split(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split(":", -1));
    }

    static String join(List<String> elements) {
        // the current directory alone must be said twice
        return elements.equals(List.of("")) ? ":" : String.join(":", elements);
    }
}
