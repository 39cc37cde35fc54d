package io.relocpy.elf;

/** What a file is, as far as running, editing and packing it are concerned. */
public enum ElfKind {
    /** Runs at a fixed address, through a loader (ET_EXEC with PT_INTERP or PT_DYNAMIC). */
    EXECUTABLE,
    /** Runs at any address, through a loader (ET_DYN with PT_INTERP). */
    PIE,
    /** ET_DYN that other files load. The loader itself and libc, which also run, are libraries. */
    SHARED_LIBRARY,
    /** Runs at a fixed address, alone. */
    STATIC_EXECUTABLE,
    /** Runs at any address, alone, and relocates itself. */
    STATIC_PIE,
    /** Input of a linker, a kernel module. */
    RELOCATABLE,
    /** A dead process. */
    CORE,
    /** Separated debugging information: the headers of another file, without its contents. */
    DEBUG_FILE,
    /** An {@code e_type} of which nothing is known. */
    OTHER;

    /** Whether a dynamic loader reads the file, so that it has a search path and needs libraries. */
    public boolean isDynamic() {
        return this == EXECUTABLE || this == PIE || this == SHARED_LIBRARY;
    }
}
