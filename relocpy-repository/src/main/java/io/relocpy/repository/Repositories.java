package io.relocpy.repository;

import java.io.IOException;

/**
 * Configured repositories of one kind of packages, with all they need: URLs, keys, credentials, priorities, cache.
 *
 * <p>Implementations are immutable and safe for use by several threads: one instance serves any number of requests.
 */
public interface Repositories {
    /**
     * Computes the closure of a request for an empty root: what the distribution's own package manager would install.
     *
     * <p>Downloads metadata, but no packages. If the request names a lockfile and the file exists, the closure is exactly
     * what the file lists. The file is not written here, but by the caller when all else has succeeded: its text is
     * {@link ClosureInputs#lock}.
     *
     * @param request what to install
     * @param listener receives transfers and warnings, also those of the closure that is returned
     * @return the packages, which have not been downloaded yet
     * @throws RepositoryException if no repository is configured, the lockfile belongs to another request, or, where the
     *     request is {@linkplain ClosureRequest#strict strict}, something would only be warned about otherwise
     * @throws IOException if metadata cannot be downloaded, are damaged or not signed as configured, or the requests cannot
     *     be satisfied
     */
    Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException;
}
