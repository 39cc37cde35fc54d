package io.relocpy.deb;

import static io.relocpy.testing.BuilderCopies.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.metadata.AptConfiguration;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.deb.metadata.SignedBy;
import io.relocpy.deb.resolve.AptResolver;
import io.relocpy.deb.resolve.AptSolver;
import io.relocpy.deb.resolve.PackageLists;
import io.relocpy.repository.openpgp.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code toBuilder} starts with all values of what it is called on. */
class VariantsTest {
    @TempDir
    Path emptyRoot;

    @Test
    void ofAClient() throws Exception {
        RepositoryClient.Builder changed = RepositoryClient.builder()
                .configuration(AptConfiguration.ofRoot(emptyRoot)) // sets http, too
                .architectures(List.of("arm64"))
                .cacheDirectory(Path.of("/x"))
                .listsDirectory(Path.of("/lists"))
                .defaultKeys(KeyRing.EMPTY.restrictedTo(List.of(), List.of()))
                .root(Path.of("/root"))
                .offline(true)
                .refresh(true)
                .metadataExpire(Duration.ZERO)
                .compressionOrder(List.of("xz"))
                .parallel(7)
                .timeout(Duration.ofSeconds(1))
                .onTransfer(event -> {})
                .onWarning(warning -> {})
                .strict(true)
                .skipUnavailable(true)
                .onlyPackages(true)
                .checkDate(false)
                .checkValidUntil(false)
                .maxFutureTime(Duration.ZERO)
                .allowReleaseInfoChange(List.of())
                .allowInsecure(true)
                .clock(() -> Instant.EPOCH);
        assertThat(faults(RepositoryClient.builder(), changed, changed.build().toBuilder()))
                .isEmpty();
    }

    @Test
    void ofAResolver() throws Exception {
        PackageLists lists = PackageLists.read(List.of("amd64"), List.of());
        AptResolver.Builder changed = AptResolver.builder(lists)
                .pins(Pin.general(Pin.Kind.RELEASE, "*", 1))
                .exclude("x")
                .defaultRelease("sid")
                .recommends(true)
                .solver(AptSolver.SOLVER_3);
        assertThat(faults(AptResolver.builder(lists), changed, changed.build().toBuilder(), "lists", "prepared"))
                .isEmpty();
    }

    @Test
    void ofASource() throws Exception {
        AptSource.Builder changed = AptSource.builder("https://example.org/debian", "trixie")
                .components("main")
                .architectures("amd64")
                .signedBy(new SignedBy.Keys(KeyRing.EMPTY))
                .trusted(true)
                .checkValidUntil(true)
                .checkDate(true)
                .validUntilMin(Duration.ZERO)
                .validUntilMax(Duration.ZERO)
                .dateMaxFuture(Duration.ZERO)
                .byHash(true);
        assertThat(faults(AptSource.builder("https://example.org/", "sid"), changed, changed.build().toBuilder()))
                .isEmpty();
    }
}
