package io.relocpy.bundle;

/**
 * Which compiled modules ({@code .pyc}) a bundle has. Without them, Python compiles what it imports at every start, or
 * writes them itself if it can write to the bundle.
 *
 * @see <a href="https://peps.python.org/pep-0552/">PEP 552, Deterministic pycs</a>
 */
public enum Bytecode {
    /** Those that packages contain: the default. Nothing of the bundle is executed. */
    AS_PACKAGED,
    /** None: the smallest bundle. */
    NONE,
    /** Of all modules; Python does not look at the source: the fastest. After editing a source, delete its .pyc. */
    UNCHECKED_HASH,
    /** Of all modules; Python also reads the source, and compiles it again if it has changed. */
    CHECKED_HASH
}
