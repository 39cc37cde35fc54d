package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.file.DebBuilder;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebRepositoriesTest {
    @TempDir
    Path folder;

    private Path packages;

    @BeforeEach
    void makePackages() throws IOException {
        packages = Files.createDirectory(folder.resolve("debs"));
        write(new DebBuilder().control("control", control("python3-yaml", "6.0.2-1+b2", "amd64", """
                        Source: pyyaml (6.0.2-1)
                        Depends: libc6 (>= 2.4)
                        """)), "yaml.deb");
        DebBuilder libc = new DebBuilder().control("control", control("libc6", "2.41-12", "amd64", "Source: glibc\n"));
        libc.data()
                .directory("./usr/")
                .file("./usr/lib/libc.so.6", bytes("libc"), 04755)
                .special("./usr/lib/other", TarConstants.LF_LINK, "./usr/lib/libc.so.6")
                .special("./usr/lib/link", TarConstants.LF_SYMLINK, "libc.so.6")
                .special("./usr/lib/third", TarConstants.LF_LINK, "./usr/lib/libc.so.6")
                .special("./usr/lib/fifo", TarConstants.LF_FIFO, "")
                .file("./usr/share/doc/libc6/copyright", bytes("Format: x\n\nFiles: *\nLicense: LGPL-2.1+\n"));
        write(libc, "libc6.deb");
        write(
                new DebBuilder()
                        .control("control", control("libc-bin", "2.41-12", "amd64", ""))
                        .control("preinst", "#!/bin/sh\ndpkg-divert --add --divert /usr/lib/moved /usr/lib/link\n")
                        .control("postinst", "#!/bin/sh\nupdate-caches\nupdate-alternatives --install /l g /t 5\n"),
                "libc-bin.deb");
        write(
                new DebBuilder()
                        .control("control", control("better", "1", "all", ""))
                        .control("postinst", "#!/bin/sh\nupdate-alternatives --install /l g /better 6\n"),
                "better.deb");
    }

    @Test
    void saysWhatItUsesWithoutSecrets() {
        DebRepositories repositories = DebRepositories.builder()
                .host()
                .suite("sid")
                .directories(Path.of("/srv/debs"))
                .sources(AptSource.builder("https://user:secret@example.org/debian", "trixie")
                        .components("main")
                        .build())
                .cacheDirectory(Path.of("/var/cache/x"))
                .refresh(true)
                .build();
        String text = "DebRepositories[this host, sid, /srv/debs, deb https://example.org/debian trixie main]"
                + " by RepositoryClient[/var/cache/x, [amd64], refresh]";
        assertThat(repositories).hasToString(text);
        assertThat(repositories.toBuilder().build()).hasToString(text);
    }

    @Test
    void aFolderOfPackagesIsARepository() throws IOException {
        Closure closure = resolve("python3-yaml");

        assertThat(closure.packages())
                .extracting(ClosurePackage::id)
                .containsExactly("libc-bin-2.41-12.amd64", "libc6-2.41-12.amd64", "python3-yaml-6.0.2-1+b2.amd64");
        ClosurePackage yaml = closure.packages().get(2);
        assertThat(yaml.reason()).isEqualTo(new PackageReason.Requested("python3-yaml"));
        assertThat(yaml.requires()).containsExactly("libc6-2.41-12.amd64");
        assertThat(yaml.repository()).contains("debs");
        assertThat(yaml.checksum().orElseThrow()).matches("SHA-256:[0-9a-f]{64}");
        assertThat(yaml.size()).isEqualTo(Files.size(packages.resolve("yaml.deb")));
        assertThat(yaml.packageUrl())
                .contains("pkg:deb/debian/python3-yaml@6.0.2-1%2Bb2?arch=amd64&upstream=pyyaml%406.0.2-1");
        assertThat(closure.packages().get(1).packageUrl())
                .contains("pkg:deb/debian/libc6@2.41-12?arch=amd64&upstream=glibc");
        assertThat(closure.packages().get(1).reason())
                .isEqualTo(new PackageReason.Required("python3-yaml-6.0.2-1+b2.amd64", "libc6 (>= 2.4)"));
        assertThat(closure.inputs().repositories().get(0).urls())
                .as("a directory of this machine means nothing elsewhere")
                .isEmpty();
    }

    @Test
    void aFileThatIsNoPackageIsReportedAndTheOthersAreUsed() throws IOException {
        Files.writeString(packages.resolve("junk.deb"), "no archive");
        write(new DebBuilder().control("control", control("odd", "1", "all", "Depends: libc6 libc6\n")), "odd.deb");
        List<String> warnings = new ArrayList<>();
        RepositoryListener listener = new RepositoryListener() {
            @Override
            public void onWarning(String subject, String message) {
                warnings.add(subject + ": " + message.replace(packages + "/", ""));
            }
        };

        assertThat(repositories()
                        .resolve(request("amd64", "python3-yaml"), listener)
                        .packages())
                .hasSize(3);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).startsWith("repository debs: junk.deb").endsWith("; the file is ignored");
        assertThat(warnings.get(1))
                .startsWith("repository debs: odd.deb")
                .contains("expected a comma, a bar or the end, found 'libc6'")
                .endsWith("; the file is ignored");
        assertThat(resolve("/usr/lib/libc.so.6").packages()).hasSize(2);
        ClosureRequest strict =
                request("amd64", "libc6").toBuilder().strict(true).build();
        assertThatThrownBy(() -> repositories().resolve(strict, RepositoryListener.NONE))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("junk.deb");
        for (Path each : List.of(packages.resolve("yaml.deb"), packages.resolve("odd.deb"))) {
            Files.delete(each);
        }
        for (String each : DirectorySource.packageFiles(packages)) {
            Files.writeString(packages.resolve(each), "");
        }
        assertThatThrownBy(() -> resolve("libc6"))
                .as("no file is a package")
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(".deb");
    }

    @Test
    void architecturesHaveTwoNames() throws IOException {
        DebRepositories repositories = repositories();

        assertThat(repositories
                        .resolve(request("amd64", "libc6"), RepositoryListener.NONE)
                        .packages())
                .isEqualTo(repositories
                        .resolve(request("x86_64", "libc6"), RepositoryListener.NONE)
                        .packages());
    }

    @Test
    void distributionsAndPathsAreRequestsToo() throws IOException {
        assertThat(resolve("python3dist(PyYAML)").packages().get(2).reason())
                .isEqualTo(new PackageReason.Requested("python3dist(PyYAML)"));
        assertThat(resolve("/usr/lib/libc.so.6").packages())
                .extracting(ClosurePackage::name)
                .containsExactly("libc-bin", "libc6");
        assertThatThrownBy(() -> resolve("python3dist(yam)"))
                .isInstanceOf(AptResolutionException.class)
                .hasMessage(
                        "python3dist(yam): no package is named after this distribution; did you mean python3-yaml?");
        assertThatThrownBy(() -> resolve("/usr/lib/nothing")).hasMessage("/usr/lib/nothing: no package has this file");
        assertThatThrownBy(() -> resolve("python3-yam")).hasMessageContaining("did you mean python3-yaml?");
        assertThatThrownBy(() -> resolve("PyYAML")).hasMessage("PyYAML: no such package; did you mean python3-yaml?");
        assertThatThrownBy(() -> resolve("python3-yam", "python3-yaml", "python3dist(pyyam)", "/usr/bin/none"))
                .hasMessageContainingAll(
                        "python3dist(pyyam): no package is named after this distribution",
                        "\n/usr/bin/none: no package has this file",
                        "\npython3-yam: no such package; did you mean python3-yaml?");
    }

    @Test
    void hardLinksAreNamesOfOneFileAndSetIdBitsAreDropped() throws IOException {
        Closure closure = resolve("libc6");
        List<PackageEntry> entries = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        String license;
        try (PackageReader reader = closure.open(closure.packages().get(1))) {
            for (Optional<PackageEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                entries.add(next.get());
                contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
            }
            license = reader.license().orElse("");
        }

        assertThat(entries)
                .extracting(PackageEntry::paths)
                .containsExactly(
                        List.of("/usr/lib/libc.so.6"),
                        List.of("/usr/lib/moved"), // as libc-bin diverts it
                        List.of("/usr/share/doc/libc6/copyright"),
                        List.of("/usr/lib/other", "/usr/lib/third"));
        assertThat(entries.get(0).mode()).isEqualTo(0755);
        assertThat(entries.get(1).linkTarget()).contains("libc.so.6");
        assertThat(contents).element(0).isEqualTo("libc");
        assertThat(contents).element(3).isEqualTo("libc");
        assertThat(license).isEqualTo("LGPL-2.1+");
    }

    @Test
    void theHighestPriorityOfAnAlternativeWins() throws IOException {
        InstallationState alone = resolve("libc6").installationState();
        InstallationState both = resolve("libc6", "better").installationState();

        assertThat(alone.links()).extracting(InstallationState.Link::target).containsExactly("/t");
        assertThat(both.links()).extracting(InstallationState.Link::target).containsExactly("/better");
        assertThat(alone.unknown()).hasSize(1);
        assertThat(alone.unknown().get(0).by().name()).isEqualTo("libc-bin");
        assertThat(alone.unknown().get(0).what()).containsExactly("update-caches");
    }

    @Test
    void scriptsOfAnotherFileThanTheOneThatIsUnpackedAreRefused() throws IOException {
        Closure closure = resolve("libc6");
        closure.fetch(each -> {});
        Path file = packages.resolve("libc-bin.deb");
        byte[] right = Files.readAllBytes(file);
        write(
                new DebBuilder()
                        .control("control", control("libc-bin", "2.41-12", "amd64", ""))
                        .control("postinst", "#!/bin/sh\nupdate-alternatives --install /l g /wrong 5\n"),
                "libc-bin.deb");
        assertThat(closure.installationState().links())
                .extracting(InstallationState.Link::target)
                .containsExactly("/wrong");
        Files.write(file, right);

        assertThatThrownBy(() -> {
                    try (PackageReader reader = closure.open(closure.packages().get(0))) {
                        while (reader.next().isPresent()) {}
                    }
                })
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("libc-bin.deb");
    }

    @Test
    void aLockfileGivesExactlyItsPackages() throws IOException {
        Path lock = folder.resolve("relocpy.lock");
        Closure first = repositories().resolve(locked(lock, "python3-yaml"), RepositoryListener.NONE);
        Files.writeString(lock, first.inputs().lock());
        write(new DebBuilder().control("control", control("python3-yaml", "7", "amd64", "")), "newer.deb");
        Closure second = repositories().resolve(locked(lock, "python3-yaml"), RepositoryListener.NONE);

        assertThat(second.packages())
                .extracting(ClosurePackage::packageUrl)
                .isEqualTo(first.packages().stream()
                        .map(ClosurePackage::packageUrl)
                        .toList());
        assertThat(second.inputs()).isEqualTo(first.inputs());
        assertThat(Lockfile.read(lock).text()).isEqualTo(Files.readString(lock));
        assertThat(Files.readString(lock)).doesNotContain(folder.toString());
        assertThatThrownBy(() -> repositories().resolve(locked(lock, "libc6"), RepositoryListener.NONE))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(
                        "was made for [python3-yaml, libc-bin] on [amd64], not for [libc6, libc-bin] on [amd64]");
    }

    @Test
    void aLockedPackageThatChangedIsRefused() throws IOException {
        Path lock = folder.resolve("relocpy.lock");
        Files.writeString(
                lock,
                repositories()
                        .resolve(locked(lock, "libc6"), RepositoryListener.NONE)
                        .inputs()
                        .lock());
        write(new DebBuilder().control("control", control("libc6", "2.41-12", "amd64", "Section: x\n")), "libc6.deb");

        assertThatThrownBy(() -> repositories().resolve(locked(lock, "libc6"), RepositoryListener.NONE))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("libc6.deb");
        Files.writeString(lock, Files.readString(lock).replace("libc6.deb", "debs/libc6.deb"));
        assertThatThrownBy(() -> repositories().resolve(locked(lock, "libc6"), RepositoryListener.NONE))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("one of the 4 packages of the directory");
    }

    private DebRepositories repositories() {
        return DebRepositories.builder().directories(packages).build();
    }

    @Test
    void controlFilesAreNotKeptInMemory() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "large" + i;
            names.add(name);
            write(
                    new DebBuilder()
                            .control("control", control(name, "1", "all", ""))
                            .control("templates", " ".repeat(8 << 20))
                            .extensions("", ".gz"),
                    name + ".deb");
        }
        Closure closure = resolve(names.toArray(String[]::new));
        long before = usedMemory();
        assertThat(closure.installationState().links()).hasSize(1);
        for (ClosurePackage each : closure.packages()) {
            closure.open(each).close();
        }
        assertThat(usedMemory() - before).isLessThan(16 << 20);
        assertThat(closure.packages()).hasSizeGreaterThan(names.size());
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Closure resolve(String... requests) throws IOException {
        return repositories().resolve(request("amd64", requests), RepositoryListener.NONE);
    }

    private static ClosureRequest request(String architecture, String... requests) {
        return ClosureRequest.builder(List.of(requests), architecture)
                .additions(List.of("libc-bin", "no-such-package"))
                .build();
    }

    private static ClosureRequest locked(Path lock, String request) {
        return request("amd64", request).toBuilder().lockfile(lock).build();
    }

    private void write(DebBuilder builder, String name) throws IOException {
        builder.write(packages.resolve(name));
    }

    private static String control(String name, String version, String architecture, String more) {
        return "Package: " + name + "\nVersion: " + version + "\nArchitecture: " + architecture
                + "\nMaintainer: Nobody <nobody@example.org>\n" + more + "Description: of a test\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
