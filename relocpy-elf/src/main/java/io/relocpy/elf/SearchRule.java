package io.relocpy.elf;

/** By which rule of ld.so(8) a library was found or a directory searched, in the order of glibc's loader. */
public enum SearchRule {
    /** A file with that name is loaded already. */
    ALREADY_LOADED,
    /** It is the loader itself, which is there before all others, wherever it lies. */
    INTERPRETER,
    /** The name has a slash, so it is a path. */
    PATH,
    /** DT_RPATH of the file that needs it, or of one that caused that to be loaded. */
    RPATH,
    /** LD_LIBRARY_PATH or the loader's --library-path. */
    LIBRARY_PATH,
    /** DT_RUNPATH of the file that needs it; musl takes it as DT_RPATH. */
    RUNPATH,
    /** The loader's cache, /etc/ld.so.cache. */
    CACHE,
    /** The directories that are built into the loader, or in musl's /etc/ld-musl-*.path. */
    DEFAULT_DIRECTORY
}
