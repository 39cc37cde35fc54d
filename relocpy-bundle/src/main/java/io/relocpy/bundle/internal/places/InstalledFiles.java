package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The placed files with those that scriptlets and triggers make when packages are installed, as far as relocpy makes them.
 * Immutable.
 *
 * @param files all files
 * @param left what could not be made
 */
public record InstalledFiles(List<BundleFile> files, List<Finding> left) {
    /** Copies the lists. */
    public InstalledFiles {
        files = List.copyOf(files);
        left = List.copyOf(left);
    }

    /** Adds what can be made of the placed files. */
    public static InstalledFiles of(List<BundleFile> placed, Instant modified) throws IOException {
        InstalledFiles withPolicy = new InstalledFiles(CryptoPolicy.addTo(placed, modified), List.of());
        InstalledFiles withCaches = ModuleCaches.addTo(withPolicy, modified);
        InstalledFiles withDrivers = OdbcDrivers.addTo(withCaches, modified);
        return SharedMimeInfo.addTo(GlibSchemas.addTo(withDrivers, modified), modified);
    }
}
