package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.ElfFile;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.RpmRepositories;
import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say. */
class ExamplesIT {
    @TempDir
    Path folder;

    @Test
    void theShortestExampleWritesItsBundleAndSaysWhatIsInIt() throws IOException {
        Files.createSymbolicLink(folder.resolve("repo"), DemoRepositories.make());
        Files.writeString(folder.resolve("hello.py"), "print('hello')\n");

        String output = main(HelloBundle.class);

        assertThat(output).matches("\\d+ files, Python 3\\.\\d+\\.\\d+\n");
        assertThat(folder.resolve("hello.tar.gz")).isNotEmptyFile();
    }

    @Test
    void aClosureIsResolvedAndDownloadedWithoutABundle() throws IOException {
        Files.createSymbolicLink(folder.resolve("repo"), DemoRepositories.make());

        assertThat(main(PrintClosure.class))
                .containsPattern("python3-yaml-.*: requested as python3dist\\(pyyaml\\)\n")
                .containsPattern("python3-yaml-.* is here\n");
    }

    /** What an example prints when it runs in the folder. */
    private String main(Class<?> example) {
        return HostTools.run(
                        "/bin/sh",
                        "-c",
                        "cd \"$0\" && exec \"$1\" -cp \"$2\" \"$3\"",
                        folder.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        example.getName())
                .orFail()
                .stdout();
    }

    @Test
    void theInstallerGivesThreeToolsThatRunAndTakesTheirPlaceAgain() throws IOException {
        Path prefix = folder.resolve("admin-tools");
        Path authorities = Path.of("/etc/ssl/certs/ca-certificates.crt");
        Files.createDirectories(folder.resolve("data/large"));
        Files.write(folder.resolve("data/large/file"), new byte[3_000_000]);

        AdminToolsInstaller.install(repositories(), prefix);
        AdminToolsInstaller.install(repositories(), prefix);

        assertThat(run(prefix, "disk-usage", folder.resolve("data").toString())).matches(" +3\\.0 MB  large\n");
        assertThat(run(prefix, "listening-ports", "--help")).contains("TCP ports");
        run(prefix, "listening-ports");
        if (Files.exists(authorities)) {
            // its status is 1 where one of the host's authorities has expired
            assertThat(HostTools.run(prefix.resolve("bin/certificate-days").toString(), authorities.toString())
                            .stdout())
                    .containsPattern("\\d+  \\w+");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly("admin-tools", "data");
        }
    }

    @Test
    void theServiceBuildsTellsOfProgressAndGivesTheBundle() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        try (BundleService service = new BundleService(
                0,
                folder,
                RpmRepositories.builder().repositories(repositories()).build())) {
            URI bundles = URI.create("http://localhost:" + service.port() + "/bundles");
            HttpResponse<Void> accepted = client.send(
                    HttpRequest.newBuilder(bundles)
                            .POST(BodyPublishers.ofString("python3dist(pyyaml)\n"))
                            .build(),
                    BodyHandlers.discarding());
            HttpResponse<Void> second = client.send(
                    HttpRequest.newBuilder(bundles)
                            .POST(BodyPublishers.ofString("no-such-package"))
                            .build(),
                    BodyHandlers.discarding());
            URI place =
                    bundles.resolve(accepted.headers().firstValue("Location").orElseThrow());
            List<String> events = lines(client, place);
            List<String> failure = lines(
                    client,
                    bundles.resolve(second.headers().firstValue("Location").orElseThrow()));
            HttpResponse<Path> bundle = client.send(
                    HttpRequest.newBuilder(URI.create(place + "/bundle.tar.gz")).build(),
                    BodyHandlers.ofFile(folder.resolve("got.tar.gz")));

            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(events).first().asString().contains("\"step-started\",\"step\":\"resolve\"");
            assertThat(events).last().asString().contains("\"event\":\"finished\"");
            assertThat(failure).last().asString().contains("\"event\":\"failed\"", "no-such-package");
            assertThat(bundle.statusCode()).isEqualTo(200);
            HostTools.run("tar", "-tzf", bundle.body().toString()).orFail();
            assertThat(client.send(
                                    HttpRequest.newBuilder(bundles.resolve("/bundles/2/bundle.tar.gz"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void thePatchedProgramRunsAndHasTheRunpath() throws IOException {
        Path target = Files.createDirectory(folder.resolve("bin")).resolve("env");

        DependencyTree libraries = VendorBinary.useOwnLibraries(Path.of("/usr/bin/env"), target);

        assertThat(ElfFile.open(target).runpath()).contains("$ORIGIN/../lib");
        assertThat(libraries.isComplete()).isTrue();
        assertThat(HostTools.run(target.toString(), "echo", "patched").orFail().stdout())
                .isEqualTo("patched\n");
    }

    private static String run(Path prefix, String name, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(prefix.resolve("bin").resolve(name).toString()));
        command.addAll(List.of(arguments));
        return HostTools.run(command.toArray(String[]::new)).orFail().stdout();
    }

    private static List<String> lines(HttpClient client, URI place) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<RepositoryConfig> repositories() {
        return List.of(RepositoryConfig.ofDirectory(DemoRepositories.make()));
    }
}
