package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file or symbolic link of a package. Immutable; equal if all values are.
 *
 * <pre>{@code
 * PackageEntry.file(List.of("/usr/bin/hello"), 1234).mode(0755).modified(time).build();
 * PackageEntry.symbolicLink(List.of("/usr/bin/hi"), "hello").modified(time).build();
 * }</pre>
 */
public final class PackageEntry {
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[^/\\x00]++)++", Pattern.DOTALL);

    private final Values values;

    private record Values(
            List<String> paths,
            Kind kind,
            int mode,
            Instant modified,
            long size,
            @Nullable String linkTarget) {}

    private PackageEntry(Values values) {
        this.values = values;
    }

    /** What an entry is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A symbolic link. */
        SYMBOLIC_LINK
    }

    /**
     * Starts a regular file.
     *
     * @param paths absolute, without empty components, {@code .} and {@code ..}; several for a file with several names (hard
     *     links)
     * @param size of its content in bytes
     * @throws IllegalArgumentException if there is no path or one of another form, or the size is negative
     */
    public static Builder file(Collection<String> paths, long size) {
        return new Builder(paths, Kind.FILE, Arguments.size(size, "size"), null).mode(0644);
    }

    /**
     * Starts a symbolic link.
     *
     * @param paths as for a file
     * @param target as the package states it
     * @throws IllegalArgumentException if there is no path or one of another form, or the target is empty
     */
    public static Builder symbolicLink(Collection<String> paths, String target) {
        return new Builder(paths, Kind.SYMBOLIC_LINK, 0, Objects.requireNonNull(target, "target")).mode(0777);
    }

    /** Absolute, without empty components, {@code .} and {@code ..}; several for a file with several names (hard links). */
    public List<String> paths() {
        return values.paths;
    }

    /** Regular file or symbolic link; whatever else a package holds is skipped. */
    public Kind kind() {
        return values.kind;
    }

    /** The permission bits. */
    public int mode() {
        return values.mode;
    }

    /** The time of last modification. */
    public Instant modified() {
        return values.modified;
    }

    /** The size of a regular file in bytes; 0 for a link. */
    public long size() {
        return values.size;
    }

    /** The target of a symbolic link as the package states it; empty for a regular file. */
    public Optional<String> linkTarget() {
        return Optional.ofNullable(values.linkTarget);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackageEntry that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The paths, and the target of a link. */
    @Override
    public String toString() {
        return Printable.of(
                String.join(", ", values.paths) + (values.linkTarget == null ? "" : " -> " + values.linkTarget));
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final List<String> paths;
        private final Kind kind;
        private final long size;
        private final @Nullable String linkTarget;
        private int mode;
        private Instant modified = Instant.EPOCH;

        private Builder(Collection<String> paths, Kind kind, long size, @Nullable String linkTarget) {
            this.paths = Arguments.copyOfSome(paths, "paths");
            this.kind = kind;
            this.size = size;
            this.linkTarget = linkTarget;
            for (String path : this.paths) {
                if (!PATH.matcher(path).matches()) {
                    throw new IllegalArgumentException(
                            "paths: expected an absolute path without . and .., found " + Printable.quote(path));
                }
            }
            if (linkTarget != null && linkTarget.isEmpty()) {
                throw new IllegalArgumentException(
                        Printable.of(this.paths.get(0)) + ": expected a link with a target, found none");
            }
        }

        /** The permission bits; by default 0644 for a file and 0777 for a link. */
        public Builder mode(int bits) {
            mode = bits;
            return this;
        }

        /** The time of last modification; the start of 1970 by default. */
        public Builder modified(Instant time) {
            modified = Objects.requireNonNull(time, "time");
            return this;
        }

        /** The entry; the builder can be used again. */
        public PackageEntry build() {
            return new PackageEntry(new Values(paths, kind, mode, modified, size, linkTarget));
        }
    }
}
