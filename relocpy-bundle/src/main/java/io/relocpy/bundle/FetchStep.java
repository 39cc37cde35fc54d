package io.relocpy.bundle;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Brings the package files to this machine, verified. */
final class FetchStep {
    private final PackageSource source;
    private final Progress progress;

    FetchStep(PackageSource source, Progress progress) {
        this.source = source;
        this.progress = progress;
    }

    /** Fetches all packages; the bytes of their files. */
    long fetch(List<SourcePackage> packages) throws IOException {
        long total = packages.stream().mapToLong(SourcePackage::downloadSize).sum();
        Map<String, Long> underWay = new ConcurrentHashMap<>();
        AtomicLong arrivedBytes = new AtomicLong();
        source.fetch(
                packages,
                arrived -> {
                    arrivedBytes.addAndGet(arrived.downloadSize());
                    progress.packageDone(BundleStep.FETCH, arrived, arrived.downloadSize(), packages.size());
                    progress.advance(BundleStep.FETCH, "", arrivedBytes.get(), total);
                },
                (file, bytes, size) -> {
                    if (bytes == size) { // counted as it arrives
                        underWay.remove(file);
                    } else {
                        underWay.put(file, bytes);
                    }
                    long parts = underWay.values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    progress.advance(BundleStep.FETCH, "", Math.min(total, arrivedBytes.get() + parts), total);
                });
        return total;
    }
}
