package io.relocpy.bundle;

/**
 * Which compiled modules ({@code .pyc}) a bundle contains. Without them, Python compiles what it imports at every
 * start, or writes them itself if it can write to the bundle.
 *
 * @see <a href="https://peps.python.org/pep-0552/">PEP 552, Deterministic pycs</a>
 */
public enum Bytecode {
    /** Those that packages contain: the default. Nothing in the bundle is executed. */
    AS_PACKAGED,
    /** None: the smallest bundle. */
    NONE,
    /** Those of all modules; Python does not read the source: the fastest. After editing a source, delete its .pyc. */
    UNCHECKED_HASH,
    /** Those of all modules; Python also reads the source, and recompiles it if it has changed. */
    CHECKED_HASH
}
