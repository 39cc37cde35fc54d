package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.download.Servers;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.internal.names.PackageNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is and how it counts among others: one section of a {@code .repo} file.
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
    private final String id;
    private final String name;
    private final List<URI> baseUrls;
    private final int priority;
    private final int cost;
    private final boolean enabled;
    private final @Nullable URI mirrorList;
    private final @Nullable URI metalink;
    private final List<String> excludes;
    private final List<String> includes;
    private final boolean moduleHotfixes;
    private final boolean gpgCheck;
    private final boolean repoGpgCheck;
    private final List<URI> gpgKeys;
    private final Set<SignatureWeakness> tolerated;
    private final boolean brokenDigests;
    private final boolean skipIfUnavailable;
    private final Duration metadataExpire;
    private final HttpSettings http;
    private final Map<String, String> variables;

    private RepositoryConfig(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.baseUrls = List.copyOf(builder.baseUrls);
        this.priority = builder.priority;
        this.cost = builder.cost;
        this.enabled = builder.enabled;
        this.mirrorList = builder.mirrorList;
        this.metalink = builder.metalink;
        this.excludes = List.copyOf(builder.excludes);
        this.includes = List.copyOf(builder.includes);
        this.moduleHotfixes = builder.moduleHotfixes;
        this.gpgCheck = builder.gpgCheck;
        this.repoGpgCheck = builder.repoGpgCheck;
        this.gpgKeys = List.copyOf(builder.gpgKeys);
        this.tolerated = Set.copyOf(builder.tolerated);
        this.brokenDigests = builder.brokenDigests;
        this.skipIfUnavailable = builder.skipIfUnavailable;
        this.metadataExpire = builder.metadataExpire;
        this.http = builder.http;
        this.variables = builder.variables;
    }

    /** Begins with this configuration, to change some of it. */
    public Builder toBuilder() {
        return toBuilder(id);
    }

    /** The same under another id. */
    Builder toBuilder(String newId) {
        Builder builder = new Builder(newId);
        builder.name = name;
        builder.baseUrls.addAll(baseUrls);
        builder.priority = priority;
        builder.cost = cost;
        builder.enabled = enabled;
        builder.mirrorList = mirrorList;
        builder.metalink = metalink;
        builder.excludes.addAll(excludes);
        builder.includes.addAll(includes);
        builder.moduleHotfixes = moduleHotfixes;
        builder.gpgCheck = gpgCheck;
        builder.repoGpgCheck = repoGpgCheck;
        builder.gpgKeys.addAll(gpgKeys);
        builder.tolerated.addAll(tolerated);
        builder.brokenDigests = brokenDigests;
        builder.skipIfUnavailable = skipIfUnavailable;
        builder.metadataExpire = metadataExpire;
        builder.http = http;
        builder.variables = variables;
        return builder;
    }

    /**
     * Begins a repository.
     *
     * @param id as in the brackets of a {@code .repo} file: letters, digits and {@code -_.:}, as for dnf; at most 200
     * @throws IllegalArgumentException when it is not
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Parses the URL of a repository, a mirror list, a metalink or a key.
     *
     * @param text from outside; a user name and a password in it are kept
     * @param where the text comes from, for the message
     * @throws FormatException if it is not a {@code file:}, {@code http:} or {@code https:} URL; the message shows no secrets
     */
    public static URI parseUrl(String text, String where) throws FormatException {
        RepositoryUrl.parse(text, where);
        return URI.create(text);
    }

    /** A repository in a local folder, the one that holds {@code repodata}; its id is the folder's name, {@code _} in place of what no
     * id may have.
     */
    public static RepositoryConfig ofFolder(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return builder(PackageNames.toRepository(Objects.toString(absolute.getFileName(), "root")))
                .baseUrl(absolute.toUri())
                .build();
    }

    /** As in the brackets of a {@code .repo} file. */
    public String id() {
        return id;
    }

    /** For humans; the id unless stated. */
    public String name() {
        return name;
    }

    /** Where the repository is, the next for when one fails; {@code file:}, {@code http:} or {@code https:}. */
    public List<URI> baseUrls() {
        return baseUrls;
    }

    /** Lower is better; 99 unless stated. */
    public int priority() {
        return priority;
    }

    /** Lower is better among equal versions; 1000 unless stated. */
    public int cost() {
        return cost;
    }

    /** Whether it is to be used; true unless stated. */
    public boolean enabled() {
        return enabled;
    }

    /** Text with one base URL a line; null without. */
    public @Nullable URI mirrorList() {
        return mirrorList;
    }

    /** Mirrors, and the checksum of repomd.xml; null without. */
    public @Nullable URI metalink() {
        return metalink;
    }

    /** Packages that are not to be seen: names or globs. */
    public List<String> excludes() {
        return excludes;
    }

    /** The only packages to be seen, if there are any: names or globs. */
    public List<String> includes() {
        return includes;
    }

    /** Whether its packages stay visible beside those of a module. */
    public boolean moduleHotfixes() {
        return moduleHotfixes;
    }

    /** Whether packages must be signed by one of the keys. */
    public boolean gpgCheck() {
        return gpgCheck;
    }

    /** Whether repomd.xml must be signed by one of the keys. */
    public boolean repoGpgCheck() {
        return repoGpgCheck;
    }

    /** Where the keys are. */
    public List<URI> gpgKeys() {
        return gpgKeys;
    }

    /**
     * What packages must show: a signature with {@link #gpgCheck()}; and, signed or not, checksums that are not broken, unless
     * they are tolerated.
     */
    public VerificationPolicy policy() {
        return new VerificationPolicy(gpgCheck, tolerated, brokenDigests);
    }

    /** Whether loading several repositories goes on without this one. */
    public boolean skipIfUnavailable() {
        return skipIfUnavailable;
    }

    /** How long the cached metadata are used without asking. */
    public Duration metadataExpire() {
        return metadataExpire;
    }

    /** How its servers are spoken to. */
    public HttpSettings http() {
        return http;
    }

    /** The servers that it names. */
    Servers servers() {
        List<URI> urls = new ArrayList<>(baseUrls);
        Stream.of(mirrorList, metalink).filter(Objects::nonNull).forEach(urls::add);
        return new Servers("repository " + id, urls, http);
    }

    /** Where it is, in one text; its directory in the cache is another one for other places. */
    String places() {
        return baseUrls + " " + mirrorList + " " + metalink;
    }

    /** What stands for {@code $name} and <code>${name}</code> in its list of mirrors. */
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public String toString() {
        return id + " "
                + Stream.concat(Stream.of(metalink, mirrorList).filter(Objects::nonNull), baseUrls.stream())
                        .map(url -> Printable.of(Redaction.text(url.toString())))
                        .toList();
    }

    /** Collects the parts of a configuration. */
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

        private Builder(String id) {
            if (!PackageNames.isRepository(id)) {
                throw new IllegalArgumentException(
                        "id is not of letters, digits and -_.: alone: " + Printable.quote(id));
            }
            this.id = id;
            this.name = id;
        }

        /** For humans. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Adds a place where the repository is.
         *
         * @param url {@code file:}, {@code http:} or {@code https:}, of the folder that holds {@code repodata}
         * @throws IllegalArgumentException when it is no such URL; text from outside goes through {@link
         *     RepositoryConfig#parseUrl} first
         */
        public Builder baseUrl(URI url) {
            check(url, "baseUrl");
            baseUrls.add(RepositoryUrl.asFolder(url));
            return this;
        }

        private static void check(URI url, String what) {
            try {
                RepositoryUrl.of(url, what);
            } catch (FormatException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        /** Lower is better. */
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /** Lower is better among equal versions. */
        public Builder cost(int cost) {
            this.cost = cost;
            return this;
        }

        /** Whether it is to be used. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** URL of a text with one base URL a line. */
        public Builder mirrorList(URI mirrorList) {
            check(mirrorList, "mirrorList");
            this.mirrorList = mirrorList;
            return this;
        }

        /** URL of a Metalink 3 document: mirrors, and the checksum that repomd.xml must have. */
        public Builder metalink(URI metalink) {
            check(metalink, "metalink");
            this.metalink = metalink;
            return this;
        }

        /** Adds: packages that are not to be seen: names or globs of {@code name}, {@code name.arch} or longer forms. */
        public Builder exclude(String pattern) {
            excludes.add(pattern);
            return this;
        }

        /** Adds: if any are given, the only packages to be seen. */
        public Builder include(String pattern) {
            includes.add(pattern);
            return this;
        }

        /** Keeps its packages visible beside those of a module. */
        public Builder moduleHotfixes(boolean moduleHotfixes) {
            this.moduleHotfixes = moduleHotfixes;
            return this;
        }

        /** Asks for packages to be signed by one of the keys; the only switch for it. Without, their checksums must be right. */
        public Builder gpgCheck(boolean gpgCheck) {
            this.gpgCheck = gpgCheck;
            return this;
        }

        /** Asks for repomd.xml to be signed by one of the keys. */
        public Builder repoGpgCheck(boolean repoGpgCheck) {
            this.repoGpgCheck = repoGpgCheck;
            return this;
        }

        /**
         * Adds: a file of keys. {@code file:}, or {@code https:} with {@linkplain HttpSettings#sslVerify() verified} certificates, since
         * anybody on the way could change another; else loading fails with a {@link VerificationException} when it is used. What
         * came by https is trusted without a question, as with dnf's {@code assumeyes}, and kept in the cache as long as the
         * metadata; offline, the one in the cache counts.
         */
        public Builder gpgKey(URI key) {
            gpgKeys.add(key);
            return this;
        }

        /** Adds: weaknesses that signatures of packages and metadata may have; none unless stated. */
        public Builder tolerate(SignatureWeakness... weaknesses) {
            tolerated.addAll(List.of(weaknesses));
            return this;
        }

        /**
         * Whether MD5 and SHA-1 do as the only checksums of metadata and packages, signed or not, as for dnf; not unless
         * stated.
         */
        public Builder tolerateBrokenDigests(boolean tolerate) {
            this.brokenDigests = tolerate;
            return this;
        }

        /** Lets loading of several repositories go on without this one. */
        public Builder skipIfUnavailable(boolean skipIfUnavailable) {
            this.skipIfUnavailable = skipIfUnavailable;
            return this;
        }

        /** How long the cached metadata are used without asking; 48 hours unless stated. */
        public Builder metadataExpire(Duration metadataExpire) {
            this.metadataExpire = metadataExpire;
            return this;
        }

        /** How its servers are spoken to; {@link HttpSettings#DEFAULT} unless stated. */
        public Builder http(HttpSettings http) {
            this.http = http;
            return this;
        }

        /** What stands for {@code $name} and <code>${name}</code> in its list of mirrors; nothing unless stated. */
        public Builder variables(Map<String, String> variables) {
            this.variables = Map.copyOf(variables);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException when there is no place to load from
         */
        public RepositoryConfig build() {
            if (baseUrls.isEmpty() && mirrorList == null && metalink == null) {
                throw new IllegalArgumentException("repository " + id + " has no base URL, mirror list or metalink");
            }
            return new RepositoryConfig(this);
        }
    }
}
