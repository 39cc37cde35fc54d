package io.relocpy.deb;

import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.internal.text.VersionComparator;
import java.util.Optional;

/**
 * A version, {@code [epoch:]upstream-version[-revision]}. Immutable.
 *
 * <p>The order is that of dpkg. As there, versions can be written differently and still be neither higher nor lower
 * ({@code 1.0} and {@code 0:1.0-0}); such versions are not {@link #equals equal}, so the order is not consistent with
 * equals.
 *
 * @see <a href="https://manpages.debian.org/deb-version.7">deb-version(7)</a>
 */
public final class DebianVersion implements Comparable<DebianVersion> {
    private final String text;

    private DebianVersion(String text) {
        this.text = text;
    }

    /**
     * The version of that text.
     *
     * @throws IllegalArgumentException if it is empty, longer than 1,024 characters, or has characters other than
     *     letters, digits, {@code . + - : ~} and {@code _} (which dpkg warns about)
     */
    public static DebianVersion of(String text) {
        if (!Syntax.isVersion(text)) {
            throw new IllegalArgumentException("not a Debian version: '" + text + "'");
        }
        return new DebianVersion(text);
    }

    /** The epoch as it is written; {@code 0} without one. */
    public String epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? "0" : text.substring(0, colon);
    }

    /** What is between epoch and revision. */
    public String upstreamVersion() {
        int dash = text.lastIndexOf('-');
        int start = text.indexOf(':') + 1;
        return text.substring(start, dash < start ? text.length() : dash);
    }

    /** What follows the last dash; empty if there is none. */
    public Optional<String> revision() {
        int dash = text.lastIndexOf('-');
        return dash < text.indexOf(':') + 1 ? Optional.empty() : Optional.of(text.substring(dash + 1));
    }

    @Override
    public int compareTo(DebianVersion other) {
        return VersionComparator.compare(text, other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DebianVersion version && text.equals(version.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The version as it is written. */
    @Override
    public String toString() {
        return text;
    }
}
