package io.relocpy.repository;

import java.io.IOException;

/**
 * Configured repositories of one package format, with everything they need: URLs, keys, credentials, priorities, cache.
 *
 * <p>Implementations are immutable and safe for use by several threads: one instance serves any number of requests.
 */
public interface Repositories {
    /**
     * Computes the closure of a request for an empty root: what the distribution's own package manager would install.
     *
     * <p>Downloads metadata, but no packages. If the request names a lockfile that exists, the closure is exactly what
     * the file lists. The file is not written here, but by the caller when everything else has succeeded: its text is {@link
     * ClosureInputs#lock}.
     *
     * @param request what to install
     * @param listener receives transfers and warnings, also those of the closure that is returned
     * @return the packages, which have not been downloaded yet
     * @throws RepositoryException if no repository is configured, or the lockfile belongs to another request; in place of
     *     a warning if the request is {@linkplain ClosureRequest#strict strict}
     * @throws IOException if metadata cannot be downloaded, is damaged or is not signed as configured, or the requests
     *     cannot be satisfied
     */
    Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException;
}
