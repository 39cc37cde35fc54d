package io.relocpy.rpm.metadata;

import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import java.util.List;

/**
 * Something about a repository that the caller should know, although the work can go on.
 *
 * <p>A {@link RepositoryClient} passes each one to its {@linkplain RepositoryClient.Builder#onWarning consumer}, or fails
 * with it when it is {@linkplain RepositoryClient.Builder#strict strict}.
 */
public sealed interface RepositoryWarning {
    /** Id of the repository. */
    String repository();

    /** What is wrong, in one sentence without the repository's id. */
    String message();

    /**
     * The server offers older metadata than the cache holds; the cached metadata are used.
     *
     * @param repository id of the repository
     * @param cached revision of the metadata in the cache
     * @param offered revision of the metadata on the server
     */
    record OlderMetadata(String repository, String cached, String offered) implements RepositoryWarning {
        @Override
        public String message() {
            return "the server offers metadata of revision " + offered + ", older than revision " + cached
                    + " in the cache, which is used instead";
        }
    }

    /**
     * The repository is skipped, as its {@code skip_if_unavailable} allows: what only it has will not be found.
     *
     * @param repository id of the repository
     * @param reason why it is not available
     */
    record Unavailable(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "skipped, since it is not available: " + reason;
        }
    }

    /**
     * An entry of the repository's metadata is passed over, as dnf does, since it is not what it should be; the others stand.
     *
     * @param repository id of the repository
     * @param fault where it is, what is wrong with it, and what becomes of it
     */
    record IgnoredEntry(String repository, String fault) implements RepositoryWarning {
        @Override
        public String message() {
            return fault;
        }
    }

    /**
     * The default stream of a module is not used, as with dnf: what it requires is not there, is for another platform, or does not
     * go with streams that are used. Its packages are hidden.
     *
     * @param repository id of the repository that names the default stream
     * @param module name of the module
     * @param stream its default stream
     */
    record UnusedModule(String repository, String module, String stream) implements RepositoryWarning {
        @Override
        public String message() {
            return "the default stream " + Printable.of(module + ":" + stream)
                    + " is not used: what it requires is not there, or does not go with other streams";
        }
    }

    /**
     * A package's header states other relations than the repository's metadata, which the closure was computed from.
     *
     * @param repository id of the repository
     * @param nevra of the package
     * @param relation such as {@code requires}; also {@code files}, {@code license} and {@code source package}
     * @param onlyInMetadata what only the metadata state
     * @param onlyInPackage what only the package states
     */
    record DifferentRelations(
            String repository, Nevra nevra, String relation, List<String> onlyInMetadata, List<String> onlyInPackage)
            implements RepositoryWarning {
        private static final int SHOWN = 5; // of what may be thousands

        /** Copies the lists. */
        public DifferentRelations {
            onlyInMetadata = List.copyOf(onlyInMetadata);
            onlyInPackage = List.copyOf(onlyInPackage);
        }

        @Override
        public String message() {
            return "the metadata of " + nevra + " differ from the package: " + relation + " only in the metadata "
                    + some(onlyInMetadata) + ", only in the package " + some(onlyInPackage);
        }

        private static String some(List<String> all) {
            return all.size() <= SHOWN
                    ? all.toString()
                    : all.subList(0, SHOWN) + " and " + (all.size() - SHOWN) + " more";
        }
    }
}
