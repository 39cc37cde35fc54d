package io.relocpy.examples;

import io.relocpy.rpm.HttpSettings;
import io.relocpy.rpm.RepoFiles;
import io.relocpy.rpm.Repository;
import io.relocpy.rpm.RepositoryClient;
import io.relocpy.rpm.RepositoryConfig;
import io.relocpy.rpm.RepositoryUrl;
import io.relocpy.rpm.Resolver;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where packages come from, for the commands that ask for it. */
final class RepositoryOptions {
    @Option(
            names = {"-r", "--repo"},
            paramLabel = "REPOSITORY",
            description = "Folder or URL of a package repository, instead of the host's own. May be repeated.")
    List<String> repositories = List.of();

    @Option(
            names = "--repofile",
            paramLabel = "FILE",
            description = "A .repo file as dnf reads it, instead of the host's own: mirrors, keys, client certificates,"
                    + " proxies, passwords. May be repeated.")
    List<Path> repoFiles = List.of();

    @Option(
            names = "--gpgkey",
            paramLabel = "FILE",
            description = "Packages must be signed by one of these keys, or of those that a --repofile names. May be"
                    + " repeated.")
    List<String> keys = List.of();

    @Option(
            names = "--sslcacert",
            paramLabel = "FILE",
            description = "Certificate authorities of the servers, instead of Java's.")
    Path authorities;

    @Option(
            names = "--sslclientcert",
            paramLabel = "FILE",
            description = "Client certificate for the servers; needs --sslclientkey.")
    Path clientCertificate;

    @Option(names = "--sslclientkey", paramLabel = "FILE", description = "Its private key.")
    Path clientKey;

    @Option(
            names = "--allow-broken-digests",
            description = "Take MD5 and SHA-1 checksums and digests, as dnf does: repositories made for EL 5 to 7.")
    boolean brokenDigests;

    @Option(
            names = "--strict",
            description = "Fail where there would be a warning about a repository: metadata that say other things than"
                    + " the packages, or that are older than those in the cache; a repository that is skipped.")
    boolean strict;

    @Option(
            names = "--cachedir",
            paramLabel = "DIR",
            description = "Where downloads are kept; ~/.cache/relocpy by default.")
    Path cache;

    @Option(
            names = {"-a", "--arch", "--forcearch"},
            paramLabel = "ARCH",
            description = "Architecture as rpm names it, instead of this machine's.")
    String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");

    /** The repositories that were named, or the host's own where options concern them; empty for those as they are. */
    List<RepositoryConfig> named() throws IOException {
        List<RepositoryConfig> configs = new ArrayList<>();
        for (String repository : repositories) {
            configs.add(named(repository, configs.size() + 1));
        }
        Map<String, String> variables = new HashMap<>(RepoFiles.hostVariables(Path.of("/")));
        variables.put("basearch", architecture);
        variables.put("arch", architecture);
        for (Path file : repoFiles) {
            RepoFiles.read(file, variables).stream()
                    .filter(RepositoryConfig::enabled)
                    .forEach(configs::add);
        }
        boolean changed = brokenDigests
                || !keys.isEmpty()
                || authorities != null
                || clientCertificate != null
                || clientKey != null;
        if (configs.isEmpty() && changed) {
            configs.addAll(RepoFiles.ofHost(Path.of("/")));
        }
        List<RepositoryConfig> all = new ArrayList<>();
        for (RepositoryConfig config : configs) {
            all.add(changed ? changed(config) : config);
        }
        return all;
    }

    private static RepositoryConfig named(String repository, int number) throws IOException {
        if (repository.matches("[A-Za-z]+:/.*") && !Files.exists(Path.of(repository))) {
            return RepositoryConfig.builder("repository-" + number)
                    .baseUrl(url(repository, "--repo"))
                    .build();
        }
        if (!Files.isDirectory(Path.of(repository))) {
            throw new IOException(RepositoryUrl.withoutSecrets(repository) + ": no such folder, and no URL");
        }
        return RepositoryConfig.ofFolder(Path.of(repository));
    }

    /** With what the other options say of every repository. */
    private RepositoryConfig changed(RepositoryConfig config) throws IOException {
        RepositoryConfig.Builder builder = config.toBuilder().http(http(config.http()));
        for (String key : keys) {
            builder.gpgCheck(true)
                    .gpgKey(
                            key.startsWith("file:/")
                                    ? url(key, "--gpgkey")
                                    : Path.of(key).toAbsolutePath().toUri());
        }
        if (brokenDigests) {
            builder.tolerateBrokenDigests(true);
        }
        return builder.build();
    }

    /** With the user name and the password that may stand in it. */
    private static URI url(String text, String option) throws IOException {
        RepositoryUrl.parse(text, option);
        return URI.create(text);
    }

    private HttpSettings http(HttpSettings before) throws IOException {
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new IOException("--sslclientcert and --sslclientkey go together");
        }
        HttpSettings http = authorities == null ? before : before.withAuthorities(authorities);
        return clientCertificate == null ? http : http.withClientCertificate(clientCertificate, clientKey);
    }

    /** The repositories, read; warnings about them go to that stream. */
    List<Repository> load(PrintStream err) throws IOException {
        List<RepositoryConfig> configs = named();
        if (repositories.isEmpty() && repoFiles.isEmpty() && configs.isEmpty()) {
            configs = RepoFiles.ofHost(Path.of("/"));
        }
        if (configs.stream().noneMatch(RepositoryConfig::enabled)) {
            throw new IOException(
                    "no repositories: this host has none enabled in /etc/yum.repos.d; name them with --repo or --repofile");
        }
        RepositoryClient.Builder client = RepositoryClient.builder()
                .strict(strict)
                .onWarning(warning ->
                        err.println("warning: repository " + warning.repository() + ": " + warning.message()));
        if (cache != null) {
            client.cache(cache);
        }
        return client.build().load(configs);
    }

    /** A resolver on those repositories; warnings about them go to that stream. */
    Resolver resolver(boolean weak, PrintStream err) throws IOException {
        return Resolver.builder()
                .repositories(load(err))
                .architecture(architecture)
                .weakDependencies(weak)
                .build();
    }
}
