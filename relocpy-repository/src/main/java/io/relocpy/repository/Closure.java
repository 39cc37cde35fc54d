package io.relocpy.repository;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The packages that satisfy a {@link ClosureRequest}, and access to their files.
 *
 * <p>Methods may be called in any order, any number of times, by several threads. Every package file is verified as its
 * repository is configured before anything of it is returned.
 */
public interface Closure {
    /** All packages, in the order of installation; no two have the same {@linkplain ClosurePackage#id id}. */
    List<ClosurePackage> packages();

    /** What the closure was computed from, so that it can be computed again on another machine. */
    ClosureInputs inputs();

    /**
     * Downloads and verifies all packages, several at a time; those that are in the cache are only verified.
     *
     * @param arrived receives each package when it is available; called by the threads that download
     * @throws IOException if a package cannot be downloaded, is damaged, or is not signed as configured
     */
    void fetch(Consumer<? super ClosurePackage> arrived) throws IOException;

    /**
     * Whether {@link #fetch} finds a package on this machine, in a local repository or in the cache, so that it is only verified;
     * false if that is not known.
     *
     * @param wanted one of {@link #packages()}
     */
    default boolean isDownloaded(ClosurePackage wanted) throws IOException {
        return false;
    }

    /**
     * Opens a package to read its files, and fetches it first if that has not happened yet.
     *
     * @param wanted one of {@link #packages()}
     * @throws IllegalArgumentException if the package is not part of this closure
     * @throws IOException if the package cannot be fetched or read
     */
    PackageReader open(ClosurePackage wanted) throws IOException;

    /**
     * What installing the packages would create besides their files; {@linkplain InstallationState#NONE nothing} for package
     * formats of which this is not known. Fetches the packages if that has not happened yet.
     *
     * @throws IOException if a package cannot be fetched or read
     */
    default InstallationState installationState() throws IOException {
        return InstallationState.NONE;
    }
}
