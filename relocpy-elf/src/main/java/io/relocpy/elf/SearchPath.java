package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** The one that the loader would use: it ignores DT_RPATH beside DT_RUNPATH. */
    static Optional<String> of(EditTables tables) throws ElfEditException {
        Optional<String> runpath = tables.text(ElfConstants.DT_RUNPATH);
        return runpath.isPresent() ? runpath : tables.text(ElfConstants.DT_RPATH);
    }

    /** Which of the two it takes the place of. */
    static long otherTag(long tag) {
        return tag == ElfConstants.DT_RPATH ? ElfConstants.DT_RUNPATH : ElfConstants.DT_RPATH;
    }

    /** Puts elements that are not there yet behind the others, all under that tag. */
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
