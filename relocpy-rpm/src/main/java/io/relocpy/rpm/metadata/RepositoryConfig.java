package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.download.Servers;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.internal.names.PackageNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a repository: a section of a {@code .repo} file.
 *
 * <pre>{@code
 * RepositoryConfig.builder("fedora")
 *     .baseUrl(URI.create("https://example.org/fedora/42/x86_64/os/"))
 *     .priority(10)
 *     .build();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class RepositoryConfig {
    /** A copy that nobody changes. */
    private final Builder values;

    private RepositoryConfig(Builder builder) {
        this.values = new Builder(builder.id, builder);
    }

    /** Creates a builder with the values of this configuration. */
    public Builder toBuilder() {
        return toBuilder(values.id);
    }

    /** As above, with a different ID. */
    Builder toBuilder(String newId) {
        return new Builder(newId, values);
    }

    /**
     * Creates a builder.
     *
     * @param id the section name in a {@code .repo} file: letters, digits and {@code -_.:}, as in dnf; at most 200
     *     characters
     * @throws IllegalArgumentException if the ID is invalid
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Parses the URL of a repository, a mirror list, a metalink or a key.
     *
     * @param text untrusted; a user name and a password in it are kept
     * @param where location of the text, for the message
     * @throws FormatException if it is not a {@code file:}, {@code http:} or {@code https:} URL; the message shows no
     *     secrets
     */
    public static URI parseUrl(String text, String where) throws FormatException {
        RepositoryUrl.parse(text, where);
        return URI.create(text);
    }

    /**
     * Configures a local repository. Its ID is the name of the directory, with {@code _} in place of invalid
     * characters.
     *
     * @param directory the directory that contains {@code repodata}, or just package files, whose headers are then read
     */
    public static RepositoryConfig ofDirectory(Path directory) {
        Path absolute = Arguments.path(directory, "directory").toAbsolutePath().normalize();
        return builder(PackageNames.toRepository(Objects.toString(absolute.getFileName(), "root")))
                .baseUrl(absolute.toUri())
                .build();
    }

    /** The repository ID: the section name in a {@code .repo} file. */
    public String id() {
        return values.id;
    }

    /** The display name; the ID by default. */
    public String name() {
        return values.name;
    }

    /** The base URLs, tried in order; {@code file:}, {@code http:} or {@code https:}. */
    public List<URI> baseUrls() {
        return Collections.unmodifiableList(values.baseUrls);
    }

    /** The priority; lower values win; 99 by default. */
    public int priority() {
        return values.priority;
    }

    /** The cost; among equal versions, lower values win; 1000 by default. */
    public int cost() {
        return values.cost;
    }

    /** Whether the repository is used; true by default. */
    public boolean enabled() {
        return values.enabled;
    }

    /** URL of a text with one base URL per line; empty if there is none. */
    public Optional<URI> mirrorList() {
        return Optional.ofNullable(values.mirrorList);
    }

    /** URL of a Metalink 3 document with mirrors and the checksum of repomd.xml; empty if there is none. */
    public Optional<URI> metalink() {
        return Optional.ofNullable(values.metalink);
    }

    /** The excluded packages: names or globs. */
    public List<String> excludes() {
        return Collections.unmodifiableList(values.excludes);
    }

    /** If not empty, the only packages that are not excluded: names or globs. */
    public List<String> includes() {
        return Collections.unmodifiableList(values.includes);
    }

    /** Whether module filtering is disabled for its packages. */
    public boolean moduleHotfixes() {
        return values.moduleHotfixes;
    }

    /** Whether packages must be signed by one of the keys. */
    public boolean gpgCheck() {
        return values.gpgCheck;
    }

    /** Whether repomd.xml must be signed by one of the keys. */
    public boolean repoGpgCheck() {
        return values.repoGpgCheck;
    }

    /** The URLs of the keys. */
    public List<URI> gpgKeys() {
        return Collections.unmodifiableList(values.gpgKeys);
    }

    /**
     * The policy for packages: they must be signed if {@link #gpgCheck()} is set, and their checksums must not be
     * broken, unless that is tolerated.
     */
    public VerificationPolicy policy() {
        return new VerificationPolicy(values.gpgCheck, values.tolerated, values.brokenDigests);
    }

    /** Whether this repository is skipped if it is unavailable when several are loaded. */
    public boolean skipIfUnavailable() {
        return values.skipIfUnavailable;
    }

    /** How long cached metadata is used before the server is contacted. */
    public Duration metadataExpire() {
        return values.metadataExpire;
    }

    /** How to connect to its servers. */
    public HttpSettings http() {
        return values.http;
    }

    /** The servers named in this configuration. */
    Servers servers() {
        List<URI> urls = new ArrayList<>(values.baseUrls);
        mirrorList().ifPresent(urls::add);
        metalink().ifPresent(urls::add);
        return new Servers("repository " + values.id, urls, values.http);
    }

    /** All its URLs as one text, from which the name of its directory in the cache is derived. */
    String places() {
        return values.baseUrls + " " + values.mirrorList + " " + values.metalink;
    }

    /** Values of {@code $name} and <code>${name}</code> in its mirror list. */
    public Map<String, String> variables() {
        return values.variables;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RepositoryConfig that && values.all().equals(that.values.all());
    }

    @Override
    public int hashCode() {
        return values.all().hashCode();
    }

    /** The ID and the URLs, without secrets. */
    @Override
    public String toString() {
        return values.id + " "
                + Stream.of(metalink().stream(), mirrorList().stream(), values.baseUrls.stream())
                        .flatMap(Function.identity())
                        .map(url -> Printable.of(Redaction.text(url.toString())))
                        .toList();
    }

    /**
     * Methods that take any number of values, {@link #baseUrl} and {@link #gpgKey} add to what was given before; all others
     * replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final String id;
        private String name;
        private final List<URI> baseUrls = new ArrayList<>();
        private int priority = 99;
        private int cost = 1000;
        private boolean enabled = true;
        private @Nullable URI mirrorList;
        private @Nullable URI metalink;
        private final List<String> excludes = new ArrayList<>();
        private final List<String> includes = new ArrayList<>();
        private boolean moduleHotfixes = false;
        private boolean gpgCheck = false;
        private boolean repoGpgCheck = false;
        private final List<URI> gpgKeys = new ArrayList<>();
        private final Set<SignatureWeakness> tolerated = EnumSet.noneOf(SignatureWeakness.class);
        private boolean brokenDigests;
        private boolean skipIfUnavailable = false;
        private Duration metadataExpire = Duration.ofDays(2);
        private HttpSettings http = HttpSettings.DEFAULT;
        private Map<String, String> variables = Map.of();

        private Builder(String id, Builder from) {
            this(id);
            name = from.name;
            baseUrls.addAll(from.baseUrls);
            priority = from.priority;
            cost = from.cost;
            enabled = from.enabled;
            mirrorList = from.mirrorList;
            metalink = from.metalink;
            excludes.addAll(from.excludes);
            includes.addAll(from.includes);
            moduleHotfixes = from.moduleHotfixes;
            gpgCheck = from.gpgCheck;
            repoGpgCheck = from.repoGpgCheck;
            gpgKeys.addAll(from.gpgKeys);
            tolerated.addAll(from.tolerated);
            brokenDigests = from.brokenDigests;
            skipIfUnavailable = from.skipIfUnavailable;
            metadataExpire = from.metadataExpire;
            http = from.http;
            variables = from.variables;
        }

        private List<Object> all() {
            return List.of(
                    id,
                    name,
                    baseUrls,
                    priority,
                    cost,
                    enabled,
                    Optional.ofNullable(mirrorList),
                    Optional.ofNullable(metalink),
                    excludes,
                    includes,
                    moduleHotfixes,
                    gpgCheck,
                    repoGpgCheck,
                    gpgKeys,
                    tolerated,
                    brokenDigests,
                    skipIfUnavailable,
                    metadataExpire,
                    http,
                    variables);
        }

        private Builder(String id) {
            if (!PackageNames.isRepository(Objects.requireNonNull(id, "id"))) {
                throw new IllegalArgumentException(
                        "id: expected letters, digits and -_.:, found " + Printable.quote(id));
            }
            this.id = id;
            this.name = id;
        }

        /** Sets the display name; the ID by default. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Adds a base URL.
         *
         * @param url {@code file:}, {@code http:} or {@code https:} URL of the directory that contains {@code repodata}
         * @throws IllegalArgumentException if it is not such a URL; for untrusted text, use
         *     {@link RepositoryConfig#parseUrl} first
         */
        public Builder baseUrl(URI url) {
            RepositoryUrl.require(url, "baseUrl");
            baseUrls.add(RepositoryUrl.asDirectory(url));
            return this;
        }

        /** Sets the priority; lower values win; 99 by default. */
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /** Sets the cost; among equal versions, lower values win; 1000 by default. */
        public Builder cost(int cost) {
            this.cost = cost;
            return this;
        }

        /** Whether the repository is used; true by default. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Sets the URL of a text with one base URL per line. */
        public Builder mirrorList(URI mirrorList) {
            RepositoryUrl.require(mirrorList, "mirrorList");
            this.mirrorList = Objects.requireNonNull(mirrorList, "mirrorList");
            return this;
        }

        /** Sets the URL of a Metalink 3 document with mirrors and the required checksum of repomd.xml. */
        public Builder metalink(URI metalink) {
            RepositoryUrl.require(metalink, "metalink");
            this.metalink = Objects.requireNonNull(metalink, "metalink");
            return this;
        }

        /** Adds packages to exclude: names or globs of {@code name}, {@code name.arch} or longer forms. */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            excludes.addAll(Arguments.copy(patterns, "patterns"));
            return this;
        }

        /** Adds packages to include; if there are any, all others are excluded. */
        public Builder include(String... patterns) {
            return include(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #include(String...)}. */
        public Builder include(Collection<String> patterns) {
            includes.addAll(Arguments.copy(patterns, "patterns"));
            return this;
        }

        /** Disables module filtering for its packages, as {@code module_hotfixes} in dnf.conf(5). */
        public Builder moduleHotfixes(boolean moduleHotfixes) {
            this.moduleHotfixes = moduleHotfixes;
            return this;
        }

        /** Whether packages must be signed by one of the keys; false by default. Checksums are always verified. */
        public Builder gpgCheck(boolean gpgCheck) {
            this.gpgCheck = gpgCheck;
            return this;
        }

        /** Whether repomd.xml must be signed by one of the keys; false by default. */
        public Builder repoGpgCheck(boolean repoGpgCheck) {
            this.repoGpgCheck = repoGpgCheck;
            return this;
        }

        /**
         * Adds the URL of a key file: {@code file:}, or {@code https:} with
         * {@linkplain HttpSettings#verifiesServers() verified} certificates. Anyone on the network path could replace other
         * ones; if one is used, loading fails with a {@link VerificationException}. A key downloaded by https is
         * trusted without confirmation, as with dnf's {@code assumeyes}, and cached as long as the metadata; offline,
         * the cached key is used.
         *
         * @throws IllegalArgumentException if it is not a {@code file:}, {@code http:} or {@code https:} URL
         */
        public Builder gpgKey(URI key) {
            RepositoryUrl.require(key, "gpgKey");
            gpgKeys.add(key);
            return this;
        }

        /** Adds weaknesses that signatures of packages and metadata may have; none by default. */
        public Builder tolerate(SignatureWeakness... weaknesses) {
            return tolerate(Arrays.asList(Objects.requireNonNull(weaknesses, "weaknesses")));
        }

        /** As {@link #tolerate(SignatureWeakness...)}. */
        public Builder tolerate(Collection<SignatureWeakness> weaknesses) {
            tolerated.addAll(Arguments.copy(weaknesses, "weaknesses"));
            return this;
        }

        /**
         * Whether MD5 and SHA-1 are accepted as the only checksums of metadata and packages, signed or not, as dnf
         * does; false by default.
         */
        public Builder tolerateBrokenDigests(boolean tolerate) {
            this.brokenDigests = tolerate;
            return this;
        }

        /** Whether this repository is skipped if it is unavailable when several are loaded; false by default. */
        public Builder skipIfUnavailable(boolean skipIfUnavailable) {
            this.skipIfUnavailable = skipIfUnavailable;
            return this;
        }

        /**
         * How long cached metadata is used before the server is contacted; 48 hours by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder metadataExpire(Duration metadataExpire) {
            this.metadataExpire = Arguments.time(metadataExpire, "metadataExpire");
            return this;
        }

        /** How to connect to its servers; {@link HttpSettings#DEFAULT} by default. */
        public Builder http(HttpSettings http) {
            this.http = Objects.requireNonNull(http, "http");
            return this;
        }

        /** Sets the values of {@code $name} and <code>${name}</code> in its mirror list; empty by default. */
        public Builder variables(Map<String, String> variables) {
            Arguments.copy(Objects.requireNonNull(variables, "variables").keySet(), "variables");
            Arguments.copy(variables.values(), "variables");
            this.variables = Map.copyOf(variables);
            return this;
        }

        /**
         * Creates the configuration.
         *
         * @throws IllegalArgumentException if there is no base URL, mirror list or metalink
         */
        public RepositoryConfig build() {
            if (baseUrls.isEmpty() && mirrorList == null && metalink == null) {
                throw new IllegalArgumentException("repository " + id + " has no base URL, mirror list or metalink");
            }
            return new RepositoryConfig(this);
        }
    }
}
