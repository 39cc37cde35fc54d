package io.relocpy.elf;

import java.util.List;

/** How one entry of a file's dynamic section that names a library is satisfied. */
public sealed interface Dependency {

    /** Which entry names a library. */
    enum Kind {
        /** DT_NEEDED. */
        NEEDED,
        /** DT_FILTER: a library whose symbols come before those of the file. The loader insists on it. */
        FILTER,
        /** DT_AUXILIARY: the same, but the loader does without if it is not there. */
        AUXILIARY
    }

    /** Which entry it is. */
    Kind kind();

    /** The name that the entry gives. */
    String name();

    /** The path, as loaded, of the file that needs it. */
    String neededBy();

    /** What was looked at before, in order, and why it was not taken. */
    List<Attempt> attempts();

    /**
     * A library was found.
     *
     * @param path as the loader opens it, links not followed; of the file loaded before for ALREADY_LOADED
     * @param rule why it was looked for there
     * @param directory the search path's entry that led there, as written; empty if none did
     */
    record Found(
            Kind kind,
            String name,
            String neededBy,
            String path,
            SearchRule rule,
            String directory,
            List<Attempt> attempts)
            implements Dependency {
        /** Copies the list. */
        public Found {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * No directory had the library, or the first that had one had no library that can be loaded.
     *
     * @param reason in words
     */
    record Missing(Kind kind, String name, String neededBy, String reason, List<Attempt> attempts)
            implements Dependency {
        /** Copies the list. */
        public Missing {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * A file that was not taken.
     *
     * @param path where it was looked for
     * @param rule why it was looked for there
     * @param reason why it was not taken, such as "no such file" or "EM_AARCH64, not EM_X86_64"
     */
    record Attempt(String path, SearchRule rule, String reason) {}
}
