package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryChoiceTest {
    @TempDir
    Path folder;

    private Path rpms;
    private final RepositoryChoice choice = new RepositoryChoice();

    @BeforeEach
    void makeRpmRepository() throws IOException {
        rpms = folder.resolve("rpms");
        Files.createDirectories(rpms.resolve("repodata"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3_3.13.5-1_amd64.deb", "Packages", "Packages.xz", "dists/trixie/Release"})
    void whatADirectoryHoldsTellsItsKind(String file) throws IOException {
        choice.addDirectories(List.of(debs(file)));

        assertThat(choice.choose(folder)).isInstanceOf(DebRepositories.class);
    }

    @Test
    void anRpmRepositoryMayHoldAnything() throws IOException {
        Files.createFile(rpms.resolve("Packages"));
        choice.addDirectories(List.of(rpms));

        assertThat(choice.choose(folder)).isInstanceOf(RpmRepositories.class);
    }

    @Test
    void kindsAreNotMixed() throws IOException {
        choice.addDirectories(List.of(rpms, debs("a.deb")));

        assertThatThrownBy(() -> choice.choose(folder))
                .isInstanceOf(BundleException.class)
                .hasMessage("repositories: a bundle consists of Debian packages or of RPM packages, not of both: "
                        + folder.resolve("debs") + " has Debian packages, " + rpms + " does not");
    }

    @Test
    void urlsAreOfRpmRepositories() throws IOException {
        choice.addDirectories(List.of(debs("a.deb")));
        choice.addUrls(List.of(URI.create("https://user:secret@example.org/os/")));

        assertThatThrownBy(() -> choice.choose(folder))
                .hasMessageContaining("https://example.org/os/ does not")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theHostsPackageManagerIsTheDefault() throws IOException {
        assertThat(choice.choose(folder)).isInstanceOf(RpmRepositories.class);

        Files.createDirectories(folder.resolve("etc/apt/sources.list.d"));
        Files.createDirectories(folder.resolve("etc/yum.repos.d"));
        Files.createFile(folder.resolve("etc/apt/sources.list.d/debian.sources"));
        assertThat(choice.choose(folder)).isInstanceOf(DebRepositories.class);

        Files.createFile(folder.resolve("etc/yum.repos.d/fedora.repo"));
        assertThat(choice.choose(folder)).isInstanceOf(RpmRepositories.class);
    }

    private Path debs(String file) throws IOException {
        Path directory = folder.resolve("debs");
        Files.createDirectories(directory.resolve(file).getParent());
        Files.createFile(directory.resolve(file));
        return directory;
    }
}
