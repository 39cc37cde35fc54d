package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.ArchiveTarget;
import io.relocpy.bundle.internal.format.DirectoryTarget;
import io.relocpy.bundle.internal.format.Target;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The form and path of a bundle to be written by {@link Bundle.Builder#write(BundleOutput)}. Immutable.
 *
 * <pre>{@code
 * builder.write(BundleOutput.archive(Path.of("hello.bundle"), BundleOutput.Compression.ZSTD));
 * }</pre>
 */
public final class BundleOutput {
    private final Path path;
    private final Kind kind;

    /** Makes the target of a path; names are checked when a bundle is written. */
    @FunctionalInterface
    private interface Kind {
        Target of(Path path) throws BundleException;
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

    private BundleOutput(Path path, Kind kind) {
        this.path = Objects.requireNonNull(path, "path");
        this.kind = kind;
    }

    /**
     * The form that the name states.
     *
     * @param path ends in {@code .tar.gz} or {@code .tgz}, {@code .tar.zst} or {@code .tzst}, {@code .tar.xz} or {@code .txz}, or
     *     {@code .tar} for an archive; anything else is a directory, except names of archives of other kinds
     */
    public static BundleOutput of(Path path) {
        return new BundleOutput(path, Target::of);
    }

    /** A directory of any name. */
    public static BundleOutput directory(Path path) {
        return new BundleOutput(path, DirectoryTarget::of);
    }

    /**
     * A tar archive with one top directory named after it.
     *
     * @param path ends as for {@link #of}, which states the compression
     */
    public static BundleOutput archive(Path path) {
        return new BundleOutput(path, ArchiveTarget::of);
    }

    /**
     * A tar archive of any name, with one top directory named after it, without an ending that states a compression.
     */
    public static BundleOutput archive(Path path, Compression compression) {
        Objects.requireNonNull(compression, "compression");
        return new BundleOutput(path, archive -> ArchiveTarget.of(archive, compression.format));
    }

    /** Where the bundle goes. */
    public Path path() {
        return path;
    }

    Target target() throws BundleException {
        return kind.of(path);
    }

    /** The {@linkplain #path path}. */
    @Override
    public String toString() {
        return path.toString();
    }
}
