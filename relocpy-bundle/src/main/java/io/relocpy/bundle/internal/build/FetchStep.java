package io.relocpy.bundle.internal.build;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import java.io.IOException;
import java.util.List;

/** Downloads and verifies the package files. */
final class FetchStep {
    private final TransferProgress transfers;

    FetchStep(TransferProgress transfers) {
        this.transfers = transfers;
    }

    /** Fetches all packages; returns the bytes of their files. */
    long fetch(Closure closure) throws IOException {
        List<ClosurePackage> packages = closure.packages();
        long total = packages.stream().mapToLong(ClosurePackage::size).sum();
        transfers.expect(total);
        closure.fetch(arrived -> transfers.arrived(arrived, packages.size()));
        return total;
    }
}
