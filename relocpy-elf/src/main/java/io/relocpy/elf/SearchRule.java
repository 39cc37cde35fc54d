package io.relocpy.elf;

/** The rule of ld.so(8) by which a library was found or a directory searched, in the order of glibc's loader. */
public enum SearchRule {
    /** A file with that name is already loaded. */
    ALREADY_LOADED,
    /** It is the loader itself, which is always in memory, wherever its file is. */
    INTERPRETER,
    /** The name has a slash, so it is a path. */
    PATH,
    /** DT_RPATH of the file that needs it, or of one that caused that file to be loaded. */
    RPATH,
    /** LD_LIBRARY_PATH or the loader's --library-path. */
    LIBRARY_PATH,
    /** DT_RUNPATH of the file that needs it; musl treats it like DT_RPATH. */
    RUNPATH,
    /** The loader's cache, /etc/ld.so.cache. */
    CACHE,
    /** The loader's default directories, or those of musl's /etc/ld-musl-*.path. */
    DEFAULT_DIRECTORY
}
