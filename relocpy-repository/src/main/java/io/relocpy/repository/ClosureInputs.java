package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link Closure} was computed from, as far as this is of use on another machine: the same inputs give the same closure.
 * Immutable. Holds no secrets.
 *
 * @param requests the requests that were resolved
 * @param repositories those that the packages came from, sorted by id
 * @param lock the text of a lockfile with the exact packages
 */
public record ClosureInputs(List<String> requests, List<Repository> repositories, String lock) {
    /** Copies the lists. */
    public ClosureInputs {
        requests = Arguments.copy(requests, "requests");
        repositories = Arguments.copy(repositories, "repositories");
        Objects.requireNonNull(lock, "lock");
    }

    /**
     * A repository.
     *
     * @param id as its configuration names it
     * @param urls where it is, without user names, passwords and queries; empty for a directory of the building machine
     * @param keys fingerprints of the OpenPGP keys that verified its packages or metadata; empty if nothing was verified
     */
    public record Repository(String id, List<String> urls, List<String> keys) {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if something has a control character
         */
        public Repository {
            Arguments.line(id, "id");
            urls = Arguments.copy(urls, "urls");
            keys = Arguments.copy(keys, "keys");
            urls.forEach(each -> Arguments.line(each, "urls"));
            keys.forEach(each -> Arguments.line(each, "keys"));
        }
    }
}
