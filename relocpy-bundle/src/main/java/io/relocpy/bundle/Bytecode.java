package io.relocpy.bundle;

/**
 * Which compiled modules ({@code .pyc}) a bundle has. Without any, Python compiles at every start what it imports, or
 * writes them itself where it may write into the bundle.
 *
 * @see <a href="https://peps.python.org/pep-0552/">PEP 552, Deterministic pycs</a>
 */
public enum Bytecode {
    /** Those that packages bring: the default. Nothing of the bundle is executed. */
    AS_PACKAGED,
    /** None: the smallest bundle. */
    NONE,
    /** Of all modules, without a look at the source at run time: the fastest. Who edits a source must delete its .pyc. */
    UNCHECKED_HASH,
    /** Of all modules; Python reads the source, too, and compiles it again if it was changed. */
    CHECKED_HASH
}
