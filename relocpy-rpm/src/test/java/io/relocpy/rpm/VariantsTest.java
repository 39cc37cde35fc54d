package io.relocpy.rpm;

import static io.relocpy.testing.BuilderCopies.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.metadata.ModuleSettings;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.rpm.resolve.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code toBuilder} starts with all values of what it is called on. */
class VariantsTest {
    @Test
    void ofAClient() throws Exception {
        RepositoryClient.Builder changed = RepositoryClient.builder()
                .cacheDirectory(Path.of("/x"))
                .parallel(7)
                .timeout(Duration.ofSeconds(1))
                .offline(true)
                .refresh(true)
                .onTransfer(event -> {})
                .onWarning(warning -> {})
                .strict(true)
                .moduleStreams(ModuleSettings.DEFAULTS.disable("x"));
        assertThat(faults(RepositoryClient.builder(), changed, changed.build().toBuilder()))
                .isEmpty();
    }

    @Test
    void ofAResolver() throws Exception {
        Resolver.Builder changed = Resolver.builder()
                .repositories(List.of(TestRepository.of("r", List.of())))
                .architectures(List.of("all"))
                .weakDependencies(true)
                .best(true)
                .exclude("x")
                .limit(Duration.ofSeconds(1), 1);
        assertThat(faults(Resolver.builder(), changed, changed.build().toBuilder(), "prepared"))
                .isEmpty();
    }
}
