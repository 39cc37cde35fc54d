package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.ArchiveTarget;
import io.relocpy.bundle.internal.format.DirectoryTarget;
import io.relocpy.bundle.internal.format.Target;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form and path of a bundle to be written by {@link Bundle.Builder#write(BundleOutput)}. Immutable; equal if
 * path and form are.
 *
 * <pre>{@code
 * builder.write(BundleOutput.archive(Path.of("hello.bundle"), BundleOutput.Compression.ZSTD));
 * }</pre>
 */
public final class BundleOutput {
    private final Form form;

    /** What is to be written; names are checked when a bundle is. */
    private sealed interface Form {
        Path path();

        Target target() throws BundleException;
    }

    private record Named(Path path) implements Form {
        @Override
        public Target target() throws BundleException {
            return Target.of(path);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    private record Directory(Path path) implements Form {
        @Override
        public Target target() throws BundleException {
            return DirectoryTarget.of(path);
        }

        @Override
        public String toString() {
            return path + " (directory)";
        }
    }

    private record Archive(Path path) implements Form {
        @Override
        public Target target() throws BundleException {
            return ArchiveTarget.of(path);
        }

        @Override
        public String toString() {
            return path + " (archive)";
        }
    }

    private record Compressed(Path path, Compression compression) implements Form {
        @Override
        public Target target() throws BundleException {
            return ArchiveTarget.of(path, compression.format);
        }

        @Override
        public String toString() {
            return path + " (archive, " + compression + ")";
        }
    }

    /** How an archive is compressed. */
    public enum Compression {
        /** With gzip: every system can read it. */
        GZIP(io.relocpy.bundle.internal.format.Compression.GZIP),
        /** With zstd: smaller, and the fastest to unpack. */
        ZSTD(io.relocpy.bundle.internal.format.Compression.ZSTD),
        /** With xz: the smallest, and slow to make. */
        XZ(io.relocpy.bundle.internal.format.Compression.XZ),
        /** Not compressed. */
        NONE(io.relocpy.bundle.internal.format.Compression.NONE);

        private final io.relocpy.bundle.internal.format.Compression format;

        Compression(io.relocpy.bundle.internal.format.Compression format) {
            this.format = format;
        }
    }

    private BundleOutput(Form form) {
        Objects.requireNonNull(form.path(), "path");
        this.form = form;
    }

    /**
     * The form that the end of the name states.
     *
     * @param path ends in {@code .tar.gz} or {@code .tgz}, {@code .tar.zst} or {@code .tzst}, {@code .tar.xz} or {@code .txz}, or
     *     {@code .tar} for an archive; anything else is a directory, except names of archives of other kinds
     */
    public static BundleOutput of(Path path) {
        return new BundleOutput(new Named(path));
    }

    /** A directory of any name. */
    public static BundleOutput directory(Path path) {
        return new BundleOutput(new Directory(path));
    }

    /**
     * A tar archive with one top directory named after it.
     *
     * @param path ends as for {@link #of}, which states the compression
     */
    public static BundleOutput archive(Path path) {
        return new BundleOutput(new Archive(path));
    }

    /**
     * A tar archive of any name, with one top directory named after it, without an ending that states a compression.
     */
    public static BundleOutput archive(Path path, Compression compression) {
        return new BundleOutput(new Compressed(path, Objects.requireNonNull(compression, "compression")));
    }

    /** Where the bundle goes. */
    public Path path() {
        return form.path();
    }

    Target target() throws BundleException {
        return form.target();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleOutput that && form.equals(that.form);
    }

    @Override
    public int hashCode() {
        return form.hashCode();
    }

    /** The path, and the form if it is not the one that the name states. */
    @Override
    public String toString() {
        return form.toString();
    }
}
