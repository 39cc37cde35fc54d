package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.internal.build.Progress.Work;
import io.relocpy.repository.internal.io.AtomicWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A lockfile that appears together with the bundle, or not at all. */
final class NewLockfile {
    private NewLockfile() {}

    /**
     * Writes the lockfile unless it exists, and removes it again if the bundle cannot be written: what can go wrong with it
     * comes before the bundle is in place.
     */
    static <R> R with(Optional<Path> lockfile, String text, Work<R> bundle) throws IOException {
        if (lockfile.isEmpty() || Files.exists(lockfile.get())) {
            return bundle.run();
        }
        AtomicWrite.write(lockfile.get(), text.getBytes(StandardCharsets.UTF_8));
        try {
            return bundle.run();
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(lockfile.get());
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }
}
