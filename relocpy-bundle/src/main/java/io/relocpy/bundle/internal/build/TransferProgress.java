package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.TransferEvent;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Turns the transfers of a closure into progress of the steps that cause them. */
final class TransferProgress implements RepositoryListener {
    private final Progress progress;
    private final Map<URI, Long> partial = new ConcurrentHashMap<>();
    private final AtomicLong arrivedBytes = new AtomicLong();
    private final AtomicLong totalBytes = new AtomicLong(-1);

    TransferProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void onTransfer(TransferEvent event) {
        if (!(event instanceof TransferEvent.Advanced advanced)) {
            return;
        }
        if (event.kind() == TransferEvent.Kind.METADATA) {
            progress.advance(
                    Step.RESOLVE,
                    Optional.of(fileName(advanced.source())),
                    advanced.present(),
                    advanced.size().orElse(-1));
            return;
        }
        if (advanced.present() == advanced.size().orElse(-1)) { // counted when the package arrives
            partial.remove(advanced.source());
        } else {
            partial.put(advanced.source(), advanced.present());
        }
        long parts = partial.values().stream().mapToLong(Long::longValue).sum();
        long total = totalBytes.get();
        progress.advance(Step.FETCH, Optional.empty(), Math.min(total, arrivedBytes.get() + parts), total);
    }

    @Override
    public void onWarning(String subject, String message) {
        progress.warning(subject, message);
    }

    /** States how many bytes of packages will arrive. */
    void expect(long bytes) {
        totalBytes.set(bytes);
    }

    /** Counts a package out of a known total. */
    void arrived(ClosurePackage arrived, int packages) {
        long bytes = arrivedBytes.addAndGet(arrived.size());
        progress.packageDone(Step.FETCH, arrived.id(), arrived.size(), packages);
        progress.advance(Step.FETCH, Optional.empty(), bytes, totalBytes.get());
    }

    private static String fileName(URI source) {
        String path = String.valueOf(source.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
