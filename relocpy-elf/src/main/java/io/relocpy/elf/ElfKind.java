package io.relocpy.elf;

/** The kind of file, as far as it matters for running, editing and packaging. */
public enum ElfKind {
    /** Runs at a fixed address, through a loader (ET_EXEC with PT_INTERP or PT_DYNAMIC). */
    EXECUTABLE,
    /** Runs at any address, through a loader (ET_DYN with PT_INTERP). */
    PIE,
    /** ET_DYN that other files load. The loader itself and libc, although they can also be run, are libraries. */
    SHARED_LIBRARY,
    /** Runs at a fixed address, without a loader. */
    STATIC_EXECUTABLE,
    /** Runs at any address, without a loader, and relocates itself. */
    STATIC_PIE,
    /** Linker input, or a kernel module. */
    RELOCATABLE,
    /** A core dump. */
    CORE,
    /** Separate debugging information: the headers of another file, without its contents. */
    DEBUG_FILE,
    /** An unknown {@code e_type}. */
    OTHER;

    /** Whether a dynamic loader reads the file, so that it has a search path and dependencies. */
    public boolean isDynamic() {
        return this == EXECUTABLE || this == PIE || this == SHARED_LIBRARY;
    }
}
