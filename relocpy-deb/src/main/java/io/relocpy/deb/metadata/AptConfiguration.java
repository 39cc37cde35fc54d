package io.relocpy.deb.metadata;

import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.configuration.AuthFile;
import io.relocpy.deb.internal.configuration.ConfigurationReader;
import io.relocpy.deb.internal.configuration.ConfigurationTree;
import io.relocpy.deb.internal.configuration.HostArchitectures;
import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.deb.internal.configuration.PreferencesReader;
import io.relocpy.deb.internal.configuration.SourcesReader;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The configuration of a host's apt: its sources, pins, keys and how it connects to servers, as apt 2.6 to 3.0 reads them
 * from {@code etc/apt}.
 *
 * <pre>{@code
 * AptConfiguration apt = AptConfiguration.ofRoot(Path.of("/"));
 * apt.warnings().forEach(warning -> log(warning.message()));
 * for (AptSource source : apt.sources()) {
 *     HttpSettings http = apt.http(source);
 *     …
 * }
 * }</pre>
 *
 * <p>No program of the host is run, and no environment variable is read: a proxy that is only configured by {@code http_proxy}
 * has to be passed to {@link HttpSettings#withProxy} by the caller. Root privileges are not needed: files that the user cannot
 * read only cause warnings, as with apt. All paths are looked up below the root directory. Immutable and thread-safe.
 *
 * @see <a href="https://manpages.debian.org/apt.conf.5">apt.conf(5)</a>
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
public final class AptConfiguration {
    private final Path root;
    private final ConfigurationTree tree;
    private final List<String> architectures;
    private final List<AptSource> sources;
    private final List<Pin> pins;
    private final HttpOptions http;
    private final Path listsDirectory;
    private final HostSuites suites;
    private final List<SettingWarning> warnings;

    private AptConfiguration(Path root, Optional<String> architecture) throws IOException {
        Set<SettingWarning> found = new LinkedHashSet<>();
        HostRoot host = new HostRoot(root, to(found::add));
        this.root = root;
        tree = ConfigurationReader.read(host);
        String nativeOne = architecture.isPresent() ? architecture.get() : HostArchitectures.nativeOne(host, tree);
        architectures = HostArchitectures.all(host, tree, nativeOne);
        sources = ConfiguredSources.of(SourcesReader.read(host, tree, nativeOne), host, tree, architectures);
        pins = PreferencesReader.read(host, tree);
        http = new HttpOptions(tree, AuthFile.read(host, tree));
        http.warnOfUnsupported(host);
        for (AptSource source : sources) {
            http.warnOfLogins(source.uri(), host);
        }
        listsDirectory = host.follow(host.path(tree.path("Dir::State::lists"), "Dir::State::lists"));
        suites = HostSuites.of(host, sources);
        warnings = List.copyOf(found);
    }

    private static BiConsumer<Path, String> to(Consumer<? super SettingWarning> consumer) {
        return (file, message) -> consumer.accept(new SettingWarning(file, message));
    }

    /**
     * Reads the configuration of a host: {@code apt.conf.d} and {@code apt.conf}, then the files that these name, or those in
     * {@code /etc/apt}. As with apt, one malformed line makes all of it unusable.
     *
     * @param root of the host's file system; {@code /} for this machine
     * @return without sources if none are configured
     * @throws FormatException if a file is malformed, or sources of the same suite disagree
     */
    public static AptConfiguration ofRoot(Path root) throws IOException {
        return new AptConfiguration(root, Optional.empty());
    }

    /**
     * As above, for another architecture than the host's, as apt does it with {@code -o APT::Architecture=}.
     *
     * @param architecture as dpkg names it, such as {@code arm64}
     */
    public static AptConfiguration ofRoot(Path root, String architecture) throws IOException {
        return new AptConfiguration(root, Optional.of(architecture));
    }

    /**
     * The sources of binary packages, in apt's order. What {@code Acquire} says of all sources
     * ({@code Check-Valid-Until}, {@code Max-ValidTime}, {@code By-Hash} …) is in each of them. Sources of a kind that is not
     * supported, such as {@code cdrom:}, are left out with a warning.
     */
    public List<AptSource> sources() {
        return sources;
    }

    /**
     * The sources of one file instead of those of the host, as apt reads it with {@code -o Dir::Etc::sourcelist=FILE -o
     * Dir::Etc::sourceparts=-}. All else is that of the host: what {@code Acquire} says of all sources, the default keys, and
     * the root directory below which the file's keyrings and local repositories are.
     *
     * @param file in the form that its name says, which ends in {@code .list} or {@code .sources}; it need not be below the root
     * @param warnings receives what is ignored
     * @return without sources if none is enabled
     * @throws FormatException if the file is malformed, or has another name
     * @throws IOException if it cannot be read
     */
    public List<AptSource> sources(Path file, Consumer<? super SettingWarning> warnings) throws IOException {
        HostRoot host = new HostRoot(root, to(warnings));
        List<AptSource> read =
                ConfiguredSources.of(SourcesReader.read(file, architectures.get(0)), host, tree, architectures);
        for (AptSource source : read) {
            http.warnOfLogins(source.uri(), host);
        }
        return read;
    }

    /** The pins of {@code preferences} and {@code preferences.d}, in apt's order. */
    public List<Pin> pins() {
        return pins;
    }

    /** {@code APT::Default-Release}: what {@code --target-release} is if it is not given. */
    public Optional<String> defaultRelease() {
        return tree.find("APT::Default-Release");
    }

    /** {@code APT::Install-Recommends}; true by default. */
    public boolean installRecommends() {
        return tree.bool("APT::Install-Recommends", true);
    }

    /** {@code APT::Solver}, such as {@code internal} or {@code 3.0}. */
    public Optional<String> solver() {
        return tree.find("APT::Solver");
    }

    /**
     * {@code Acquire::CompressionTypes::Order}: in which compressions indexes are downloaded, the most preferred first, such as
     * {@code xz}. Empty if it is not set.
     */
    public List<String> compressionOrder() {
        return tree.list("Acquire::CompressionTypes::Order");
    }

    /**
     * The architectures to read, the native one first: {@code APT::Architecture} and {@code APT::Architectures}; otherwise that
     * of the host's dpkg and those added to it; without dpkg, that of this JVM.
     */
    public List<String> architectures() {
        return architectures;
    }

    /** Where apt keeps downloaded lists, by default {@code /var/lib/apt/lists}; it may not exist. */
    public Path listsDirectory() {
        return listsDirectory;
    }

    /**
     * How to connect to the servers of a source: proxy, certificates, and a login of {@code auth.conf} for the source's URI.
     *
     * @return {@link HttpSettings#DEFAULT} for a local source
     * @throws FormatException if a proxy is configured that is not {@code http://host:port}
     */
    public HttpSettings http(AptSource source) throws IOException {
        return http(source.uri());
    }

    /** As above, for any URL: a login may be for one directory of a server only. */
    public HttpSettings http(String url) throws IOException {
        return http.settings(url, quiet());
    }

    HttpSettings httpOf(URI url) {
        try {
            return http(url.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The keys that may sign a source: those of its {@code Signed-By}, else {@link #defaultKeys}. If it has fingerprints, only
     * keys with these may sign.
     *
     * @param warnings receives keyrings that cannot be used; no signature by their keys is good
     * @return an empty key ring if no signature can be good
     */
    public KeyRing keys(AptSource source, Consumer<? super SettingWarning> warnings) throws IOException {
        boolean named = source.signedBy().stream().anyMatch(each -> !(each instanceof SignedBy.Fingerprint));
        KeyRing keys = named ? new HostKeys(to(warnings)).named(source.signedBy()) : defaultKeys(warnings);
        List<String> whole = new ArrayList<>();
        List<String> exact = new ArrayList<>();
        for (SignedBy each : source.signedBy()) {
            if (each instanceof SignedBy.Fingerprint key) {
                (key.exact() ? exact : whole).add(key.fingerprint());
            }
        }
        return whole.isEmpty() && exact.isEmpty() ? keys : keys.restrictedTo(whole, exact);
    }

    /**
     * The keys of {@code trusted.gpg} and {@code trusted.gpg.d}, for sources that say nothing of keys.
     *
     * @param warnings receives keyrings that cannot be used
     */
    public KeyRing defaultKeys(Consumer<? super SettingWarning> warnings) throws IOException {
        HostRoot host = quiet();
        return new HostKeys(to(warnings))
                .trusted(
                        host.path(tree.path("Dir::Etc::trusted"), "Dir::Etc::trusted"),
                        host.path(tree.path("Dir::Etc::trustedparts"), "Dir::Etc::trustedparts"),
                        host);
    }

    /**
     * A source with the limits of {@code Acquire::Max-ValidTime}, {@code Min-ValidTime} and {@code Max-FutureTime} that are for
     * the label of its Release file only. A limit of its own stays.
     *
     * @param label the field {@code Label}
     */
    AptSource withLimitsFor(AptSource source, String label) {
        return source.withLimits(
                limit(source.validUntilMin(), "Acquire::Min-ValidTime", label).filter(each -> !each.isZero()),
                limit(source.validUntilMax(), "Acquire::Max-ValidTime", label).filter(each -> !each.isZero()),
                limit(source.dateMaxFuture(), "Acquire::Max-FutureTime", label));
    }

    private Optional<Duration> limit(Optional<Duration> own, String setting, String label) {
        Optional<Duration> general = tree.number(setting).map(Duration::ofSeconds);
        Optional<Duration> special = label.isEmpty()
                ? Optional.empty()
                : tree.number(setting + "::" + label).map(Duration::ofSeconds);
        return own.isPresent() && !own.equals(general) ? own : special.or(() -> general);
    }

    /** The fields of Release files that may change: {@code Version} and {@code Suite} unless it says otherwise. */
    Set<String> allowedReleaseInfoChanges() {
        String setting = "Acquire::AllowReleaseInfoChange";
        boolean all = tree.bool(setting, false);
        return ReleaseChecks.INFO.stream()
                .filter(field -> tree.bool(
                        setting + "::" + field,
                        all || ReleaseChecks.Options.DEFAULTS.mayChange().contains(field)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The suites of the host's sources, each once, in their order. */
    public List<String> suites() {
        return sources.stream().map(AptSource::suite).distinct().toList();
    }

    /**
     * The sources of a suite that the host need not have configured, such as {@code trixie} on an older release. These are the
     * host's own sources of that suite in its distribution; otherwise it is read from where the distribution's archive is read
     * now, with the same components. That archive is the first source with a component {@code main} whose URI ends in
     * {@code /debian}, {@code /ubuntu} or the like, best for the release that {@code etc/os-release} names; else the first one for
     * that release. A suite that ends in {@code -security} is read
     * from where the host reads its own. The keys are those that its source names, else the distribution's keyring in
     * {@code /usr/share/keyrings}, else the default ones.
     *
     * @return empty if the host has no source of its distribution
     * @throws IllegalArgumentException if that cannot be a suite
     */
    public List<AptSource> suite(String name) {
        return suites.find(name);
    }

    /** What was ignored, by apt or only here. */
    public List<SettingWarning> warnings() {
        return warnings;
    }

    /** For what is looked up later: the warnings were given. */
    private HostRoot quiet() {
        return new HostRoot(root, (file, message) -> {});
    }

    /** The root directory and the sources, without secrets. */
    @Override
    public String toString() {
        return "AptConfiguration[" + root + ", " + sources + "]";
    }
}
