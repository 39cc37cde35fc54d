package io.relocpy.deb.internal.scripts;

import java.util.Optional;

/**
 * A path whose file, of all packages but one, goes elsewhere. Immutable.
 *
 * @param owner the package whose own file keeps the path; empty for none
 * @param from the path
 * @param to where the others' file goes; empty if a former diversion of the path is removed
 * @see <a href="https://manpages.debian.org/dpkg-divert.1">dpkg-divert(1)</a>
 */
public record Diversion(String owner, String from, Optional<String> to) {}
