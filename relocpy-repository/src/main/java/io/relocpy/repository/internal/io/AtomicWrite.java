package io.relocpy.repository.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Puts a small file under its name in one step: readers see the old content or the new, never a part. */
public final class AtomicWrite {
    private AtomicWrite() {}

    /**
     * Writes a file, replacing an existing one; if that fails, nothing has changed. Others may read it as far as the umask
     * lets them, unlike a file of {@link Files#createTempFile}.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling(".relocpy-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) { // the temporary name means nothing to the caller
            throw new NoSuchFileException(String.valueOf(absolute.getParent()));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
