package io.relocpy.elf;

import java.util.List;

/** How one DT_NEEDED entry of one file is satisfied. */
public sealed interface Dependency {

    /** The DT_NEEDED name. */
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
    record Found(String name, String neededBy, String path, SearchRule rule, String directory, List<Attempt> attempts)
            implements Dependency {
        /** Copies the list. */
        public Found {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * No directory had the library.
     *
     * @param reason in words
     */
    record Missing(String name, String neededBy, String reason, List<Attempt> attempts) implements Dependency {
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
