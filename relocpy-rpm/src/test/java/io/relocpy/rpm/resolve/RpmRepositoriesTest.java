package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.testing.TestServer;
import io.relocpy.rpm.metadata.RepositoryBuilder;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmRepositoriesTest {
    @TempDir
    Path folder;

    private static void refused(Function<RpmRepositories.Builder, RpmRepositories.Builder> call, String method) {
        assertThatThrownBy(() -> call.apply(RpmRepositories.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(method + ": expected at least one, found none");
    }

    @Test
    void saysWhatItUsesWithoutSecrets() {
        RpmRepositories repositories = RpmRepositories.builder()
                .host()
                .repoFiles(Path.of("/etc/x.repo"))
                .repositories(RepositoryConfig.builder("x")
                        .baseUrl(URI.create("https://user:secret@example.org/x/?token=secret"))
                        .build())
                .cacheDirectory(Path.of("/var/cache/x"))
                .offline(true)
                .build();
        String text = "RpmRepositories[this host, /etc/x.repo, x [https://example.org/x/?…]]"
                + " by RepositoryClient[/var/cache/x, offline]";
        assertThat(repositories).hasToString(text);
        assertThat(repositories.toBuilder().build()).hasToString(text);
        assertThat(repositories.toBuilder().offline(false).build()).hasToString(text.replace(", offline", ""));
    }

    @Test
    void aListThatCameOutEmptyIsNotTheHost() {
        refused(builder -> builder.directories(List.of()), "directories");
        refused(builder -> builder.directories(new Path[0]), "directories");
        refused(builder -> builder.urls(new URI[0]), "urls");
        refused(builder -> builder.repoFiles(List.of()), "repoFiles");
        refused(builder -> builder.repositories(new RepositoryConfig[0]), "repositories");
    }

    private void resolve(RpmRepositories repositories, boolean weak, Path lockfile) throws IOException {
        repositories.resolve(
                ClosureRequest.builder(List.of(), "x86_64")
                        .weakDependencies(weak)
                        .lockfile(lockfile)
                        .build(),
                RepositoryListener.NONE);
    }

    @Test
    void aLockfileIsForItsWeakDependencies() throws IOException {
        new RepositoryBuilder(folder).add("one", new byte[] {1}, "/usr/bin/one").write();
        RpmRepositories repositories = RpmRepositories.builder()
                .directories(folder)
                .cacheDirectory(folder.resolve("cache"))
                .build();
        Path lockfile = folder.resolve("relocpy.lock");

        resolve(repositories, false, lockfile);
        assertThat(lockfile).as("belongs to a finished bundle").doesNotExist();

        String packages = repositories
                .resolve(ClosureRequest.builder(List.of(), "x86_64").build(), RepositoryListener.NONE)
                .inputs()
                .lock();
        Files.writeString(lockfile, packages);
        resolve(repositories, false, lockfile);
        assertThatThrownBy(() -> resolve(repositories, true, lockfile))
                .isInstanceOf(RepositoryException.class)
                .hasMessage(lockfile + ": was made for [] on x86_64, not for [] on x86_64 with weak dependencies;"
                        + " delete it to create a new one");
        Files.writeString(lockfile, packages.replace("x86_64\n", "x86_64\nweak\ttrue\n"));
        resolve(repositories, true, lockfile);
        assertThatThrownBy(() -> resolve(repositories, false, lockfile))
                .hasMessageContaining("was made for [] on x86_64 with weak dependencies, not for [] on x86_64;");
    }

    @Test
    void offlineNothingIsDownloaded() throws IOException {
        Path served = Files.createDirectory(folder.resolve("served"));
        new RepositoryBuilder(served).add("one", new byte[] {1}).write();
        try (TestServer server = new TestServer(served)) {
            RpmRepositories online = RpmRepositories.builder()
                    .urls(server.url())
                    .cacheDirectory(folder.resolve("cache"))
                    .build();
            RpmRepositories offline = online.toBuilder().offline(true).build();
            ClosureRequest request = ClosureRequest.builder(List.of(), "x86_64").build();

            assertThatThrownBy(() -> offline.resolve(request, RepositoryListener.NONE))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("offline");
            online.resolve(request, RepositoryListener.NONE);
            assertThat(offline.resolve(request, RepositoryListener.NONE)
                            .inputs()
                            .requests())
                    .isEmpty();
        }
    }
}
