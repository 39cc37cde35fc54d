package io.relocpy.examples;

import io.relocpy.rpm.RepoFiles;
import io.relocpy.rpm.Repository;
import io.relocpy.rpm.RepositoryClient;
import io.relocpy.rpm.RepositoryConfig;
import io.relocpy.rpm.Resolver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where packages come from, for the commands that ask for it. */
final class RepositoryOptions {
    @Option(
            names = {"-r", "--repo"},
            paramLabel = "REPOSITORY",
            description = "Folder or URL of a package repository, instead of the host's own. May be repeated.")
    List<String> repositories = List.of();

    @Option(
            names = {"-a", "--arch"},
            paramLabel = "ARCH",
            description = "Architecture as rpm names it, instead of this machine's.")
    String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");

    /** The repositories that were named; empty for the host's own. */
    List<RepositoryConfig> named() {
        List<RepositoryConfig> configs = new ArrayList<>();
        for (String repository : repositories) {
            if (repository.matches("[a-z]+:/.*") && !Files.exists(Path.of(repository))) {
                configs.add(RepositoryConfig.builder("repository-" + (configs.size() + 1))
                        .baseUrl(URI.create(repository.endsWith("/") ? repository : repository + "/"))
                        .build());
            } else {
                configs.add(RepositoryConfig.ofFolder(Path.of(repository)));
            }
        }
        return configs;
    }

    /** A resolver on those repositories. */
    Resolver resolver(boolean weak) throws IOException {
        List<RepositoryConfig> configs = repositories.isEmpty() ? RepoFiles.ofHost(Path.of("/")) : named();
        if (configs.stream().noneMatch(RepositoryConfig::enabled)) {
            throw new IOException("no repositories: name them with --repo");
        }
        List<Repository> loaded = RepositoryClient.builder().build().load(configs);
        return Resolver.builder()
                .repositories(List.copyOf(loaded))
                .architecture(architecture)
                .weakDependencies(weak)
                .build();
    }
}
