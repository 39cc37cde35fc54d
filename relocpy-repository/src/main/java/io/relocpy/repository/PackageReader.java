package io.relocpy.repository;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the files of one package, in the package's order. Not safe for use by several threads.
 *
 * <p>After {@link #close}, {@link #next} and {@link #content} throw an {@link IllegalStateException}, and reading a stream that
 * was returned before an {@link IOException}.
 */
public interface PackageReader extends Closeable {
    /**
     * Moves to the next entry. What was not read of the current one is skipped, and its stream is closed.
     *
     * @return the entry; empty at the end
     * @throws IOException if the package is damaged
     */
    Optional<PackageEntry> next() throws IOException;

    /**
     * The content of the current entry: a stream of exactly as many bytes as its {@linkplain PackageEntry#size size}, which need
     * not be closed; empty for a symbolic link.
     *
     * @throws IllegalStateException if there is no current entry
     */
    InputStream content();

    /**
     * The licence as the package's own files state it, for repositories that {@linkplain ClosurePackage#license() do not}.
     * Known when the last entry was read; empty if they state none.
     */
    default Optional<String> license() {
        return Optional.empty();
    }

    /**
     * Who made the package, as the package itself states it, such as {@code Fedora Project}.
     * Known at once; empty if it states none.
     */
    default Optional<String> vendor() {
        return Optional.empty();
    }
}
