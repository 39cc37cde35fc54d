package io.relocpy.deb.metadata;

import io.relocpy.repository.Warning;
import io.relocpy.repository.internal.text.Printable;
import java.time.Instant;
import java.util.Optional;

/**
 * A problem with a suite that does not prevent its use; apt warns of the same.
 *
 * <p>A {@link RepositoryClient} passes each to its {@linkplain RepositoryClient.Builder#onWarning consumer}, or, if
 * {@linkplain RepositoryClient.Builder#strict strict}, fails.
 */
public sealed interface RepositoryWarning extends Warning {
    /** The suite, as {@link AptSource#toString} shows it. */
    String repository();

    /** {@code repository} and the suite. */
    @Override
    default String subject() {
        return "repository " + repository();
    }

    /**
     * The server offers an older Release file than is known; the known one is used.
     *
     * @param repository the suite
     * @param known date of the Release file that is used
     * @param offered date of that on the server
     */
    record OlderRelease(String repository, Instant known, Instant offered) implements RepositoryWarning {
        @Override
        public String message() {
            return "the server offers a Release file of " + offered + ", older than the known one of " + known
                    + ", which is used instead";
        }
    }

    /**
     * The Release file has no valid date.
     *
     * @param repository the suite
     * @param date what it has instead; empty if it has no date
     */
    record InvalidDate(String repository, Optional<String> date) implements RepositoryWarning {
        @Override
        public String message() {
            return "the Release file has no valid date"
                    + date.map(text -> ", but " + Printable.quote(text)).orElse("");
        }
    }

    /**
     * The suite could not be updated; what is known from before is used.
     *
     * @param repository the suite
     * @param reason why
     */
    record NotUpdated(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "not updated, so that its former indexes are used: " + reason;
        }
    }

    /**
     * The suite is skipped, since it is not available.
     *
     * @param repository the suite
     * @param reason why
     */
    record Unavailable(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "skipped, since it is not available: " + reason;
        }
    }

    /**
     * The suite is used without a good signature, as it is configured.
     *
     * @param repository the suite
     * @param reason what is wrong with its signature
     */
    record NotVerified(String repository, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "used without a good signature: " + reason;
        }
    }

    /**
     * The Release file has another suite and codename than the source asks for.
     *
     * @param repository the suite
     * @param expected that of the source
     * @param found the codename of the Release file
     */
    record ConflictingDistribution(String repository, String expected, String found) implements RepositoryWarning {
        @Override
        public String message() {
            return "conflicting distribution: expected " + expected + ", found " + Printable.shown(found);
        }
    }

    /**
     * The Release file describes itself differently than the former one.
     *
     * @param repository the suite
     * @param field of the Release file
     * @param former its former value
     * @param found its value now
     */
    record ReleaseInfoChange(String repository, String field, String former, String found)
            implements RepositoryWarning {
        @Override
        public String message() {
            return "changed its " + field + " from " + Printable.quote(former) + " to " + Printable.quote(found);
        }
    }

    /**
     * A configured component or architecture is skipped, since the suite does not have it.
     *
     * @param repository the suite
     * @param index that would be read, such as {@code main/binary-amd64/Packages}
     * @param reason what it does not have
     */
    record MissingIndex(String repository, String index, String reason) implements RepositoryWarning {
        @Override
        public String message() {
            return "skipped " + index + ", since the repository has no " + reason;
        }
    }
}
