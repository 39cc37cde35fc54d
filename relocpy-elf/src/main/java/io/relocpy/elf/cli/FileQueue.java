package io.relocpy.elf.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The files of a command line, prepared side by side and delivered in order. The caller finishes each before it takes the
 * next one, so output, exit status and the files that are changed before a failure are those of one file after another.
 */
final class FileQueue implements Iterator<FilePatch>, AutoCloseable {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Bounds the memory: an edit is kept until it has been written. */
    private static final int AHEAD = 4 * THREADS;

    private final PatchelfOptions options;
    private final Iterator<String> names;
    private final ExecutorService pool;
    private final Deque<Future<FilePatch>> prepared = new ArrayDeque<>();
    private final Set<Object> delivered = new HashSet<>();

    FileQueue(PatchelfOptions options) {
        this.options = options;
        names = options.files.iterator();
        pool = Executors.newFixedThreadPool(Math.min(THREADS, options.files.size()), work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        fill();
    }

    private void fill() {
        while (prepared.size() < AHEAD && names.hasNext()) {
            FilePatch next = new FilePatch(options, names.next());
            prepared.add(pool.submit(next::prepare));
        }
    }

    @Override
    public boolean hasNext() {
        return !prepared.isEmpty();
    }

    @Override
    public FilePatch next() {
        if (prepared.isEmpty()) {
            throw new NoSuchElementException();
        }
        FilePatch next = await(prepared.remove());
        fill();
        boolean again = next.fileKey().map(key -> !delivered.add(key)).orElse(false);
        // the same file under another name, perhaps prepared before the first edit was written
        return again ? next.renewed().prepare() : next;
    }

    private static FilePatch await(Future<FilePatch> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Drops what has not been delivered. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
