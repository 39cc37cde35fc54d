package io.relocpy.elf;

import java.util.List;

/** How an entry of the dynamic section that names a library is satisfied. */
public sealed interface Dependency {

    /** The kind of entry. */
    enum Kind {
        /** DT_NEEDED. */
        NEEDED,
        /** DT_FILTER: a library whose symbols take precedence over those of the file. The loader requires it. */
        FILTER,
        /** DT_AUXILIARY: the same, but the library may be missing. */
        AUXILIARY
    }

    /** The kind of entry. */
    Kind kind();

    /** The library's name in the entry. */
    String name();

    /** The path, as loaded, of the file with the entry. */
    String neededBy();

    /** The files that were tried before, in order, and why each was rejected. */
    List<Attempt> attempts();

    /**
     * A library was found.
     *
     * @param path as the loader opens it, symbolic links not followed; for ALREADY_LOADED, that of the file loaded
     *     before
     * @param rule the rule by which it was found
     * @param directory the search path element that led there, as written; empty if none did
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
     * No directory has the library, or the first match cannot be loaded.
     *
     * @param reason a phrase such as "in none of the searched directories"
     */
    record Missing(Kind kind, String name, String neededBy, String reason, List<Attempt> attempts)
            implements Dependency {
        /** Copies the list. */
        public Missing {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * A file that was tried and rejected.
     *
     * @param path the path that was tried
     * @param rule the rule by which it was tried
     * @param reason why it was rejected, such as "no such file" or "EM_AARCH64, not EM_X86_64"
     */
    record Attempt(String path, SearchRule rule, String reason) {}
}
