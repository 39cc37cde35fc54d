package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of a DT_RPATH or DT_RUNPATH: directories separated by colons.
 *
 * <p>To glibc and musl an empty value names no directory, but an empty element of a longer one is the current directory
 * (glibc, elf/dl-load.c, {@code fillin_rpath}, {@code decompose_rpath}). It is treated like any other element: it is
 * kept, and only added on request.
 */
final class SearchPath {
    private SearchPath() {}

    static List<String> split(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split(":", -1));
    }

    static String join(List<String> elements) {
        // the current directory alone must be written twice
        return elements.equals(List.of("")) ? ":" : String.join(":", elements);
    }

    /** The one that the loader uses: it ignores DT_RPATH if there is a DT_RUNPATH. */
    static Optional<String> of(EditTables tables) throws ElfEditException {
        Optional<String> runpath = tables.text(ElfConstants.DT_RUNPATH);
        return runpath.isPresent() ? runpath : tables.text(ElfConstants.DT_RPATH);
    }

    /** The tag that it replaces. */
    static long otherTag(long tag) {
        return tag == ElfConstants.DT_RPATH ? ElfConstants.DT_RUNPATH : ElfConstants.DT_RPATH;
    }

    /** Appends elements that are not there yet, all under that tag. */
    static void add(EditTables tables, long tag, List<String> elements) throws ElfEditException {
        Optional<String> old = of(tables);
        List<String> all = new ArrayList<>(split(old.orElse("")));
        for (String element : elements) {
            if (!all.contains(element)) {
                all.add(element);
            }
        }
        if (old.isPresent() || !all.isEmpty()) {
            tables.remove(otherTag(tag));
            tables.setText(tag, join(all));
        }
    }
}
