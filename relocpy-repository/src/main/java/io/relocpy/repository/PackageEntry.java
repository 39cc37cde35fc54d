package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file or symbolic link of a package. Immutable.
 *
 * @param paths absolute, without empty components, {@code .} and {@code ..}; several for a file with several names (hard links)
 * @param kind regular file or symbolic link; whatever else a package holds is skipped
 * @param mode permission bits
 * @param modified time of last modification
 * @param size bytes of a regular file; 0 for a link
 * @param linkTarget as the package states it; empty for a regular file
 */
public record PackageEntry(List<String> paths, Kind kind, int mode, Instant modified, long size, String linkTarget) {
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[^/\\x00]++)++", Pattern.DOTALL);

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no path or one of another form, a size is negative, a link has no target,
     *     or the size or target of the other kind
     */
    public PackageEntry {
        paths = Arguments.copyOfSome(paths, "paths");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(modified, "modified");
        Arguments.size(size, "size");
        for (String path : paths) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException(
                        "paths: expected an absolute path without . and .., found " + Printable.quote(path));
            }
        }
        boolean link = kind == Kind.SYMBOLIC_LINK;
        if (link == Objects.requireNonNull(linkTarget, "linkTarget").isEmpty() || (link && size != 0)) {
            throw new IllegalArgumentException(Printable.of(paths.get(0)) + ": expected "
                    + (link ? "a link with a target and the size 0" : "a file without a link target"));
        }
    }

    /** What an entry is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A symbolic link. */
        SYMBOLIC_LINK
    }
}
