package io.relocpy.bundle;

/** The steps of the one road from requests to a bundle, in order. */
public enum BundleStep {
    /** Which packages: the closure of the requests. */
    RESOLVE,
    /** Their package files, verified, on this machine. */
    FETCH,
    /** Their files, in one virtual root. */
    UNPACK,
    /** The caller's wheels, checked, beside them. */
    WHEELS,
    /** Which of the files a Python at run time can use, and why. */
    SELECT,
    /** Where each of them goes in the bundle. */
    PLACE,
    /** What must change in them so that they run from any path. */
    RELOCATE,
    /** The commands in {@code bin/}. */
    LAUNCH,
    /** Compiled modules, if asked for. */
    COMPILE,
    /** What the wheels' RECORD files say, so that it is true of the finished files. */
    RECORD,
    /** Nothing unresolved, nothing that leads outside. */
    VERIFY,
    /** The directory or archive, under its final name only when whole. */
    WRITE
}
