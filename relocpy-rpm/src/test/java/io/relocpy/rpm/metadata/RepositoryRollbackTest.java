package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that offer older metadata than the cache contains. */
class RepositoryRollbackTest {
    @TempDir
    Path temp;

    private final List<RepositoryWarning> warnings = new ArrayList<>();
    private Path first;
    private Path second;
    private TestServer one;
    private TestServer two;

    @BeforeEach
    void serve() throws IOException {
        first = Files.createDirectory(temp.resolve("first"));
        second = Files.createDirectory(temp.resolve("second"));
        one = new TestServer(first);
        two = new TestServer(second);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static void write(Path folder, String revision, String name) throws IOException {
        new RepositoryBuilder(folder)
                .revision(revision)
                .add(name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .write();
    }

    private String load(boolean strict) throws IOException {
        RepositoryConfig config = RepositoryConfig.builder("demo")
                .baseUrl(one.url())
                .baseUrl(two.url())
                .metadataExpire(Duration.ZERO)
                .build();
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .onWarning(warnings::add)
                .strict(strict)
                .build()
                .load(config)
                .packages()
                .get(0)
                .nevra()
                .name();
    }

    @Test
    void theCachedMetadataStayWhenAllServersOfferOlderOnes() throws IOException {
        write(first, "1700000002", "newer");
        assertThat(load(false)).isEqualTo("newer");
        write(first, "1700000001", "older");
        write(second, "999", "oldest");
        assertThat(load(false)).isEqualTo("newer");
        assertThat(warnings).containsExactly(new RepositoryWarning.OlderMetadata("demo", "1700000002", "999"));
        assertThatThrownBy(() -> load(true))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("demo")
                .hasMessageContaining("1700000002");
        assertThat(load(false)).isEqualTo("newer"); // the older ones were not kept
    }

    @Test
    void anOutdatedMirrorIsSkipped() throws IOException {
        write(first, "2", "newer");
        load(true);
        write(first, "1", "older");
        write(second, "3", "newest");
        assertThat(load(true)).isEqualTo("newest");
        assertThat(warnings).isEmpty();
    }

    @Test
    void theSameOrANewerRevisionIsTaken() throws IOException {
        write(first, "2", "newer");
        load(true);
        write(first, "2", "same");
        assertThat(load(true)).isEqualTo("same");
        write(first, "10", "ten");
        assertThat(load(true)).isEqualTo("ten");
    }

    @Test
    void revisionsThatAreNotNumbersAreNotCompared() throws IOException {
        write(first, "2", "newer");
        load(true);
        for (String revision : List.of("build-1", "", "1.9", "-1", "0x1", "9".repeat(100))) {
            write(first, revision, "other");
            assertThat(load(true)).isEqualTo("other");
        }
    }
}
