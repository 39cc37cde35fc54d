package io.relocpy.examples;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.SettingWarning;
import io.relocpy.rpm.metadata.DnfConfiguration;
import io.relocpy.rpm.metadata.ModuleSettings;
import io.relocpy.rpm.metadata.RepoFiles;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The package sources of commands that need them. */
final class RepositoryOptions {
    @Option(
            names = {"-r", "--repo"},
            paramLabel = "REPOSITORY",
            description =
                    "Directory or URL of a package repository, or a directory of .rpm or .deb files, instead of the host's"
                            + " own. May be repeated.")
    List<String> repositories = List.of();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            description =
                    "A suite of this host's distribution, such as trixie, from its mirror and with its keys, whether"
                            + " or not the host uses it. May be repeated.")
    List<String> suites = List.of();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Use the repositories and keys that are configured below DIR, in etc/apt or etc/yum.repos.d,"
                    + " instead of this host's.")
    Path root = Path.of("/");

    @Option(
            names = "--foreign-architecture",
            paramLabel = "ARCH",
            description = "Also install Debian packages of this architecture where something needs them. May be"
                    + " repeated.")
    List<String> foreignArchitectures = List.of();

    @Option(
            names = "--repofile",
            paramLabel = "FILE",
            description =
                    "A .repo file, read as by dnf, or a .list or .sources file, read as by apt, instead of the host's"
                            + " own: mirrors, keys, client certificates, proxies, passwords. May be repeated.")
    List<Path> repoFiles = List.of();

    @Option(
            names = "--gpgkey",
            paramLabel = "FILE",
            description =
                    "Require packages to be signed by one of these keys, or those that a --repofile names; a file or an"
                            + " https URL. May be repeated.")
    List<String> keys = List.of();

    @Option(
            names = "--sslcacert",
            paramLabel = "FILE",
            description = "Certificate authorities to trust, instead of Java's.")
    Path authorities;

    @Option(
            names = "--sslclientcert",
            paramLabel = "FILE",
            description = "Client certificate; requires --sslclientkey.")
    Path clientCertificate;

    @Option(names = "--sslclientkey", paramLabel = "FILE", description = "Private key of the client certificate.")
    Path clientKey;

    @Option(
            names = "--allow-broken-digests",
            description = "Accept MD5 and SHA-1 checksums and digests, as dnf does, for repositories of EL 5 to 7.")
    boolean brokenDigests;

    @Option(
            names = "--strict",
            description = "Treat warnings about repositories as errors: metadata that differs from"
                    + " the packages, has invalid entries, or is older than the cached metadata; skipped"
                    + " repositories; ignored settings.")
    boolean strict;

    @Option(
            names = "--best",
            description = "Require the best version of each request, like dnf's best; for the host's own repositories,"
                    + " dnf.conf sets the default.")
    boolean best;

    @Option(
            names = "--enable-module",
            paramLabel = "NAME:STREAM",
            description = "Use this stream of a module instead of its default stream. May be repeated.")
    List<String> enabledModules = List.of();

    @Option(
            names = "--disable-module",
            paramLabel = "NAME",
            description = "Use no stream of this module. May be repeated.")
    List<String> disabledModules = List.of();

    @Option(
            names = "--cachedir",
            paramLabel = "DIR",
            description = "Directory for downloads; ~/.cache/relocpy by default.")
    Path cache;

    @Option(names = "--offline", description = "Use only local repositories and what is in the cache.")
    boolean offline;

    @Option(names = "--refresh", description = "Download metadata even if what is in the cache has not expired.")
    boolean refresh;

    @Option(
            names = {"-a", "--arch", "--forcearch"},
            paramLabel = "ARCH",
            description =
                    "Architecture, instead of this machine's; of RPM packages also several, the best first, such as"
                            + " qemux86_64:core2_64:all.")
    String architecture = HostArchitecture.name();

    /** The configuration of the host's dnf, once it has been read. */
    private Optional<DnfConfiguration> host = Optional.empty();

    /**
     * The named repositories, or the host's own if options concern them; empty to use those unchanged. Prints warnings
     * about settings to the stream.
     */
    List<RepositoryConfig> named(PrintStream err) throws IOException {
        for (Path file : repoFiles) {
            requireFile("--repofile", file);
        }
        requireFile("--sslcacert", authorities);
        requireFile("--sslclientcert", clientCertificate);
        requireFile("--sslclientkey", clientKey);
        List<RepositoryConfig> configs = new ArrayList<>();
        for (String repository : repositories) {
            configs.add(named(repository, configs.size() + 1));
        }
        Map<String, String> variables = RepoFiles.hostVariables(root, bestArchitecture());
        for (Path file : repoFiles) {
            List<SettingWarning> warnings = new ArrayList<>();
            List<RepositoryConfig> read = RepoFiles.read(file, variables, warnings::add);
            warn(warnings, err);
            read.stream().filter(RepositoryConfig::enabled).forEach(configs::add);
        }
        boolean changed = brokenDigests
                || !root.equals(Path.of("/"))
                || !keys.isEmpty()
                || authorities != null
                || clientCertificate != null
                || clientKey != null;
        if (configs.isEmpty() && !repoFiles.isEmpty()) { // the host's own were not meant
            throw new IOException("no repositories: none is enabled in " + repoFiles);
        }
        if (configs.isEmpty() && changed) {
            configs.addAll(host(err).repositories());
        }
        List<RepositoryConfig> all = new ArrayList<>();
        for (RepositoryConfig config : configs) {
            all.add(changed ? changed(config) : config);
        }
        return all;
    }

    private DnfConfiguration host(PrintStream err) throws IOException {
        DnfConfiguration read = DnfConfiguration.ofHost(root, bestArchitecture());
        warn(read.warnings(), err);
        host = Optional.of(read);
        return read;
    }

    private String bestArchitecture() {
        return architecture.split(":")[0];
    }

    /**
     * Whether the options or the host's dnf require the best versions; call after its repositories were {@linkplain
     * #named read}.
     */
    boolean best() {
        return best || host.map(DnfConfiguration::best).orElse(false);
    }

    private void warn(List<SettingWarning> warnings, PrintStream err) throws IOException {
        for (SettingWarning warning : warnings) {
            if (strict) {
                throw new IOException(warning.message());
            }
            err.println("warning: " + warning.message());
        }
    }

    private static RepositoryConfig named(String repository, int number) throws IOException {
        if (isUrl(repository) && !Files.exists(Path.of(repository))) {
            return RepositoryConfig.builder("repository-" + number)
                    .baseUrl(url(repository, "--repo"))
                    .build();
        }
        if (!Files.isDirectory(Path.of(repository))) {
            throw new IOException(Redaction.text(repository) + ": not an existing directory, and not a URL");
        }
        return RepositoryConfig.ofDirectory(Path.of(repository));
    }

    /** Applies the other options to every repository. */
    private RepositoryConfig changed(RepositoryConfig config) throws IOException {
        RepositoryConfig.Builder builder = config.toBuilder().http(http(config.http()));
        for (String key : keys) {
            builder.gpgCheck(true)
                    .gpgKey(
                            isUrl(key)
                                    ? url(key, "--gpgkey")
                                    : Path.of(key).toAbsolutePath().toUri());
        }
        if (brokenDigests) {
            builder.tolerateBrokenDigests(true);
        }
        return builder.build();
    }

    /** The requested module streams; for the host's platform, call after its repositories were read. */
    ModuleSettings modules() throws IOException {
        ModuleSettings modules = ModuleSettings.DEFAULTS;
        for (String each : enabledModules) {
            String[] parts = each.split(":", 2);
            if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw new IOException("--enable-module " + each + ": expected NAME:STREAM");
            }
            modules = modules.enable(parts[0], parts[1]);
        }
        for (String each : disabledModules) {
            modules = modules.disable(each);
        }
        return host.isPresent() ? modules.orPlatform(host.get().platform()) : modules;
    }

    /** A URL is not a file, and may contain a password that messages about the file would show. */
    private static void requireFile(String option, Path file) throws IOException {
        if (file != null && isUrl(file.toString()) && !Files.exists(file)) {
            throw new IOException(option + ": expected a file, found a URL");
        }
    }

    /** Whether it starts like a URL; a file may still have such a name. */
    private static boolean isUrl(String text) {
        return text.matches("[A-Za-z]+:/.*");
    }

    /** Includes the user name and the password of the URL. */
    private static URI url(String text, String option) throws IOException {
        return RepositoryConfig.parseUrl(text, option);
    }

    private HttpSettings http(HttpSettings before) throws IOException {
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new IOException("--sslclientcert and --sslclientkey must be used together");
        }
        HttpSettings http = authorities == null ? before : before.withAuthorities(authorities);
        return clientCertificate == null ? http : http.withClientCertificate(clientCertificate, clientKey);
    }

    /** Whether packages come from Debian repositories: those that were named, or those of the host. */
    boolean areDebian() throws IOException {
        if (offline && refresh) {
            throw new IOException(
                    "--offline and --refresh exclude each other: one downloads nothing, the other always");
        }
        for (String each : repositories) {
            requirePackages(each);
        }
        List<String> debian = repositories.stream()
                .filter(each -> !isUrl(each) && DebRepositories.isIn(Path.of(each)))
                .toList();
        List<Path> sources =
                repoFiles.stream().filter(RepositoryOptions::isForApt).toList();
        boolean named = !debian.isEmpty() || !suites.isEmpty() || !sources.isEmpty() || !foreignArchitectures.isEmpty();
        boolean others = debian.size() < repositories.size() || sources.size() < repoFiles.size();
        if (named && others) {
            throw new IOException("a closure consists of Debian packages or of RPM packages, not of both");
        }
        if (!named && (others || !DebRepositories.isDefaultOf(root))) {
            return false;
        }
        for (Path file : sources) {
            requireFile("--repofile", file);
        }
        requireNone("--gpgkey", !keys.isEmpty());
        requireNone("--sslcacert", authorities != null);
        requireNone("--sslclientcert", clientCertificate != null);
        requireNone("--sslclientkey", clientKey != null);
        requireNone("--allow-broken-digests", brokenDigests);
        requireNone("--best", best);
        requireNone("--enable-module", !enabledModules.isEmpty());
        requireNone("--disable-module", !disabledModules.isEmpty());
        return true;
    }

    /** An empty directory would be taken for one of the other kind, and the message would be about that. */
    private static void requirePackages(String repository) throws IOException {
        Path directory = Path.of(repository);
        if (isUrl(repository) || !Files.isDirectory(directory) || DebRepositories.isIn(directory)) {
            return;
        }
        try (DirectoryStream<Path> any = Files.newDirectoryStream(directory, "{repodata,media.repo,*.rpm}")) {
            if (!any.iterator().hasNext()) {
                throw new IOException(directory + ": has no packages (.rpm, .deb), and no repository of them");
            }
        }
    }

    private static boolean isForApt(Path file) {
        String name = file.toString();
        return name.endsWith(".list") || name.endsWith(".sources");
    }

    private static void requireNone(String option, boolean given) throws IOException {
        if (given) {
            throw new IOException(option + " is an option for RPM repositories, but these are Debian's");
        }
    }

    /** The Debian repositories, if they {@linkplain #areDebian are}. */
    DebRepositories debian() {
        DebRepositories.Builder builder = DebRepositories.builder()
                .root(root)
                .offline(offline)
                .refresh(refresh)
                .foreignArchitectures(foreignArchitectures);
        if (!repositories.isEmpty()) {
            builder.directories(repositories.stream().map(Path::of).toList());
        }
        suites.forEach(builder::suite);
        if (!repoFiles.isEmpty()) {
            builder.sourceFiles(repoFiles);
        }
        if (cache != null) {
            builder.cacheDirectory(cache);
        }
        return builder.build();
    }

    /** What is asked of Debian repositories. */
    ClosureRequest request(List<String> requests, boolean weak) {
        return ClosureRequest.builder(requests, architecture)
                .weakDependencies(weak)
                .strict(strict)
                .build();
    }

    /** Prints warnings to the stream. */
    static RepositoryListener warnings(PrintStream err) {
        return new RepositoryListener() {
            @Override
            public void onWarning(String subject, String message) {
                err.println("warning: " + subject + ": " + message);
            }
        };
    }

    /** The repositories for a bundle; warnings about settings go to that stream. */
    Repositories repositories(PrintStream err) throws IOException {
        return areDebian() ? debian() : rpm(err);
    }

    /** The RPM repositories, unless they are {@linkplain #areDebian Debian's}; warnings about settings go to that stream. */
    RpmRepositories rpm(PrintStream err) throws IOException {
        List<RepositoryConfig> named = named(err);
        RpmRepositories.Builder builder = RpmRepositories.builder()
                .moduleStreams(modules())
                .best(best())
                .offline(offline)
                .refresh(refresh);
        if (!named.isEmpty()) {
            builder.repositories(named);
        }
        if (cache != null) {
            builder.cacheDirectory(cache);
        }
        return builder.build();
    }

    /** A resolver on the repositories; warnings about them go to that stream. */
    Resolver resolver(boolean weak, PrintStream err) throws IOException {
        List<RepositoryConfig> configs = named(err);
        if (configs.isEmpty()) {
            configs = host(err).repositories();
        }
        if (configs.stream().noneMatch(RepositoryConfig::enabled)) {
            throw new IOException(
                    "no repositories: the host has none for apt, and none are enabled in /etc/yum.repos.d; specify them"
                            + " with --repo, --repofile or --suite");
        }
        RepositoryClient.Builder client = RepositoryClient.builder()
                .strict(strict)
                .offline(offline)
                .refresh(refresh)
                .moduleStreams(modules())
                .onWarning(warning -> err.println("warning: " + warning.subject() + ": " + warning.message()));
        if (cache != null) {
            client.cacheDirectory(cache);
        }
        Resolver.Builder resolver = Resolver.builder();
        return (architecture.contains(":")
                        ? resolver.architectures(List.of(architecture.split(":")))
                        : resolver.architecture(architecture))
                .repositories(client.build().load(configs))
                .weakDependencies(weak)
                .best(best())
                .build();
    }
}
