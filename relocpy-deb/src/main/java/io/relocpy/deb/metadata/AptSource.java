package io.relocpy.deb.metadata;

import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.text.Arguments;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One suite of a repository, as a {@code deb} line of sources.list names it. A stanza of a {@code .sources} file with
 * several URIs or suites is several sources.
 *
 * <pre>{@code
 * AptSource.builder("https://deb.example.org/debian", "trixie")
 *         .components("main")
 *         .signedBy(new SignedBy.Keyring(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg")))
 *         .build();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
public final class AptSource {
    private final String uri;
    private final String suite;
    private final List<String> components;
    private final List<String> architectures;
    private final List<SignedBy> signedBy;
    private final @Nullable Boolean trusted;
    private final @Nullable Boolean checkValidUntil;
    private final @Nullable Boolean checkDate;
    private final @Nullable Duration validUntilMin;
    private final @Nullable Duration validUntilMax;
    private final @Nullable Duration dateMaxFuture;
    private final @Nullable Boolean byHash;

    private AptSource(Builder builder) {
        uri = builder.uri;
        suite = builder.suite;
        components = builder.components;
        architectures = builder.architectures;
        signedBy = builder.signedBy;
        trusted = builder.trusted;
        checkValidUntil = builder.checkValidUntil;
        checkDate = builder.checkDate;
        validUntilMin = builder.validUntilMin;
        validUntilMax = builder.validUntilMax;
        dateMaxFuture = builder.dateMaxFuture;
        byHash = builder.byHash;
    }

    /**
     * Starts a source.
     *
     * @param uri {@code http:}, {@code https:}, {@code file:}, {@code copy:}; or {@code mirror+} before one of them, for the
     *     file that lists where the repository is
     * @param suite a directory below {@code dists}, such as {@code trixie} or {@code trixie-updates}; if it ends in
     *     {@code /}, a directory of a flat repository
     * @throws IllegalArgumentException if the URI is not of a supported kind, or the suite is malformed
     */
    public static Builder builder(String uri, String suite) {
        return new Builder(uri, suite);
    }

    /** A builder with the values of this source. */
    public Builder toBuilder() {
        return toBuilder(suite);
    }

    /** Another suite of the same repository. */
    AptSource withSuite(String other) {
        return toBuilder(other).build();
    }

    private Builder toBuilder(String ofSuite) {
        Builder builder = new Builder(uri, ofSuite)
                .components(components)
                .architectures(architectures)
                .signedBy(signedBy);
        builder.trusted = trusted;
        builder.checkValidUntil = checkValidUntil;
        builder.checkDate = checkDate;
        builder.validUntilMin = validUntilMin;
        builder.validUntilMax = validUntilMax;
        builder.dateMaxFuture = dateMaxFuture;
        builder.byHash = byHash;
        return builder;
    }

    /** The same source with these limits instead of its own. */
    AptSource withLimits(Optional<Duration> min, Optional<Duration> max, Optional<Duration> future) {
        Builder builder = toBuilder();
        builder.dateMaxFuture = future.orElse(null);
        builder.validUntilMin = min.orElse(null);
        builder.validUntilMax = max.orElse(null);
        return builder.build();
    }

    /** Where the repository is, or the list of its mirrors; it may hold a user name and a password. */
    public String uri() {
        return uri;
    }

    /** A directory below {@code dists}; if it ends in {@code /}, a directory of a flat repository. */
    public String suite() {
        return suite;
    }

    /** Whether the repository has no {@code dists} directory and no components. */
    public boolean isFlat() {
        return suite.endsWith("/");
    }

    /** Its components in order; empty for a flat repository. */
    public List<String> components() {
        return components;
    }

    /** The architectures to read; empty for all that are configured. */
    public List<String> architectures() {
        return architectures;
    }

    /** Who may sign it; empty for any key of the default keyrings. */
    public List<SignedBy> signedBy() {
        return signedBy;
    }

    /**
     * Whether it is used without a good signature (true), or never without one (false); empty for what {@link
     * RepositoryClient.Builder#allowInsecure} says.
     */
    public Optional<Boolean> trusted() {
        return Optional.ofNullable(trusted);
    }

    /** Whether {@code Valid-Until} is checked; empty for what {@link RepositoryClient.Builder#checkValidUntil} says. */
    public Optional<Boolean> checkValidUntil() {
        return Optional.ofNullable(checkValidUntil);
    }

    /** Whether {@code Date} is checked; empty for what {@link RepositoryClient.Builder#checkDate} says. */
    public Optional<Boolean> checkDate() {
        return Optional.ofNullable(checkDate);
    }

    /** The shortest time after {@code Date} for which it is valid. */
    public Optional<Duration> validUntilMin() {
        return Optional.ofNullable(validUntilMin);
    }

    /** The longest time after {@code Date} for which it is valid. */
    public Optional<Duration> validUntilMax() {
        return Optional.ofNullable(validUntilMax);
    }

    /** How far {@code Date} may be in the future; empty for what {@link RepositoryClient.Builder#maxFutureTime} says. */
    public Optional<Duration> dateMaxFuture() {
        return Optional.ofNullable(dateMaxFuture);
    }

    /** Whether indexes are fetched by their hash (true) or by name (false); empty to do what the Release file says. */
    public Optional<Boolean> byHash() {
        return Optional.ofNullable(byHash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AptSource that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    private List<Object> values() {
        return List.of(
                uri,
                suite,
                components,
                architectures,
                signedBy,
                trusted(),
                checkValidUntil(),
                checkDate(),
                validUntilMin(),
                validUntilMax(),
                dateMaxFuture(),
                byHash());
    }

    /** As a line of sources.list, without secrets and options. */
    @Override
    public String toString() {
        return "deb " + Redaction.text(uri) + " "
                + String.join(" ", suite, String.join(" ", components)).strip();
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final String uri;
        private final String suite;
        private List<String> components = List.of();
        private List<String> architectures = List.of();
        private List<SignedBy> signedBy = List.of();
        private @Nullable Boolean trusted;
        private @Nullable Boolean checkValidUntil;
        private @Nullable Boolean checkDate;
        private @Nullable Duration validUntilMin;
        private @Nullable Duration validUntilMax;
        private @Nullable Duration dateMaxFuture;
        private @Nullable Boolean byHash;

        private Builder(String uri, String suite) {
            this.uri = Objects.requireNonNull(uri, "uri");
            this.suite = Objects.requireNonNull(suite, "suite");
            SourceSyntax.uriFault(uri).ifPresent(Builder::refuse);
            refuse("suite", SourceSyntax.suiteFault(suite));
        }

        private static void refuse(String option, Optional<String> fault) {
            fault.ifPresent(what -> refuse(option + ": " + what));
        }

        private static void refuse(String fault) {
            throw new IllegalArgumentException(fault);
        }

        /**
         * The components, such as {@code main}.
         *
         * @throws IllegalArgumentException if one is malformed
         */
        public Builder components(String... names) {
            return components(Arrays.asList(Objects.requireNonNull(names, "names")));
        }

        /** As {@link #components(String...)}. */
        public Builder components(Collection<String> names) {
            List<String> copy = Arguments.copy(names, "names");
            refuse("components", SourceSyntax.first(copy, SourceSyntax::componentFault));
            components = copy;
            return this;
        }

        /**
         * The architectures to read, such as {@code amd64}; those that are configured by default.
         *
         * @throws IllegalArgumentException if one is malformed
         */
        public Builder architectures(String... names) {
            return architectures(Arrays.asList(Objects.requireNonNull(names, "names")));
        }

        /** As {@link #architectures(String...)}. */
        public Builder architectures(Collection<String> names) {
            List<String> copy = Arguments.copy(names, "names");
            refuse("architectures", SourceSyntax.first(copy, SourceSyntax::architectureFault));
            architectures = copy;
            return this;
        }

        /** Who may sign it; by default any key of the default keyrings. */
        public Builder signedBy(SignedBy... signers) {
            return signedBy(Arrays.asList(Objects.requireNonNull(signers, "signers")));
        }

        /** As {@link #signedBy(SignedBy...)}. */
        public Builder signedBy(Collection<SignedBy> signers) {
            signedBy = Arguments.copy(signers, "signers");
            return this;
        }

        /**
         * Whether it is used without a good signature (true), or never without one (false); what {@link
         * RepositoryClient.Builder#allowInsecure} says by default.
         */
        public Builder trusted(boolean value) {
            trusted = value;
            return this;
        }

        /** Whether {@code Valid-Until} is checked; what {@link RepositoryClient.Builder#checkValidUntil} says by default. */
        public Builder checkValidUntil(boolean value) {
            checkValidUntil = value;
            return this;
        }

        /** Whether {@code Date} is checked; what {@link RepositoryClient.Builder#checkDate} says by default. */
        public Builder checkDate(boolean value) {
            checkDate = value;
            return this;
        }

        /**
         * The shortest time after {@code Date} for which it is valid; no minimum by default.
         *
         * @throws IllegalArgumentException if it is negative, as for all times of a source
         */
        public Builder validUntilMin(Duration value) {
            validUntilMin = Arguments.time(value, "validUntilMin");
            return this;
        }

        /** The longest time after {@code Date} for which it is valid; no maximum by default. */
        public Builder validUntilMax(Duration value) {
            validUntilMax = Arguments.time(value, "validUntilMax");
            return this;
        }

        /** How far {@code Date} may be in the future; what {@link RepositoryClient.Builder#maxFutureTime} says by default. */
        public Builder dateMaxFuture(Duration value) {
            dateMaxFuture = Arguments.time(value, "dateMaxFuture");
            return this;
        }

        /** Whether indexes are fetched by their hash (true) or by name (false); what the Release file says by default. */
        public Builder byHash(boolean value) {
            byHash = value;
            return this;
        }

        /**
         * The source; the builder can be used again.
         *
         * @throws IllegalArgumentException if there are components although the suite ends in a slash, or none although it does
         *     not
         */
        public AptSource build() {
            refuse("components", SourceSyntax.mismatch(suite, components));
            return new AptSource(this);
        }
    }
}
