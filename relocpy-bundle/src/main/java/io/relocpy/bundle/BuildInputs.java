package io.relocpy.bundle;

import java.util.List;

/**
 * What a bundle was made of, as far as another machine can use it: with the same inputs it comes out the same. Immutable.
 *
 * @param requests as they were given to the resolver
 * @param repositories those that packages came from
 * @param lock the exact packages, in the form of {@link Bundle.Builder#lockfile}
 */
record BuildInputs(List<String> requests, List<RepositoryInput> repositories, String lock) {
    /** Copies the lists. */
    BuildInputs {
        requests = List.copyOf(requests);
        repositories = List.copyOf(repositories);
    }

    /**
     * A repository.
     *
     * @param id as in the brackets of a {@code .repo} file
     * @param urls where it is, without user names, passwords and queries; none for folders of the building machine
     * @param keys fingerprints of the OpenPGP keys that its packages or metadata were verified with; none if they were not
     */
    record RepositoryInput(String id, List<String> urls, List<String> keys) {
        /** Copies the lists. */
        RepositoryInput {
            urls = List.copyOf(urls);
            keys = List.copyOf(keys);
        }
    }
}
