package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.VerificationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host's apt.conf says of Release files holds for the host's sources. */
class HostConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void limitsOfALabelAndChangesOfAFieldAreThoseOfTheHost() throws IOException {
        try (OurWorld world = new OurWorld(directory.resolve("world"))) {
            offerAPackage(world);
            world.archive.date(Instant.now().minus(Duration.ofDays(10)));
            world.archive.write(world.key);
            assertThat(resolve(world, "").packages()).hasSize(1);

            assertThatThrownBy(() -> resolve(world, "Acquire::Max-ValidTime::Test \"86400\";"))
                    .isInstanceOf(VerificationException.class)
                    .hasMessageContaining("expired: it was valid until");

            world.archive.date(Instant.now().minus(Duration.ofDays(9)));
            world.archive.release.put("Codename", "beta");
            world.archive.write(world.key);
            assertThatThrownBy(() -> resolve(world, ""))
                    .isInstanceOf(VerificationException.class)
                    .hasMessageContaining("beta");
            assertThat(resolve(world, "Acquire::AllowReleaseInfoChange::Codename \"1\";")
                            .packages())
                    .hasSize(1);
        }
    }

    @Test
    void oddFilesOfTheHostComeAfterRepositoriesAndInOneLine() throws Exception {
        try (OurWorld world = new OurWorld(directory.resolve("world"))) {
            offerAPackage(world);
            world.archive.write(world.key);
            Path parts = Files.createDirectories(directory.resolve("root/etc/apt/sources.list.d"));
            Files.writeString(parts.resolve("a.list.off"), "");
            Files.writeString(parts.resolve("b.list.off"), "");
            List<String> warnings = new ArrayList<>();

            resolve(world, "", "main absent", new RepositoryListener() {
                @Override
                public void onWarning(String subject, String message) {
                    warnings.add(subject + ": " + message);
                }
            });

            assertThat(warnings).hasSize(2);
            assertThat(warnings.get(0)).contains("absent");
            assertThat(warnings.get(1))
                    .isEqualTo(parts.resolve("a.list.off") + " and 1 more: has an unknown extension, and is ignored");
        }
    }

    private static void offerAPackage(OurWorld world) {
        String list = new String(AptArchive.packages(1), StandardCharsets.UTF_8);
        world.archive.files.put(AptArchive.PACKAGES, AptArchive.bytes(list.replace("0000", "1111")));
    }

    private Closure resolve(OurWorld world, String configuration) throws IOException {
        return resolve(world, configuration, "main", RepositoryListener.NONE);
    }

    private Closure resolve(OurWorld world, String configuration, String components, RepositoryListener listener)
            throws IOException {
        Path apt = Files.createDirectories(directory.resolve("root/etc/apt"));
        Files.writeString(apt.resolve("apt.conf"), configuration);
        Files.copy(
                directory.resolve("world/keys.gpg"),
                directory.resolve("root/keys.gpg"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                apt.resolve("sources.list"),
                "deb [signed-by=/keys.gpg] " + world.uri + " " + AptArchive.SUITE + " " + components + "\n");
        return DebRepositories.builder()
                .root(directory.resolve("root"))
                .host()
                .cacheDirectory(directory.resolve("cache"))
                .refresh(true)
                .build()
                .resolve(ClosureRequest.builder(List.of("hello"), "amd64").build(), listener);
    }
}
