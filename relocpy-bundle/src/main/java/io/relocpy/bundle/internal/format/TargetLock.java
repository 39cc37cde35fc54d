package io.relocpy.bundle.internal.format;

import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets only one build at a time rename an archive and its signature into place, so that the two always belong together.
 * A lock on a file {@code .NAME.lock} beside the target, which is removed afterwards; one that a killed process left is
 * reused. If the file system does not support locks, only builds of this process wait for each other.
 */
public final class TargetLock {
    /** All threads of a process share one lock on a file, see fcntl(2). */
    private static final ReentrantLock OWN = new ReentrantLock();

    private TargetLock() {}

    /** The work that is done while the lock is held. */
    public interface Action {
        void run() throws IOException;
    }

    /** Waits for the lock, and does the work. */
    public static void whileHeld(Path target, Action action) throws IOException {
        Path absolute = TargetPlace.of(target);
        Path file = absolute.resolveSibling(TargetPlace.hidden(absolute) + "lock");
        try {
            OWN.lockInterruptibly();
        } catch (InterruptedException e) {
            throw Interruption.unified("waiting for another build of " + absolute, Interruption.of(e));
        }
        try {
            for (boolean done = false; !done; ) {
                try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    if (isLocked(channel, file)) {
                        runAndDelete(action, file);
                        done = true;
                    }
                }
            }
        } finally {
            OWN.unlock();
        }
    }

    private static void runAndDelete(Action action, Path file) throws IOException {
        try {
            action.run();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Whether the lock is on the file that is there now; the previous owner may have removed the one that was opened.
     */
    private static boolean isLocked(FileChannel channel, Path file) throws IOException {
        try {
            channel.lock();
            // a random size shows whether it is this file that is there: opening it again would end the lock
            long size = 1L + ThreadLocalRandom.current().nextInt(1 << 30);
            channel.truncate(0).write(ByteBuffer.allocate(1), size - 1);
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileLockInterruptionException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return true; // no locks here, or no room
        }
    }
}
