package io.relocpy.rpm.metadata;

import io.relocpy.repository.Warning;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Nevra;
import java.util.List;

/**
 * A problem with a repository that does not prevent its use.
 *
 * <p>A {@link RepositoryClient} passes each warning to its {@linkplain RepositoryClient.Builder#onWarning consumer},
 * or, if {@linkplain RepositoryClient.Builder#strict strict}, fails.
 */
public sealed interface RepositoryWarning extends Warning {
    /** The ID of the repository. */
    String repository();

    /** {@code repository} and the ID. */
    @Override
    default String subject() {
        return "repository " + repository();
    }

    /**
     * The server offers older metadata than the cache contains; the cached metadata is used.
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
     * The repository is skipped because of {@code skip_if_unavailable}: packages that only it contains will not be
     * found.
     *
     * @param repository id of the repository
     * @param reason why it is unavailable
     */
    record Unavailable(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "skipped, since it is not available: " + reason;
        }
    }

    /**
     * The list of mirrors cannot be used; the base URLs of the repository's configuration are used alone.
     *
     * @param repository id of the repository
     * @param reason what is wrong with the list
     */
    record NoMirrors(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "its list of mirrors is not used: " + reason;
        }
    }

    /**
     * A malformed entry of the repository's metadata, or a file that is no package in a directory of packages, is skipped, as dnf
     * or createrepo_c does; the others are used.
     *
     * @param repository id of the repository
     * @param fault location, problem and consequence
     */
    record IgnoredEntry(String repository, String fault) implements RepositoryWarning {
        @Override
        public String message() {
            return fault;
        }
    }

    /**
     * The default stream of a module is not used, as in dnf, since its requirements do not exist, are for another
     * platform, or conflict with other streams. Its packages are hidden.
     *
     * @param repository id of the repository that defines the default stream
     * @param module name of the module
     * @param stream its default stream
     */
    record UnusedModule(String repository, String module, String stream) implements RepositoryWarning {
        @Override
        public String message() {
            return "the default stream " + Printable.of(module + ":" + stream)
                    + " is not used: its requirements do not exist, or conflict with other streams";
        }
    }

    /**
     * The header of a package has other relations than the repository metadata from which dependencies were resolved.
     *
     * @param repository id of the repository
     * @param nevra of the package
     * @param relation such as {@code requires}; also {@code files}, {@code license} and {@code source package}
     * @param onlyInMetadata values that are only in the metadata
     * @param onlyInPackage values that are only in the package
     */
    record DifferentRelations(
            String repository, Nevra nevra, String relation, List<String> onlyInMetadata, List<String> onlyInPackage)
            implements RepositoryWarning {
        private static final int SHOWN = 5; // there may be thousands

        /** Copies the lists. */
        public DifferentRelations {
            onlyInMetadata = List.copyOf(onlyInMetadata);
            onlyInPackage = List.copyOf(onlyInPackage);
        }

        @Override
        public String message() {
            return "the metadata of " + nevra + " differs from the package: " + relation + " only in the metadata "
                    + some(onlyInMetadata) + ", only in the package " + some(onlyInPackage);
        }

        private static String some(List<String> all) {
            return all.size() <= SHOWN
                    ? all.toString()
                    : all.subList(0, SHOWN) + " and " + (all.size() - SHOWN) + " more";
        }
    }
}
