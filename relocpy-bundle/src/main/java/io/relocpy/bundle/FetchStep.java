package io.relocpy.bundle;

import java.io.IOException;
import java.util.List;

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
        source.fetch(
                packages,
                arrived -> progress.packageDone(BundleStep.FETCH, arrived, arrived.downloadSize(), packages.size()));
        return packages.stream().mapToLong(SourcePackage::downloadSize).sum();
    }
}
