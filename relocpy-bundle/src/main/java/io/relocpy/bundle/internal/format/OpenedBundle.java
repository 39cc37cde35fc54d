package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.RegularFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A bundle of any kind that was written earlier, opened for reading. Its contents are available until it is closed. */
public final class OpenedBundle implements Closeable {
    private final Path path;
    private final WrittenBundle bundle;
    private final @Nullable Path temporary;
    private final @Nullable ContentStore store;

    /** Opens an archive. */
    @FunctionalInterface
    public interface Opener {
        /** The bytes of the archive. */
        InputStream open(Path archive) throws IOException;
    }

    private OpenedBundle(Path path, WrittenBundle bundle, @Nullable Path temporary, @Nullable ContentStore store) {
        this.path = path;
        this.bundle = bundle;
        this.temporary = temporary;
        this.store = store;
    }

    /**
     * Opens a directory or archive.
     *
     * @throws BundleException if nothing is there, or it is an archive that cannot be read to its end
     */
    public static OpenedBundle of(Path path) throws IOException {
        return of(path, RegularFiles::open);
    }

    /** As {@link #of(Path)}, with an archive's bytes read through a stream of the caller. */
    public static OpenedBundle of(Path path, Opener opener) throws IOException {
        TargetPlace.checkFileSystem(path);
        if (Files.notExists(path)) {
            throw new BundleException(path.toString(), "does not exist");
        }
        if (Files.isDirectory(path)) {
            return new OpenedBundle(path, DirectoryReader.read(path), null, null);
        }
        Path temporary = Files.createTempDirectory("relocpy");
        try {
            ContentStore store = new ContentStore(temporary.resolve("contents"));
            try {
                return new OpenedBundle(path, TarReader.read(opener.open(path), path, store), temporary, store);
            } catch (IOException | RuntimeException | Error e) {
                store.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            WorkingDirectory.delete(temporary);
            throw e;
        }
    }

    /** Its files. */
    public WrittenBundle bundle() {
        return bundle;
    }

    /**
     * Its manifest.
     *
     * @throws BundleException if it has none
     */
    public WrittenFile.Regular manifest() throws BundleException {
        if (bundle.files().get(BundleLayout.MANIFEST) instanceof WrittenFile.Regular manifest) {
            return manifest;
        }
        throw new BundleException(path.toString(), "is not a bundle: it has no " + BundleLayout.MANIFEST);
    }

    @Override
    public void close() throws IOException {
        try {
            if (store != null) {
                store.close();
            }
        } finally {
            if (temporary != null) {
                WorkingDirectory.delete(temporary);
            }
        }
    }
}
