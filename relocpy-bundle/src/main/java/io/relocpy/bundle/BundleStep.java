package io.relocpy.bundle;

/** The steps from requests to a bundle, in order. */
public enum BundleStep {
    /** Computes the closure of the requests: which packages. */
    RESOLVE,
    /** Downloads and verifies the package files. */
    FETCH,
    /** Unpacks their files into one virtual root. */
    UNPACK,
    /** Adds what installing the packages would make besides their files; nothing of theirs is run. */
    CONFIGURE,
    /** Checks the caller's wheels and adds their files. */
    WHEELS,
    /** Selects the files that Python can use at run time. */
    SELECT,
    /** Gives each file its path in the bundle. */
    PLACE,
    /** Changes files so that they work at any path. */
    RELOCATE,
    /** Creates the commands in {@code bin/}. */
    LAUNCH,
    /** Compiles modules, if requested. */
    COMPILE,
    /** Writes the wheels' RECORD files to match the finished files. */
    RECORD,
    /** Verifies that nothing is unresolved and nothing leads outside. */
    VERIFY,
    /** Writes the directory or archive, and gives it its name when it is complete. */
    WRITE
}
