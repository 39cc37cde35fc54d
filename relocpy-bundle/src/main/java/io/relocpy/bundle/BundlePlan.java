package io.relocpy.bundle;

import io.relocpy.repository.ClosurePackage;
import java.util.List;

/**
 * Which packages a bundle would be made of, and which of them would have to be downloaded, see {@link Bundle.Builder#plan}.
 * Immutable.
 */
public final class BundlePlan {
    private final List<String> requests;
    private final List<ClosurePackage> packages;
    private final List<ClosurePackage> downloads;

    BundlePlan(List<String> requests, List<ClosurePackage> packages, List<ClosurePackage> downloads) {
        this.requests = List.copyOf(requests);
        this.packages = List.copyOf(packages);
        this.downloads = List.copyOf(downloads);
    }

    /** What is requested, including the interpreter and {@linkplain Bundle#defaultPackages() default packages}. */
    public List<String> requests() {
        return requests;
    }

    /** All packages, in the order in which they would be installed, each with the reason. Not all need to have files in the bundle. */
    public List<ClosurePackage> packages() {
        return packages;
    }

    /** Those that are neither in a local repository nor in the cache. */
    public List<ClosurePackage> downloads() {
        return downloads;
    }

    /** The bytes to download. */
    public long downloadSize() {
        return downloads.stream().mapToLong(ClosurePackage::size).sum();
    }

    /** A summary in one line. */
    @Override
    public String toString() {
        return packages.size() + " packages, " + downloads.size() + " of them to download (" + downloadSize()
                + " bytes)";
    }
}
