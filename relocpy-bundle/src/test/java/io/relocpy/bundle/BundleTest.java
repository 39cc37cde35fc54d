package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.Repositories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    @TempDir
    Path folder;

    private final List<ClosureRequest> resolved = new ArrayList<>();

    private final Repositories recording = (request, listener) -> {
        resolved.add(request);
        throw new IOException("enough");
    };

    private void refused(UnaryOperator<Bundle.Builder> options, String message) {
        assertThatThrownBy(() -> options.apply(
                                Bundle.builder().architecture("x86_64").repositories(recording))
                        .write(folder.resolve("out")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message);
        assertThat(resolved).as("before any work").isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A B", "A\0", "1A"})
    void aNameThatIsNoVariableIsRefusedBeforeTheWork(String name) {
        refused(builder -> builder.environment(name, "x"), "environment: expected the name of a variable");
    }

    @Test
    void aValueThatNoEnvironmentHoldsIsRefusedBeforeTheWork() {
        refused(builder -> builder.environment("A", "x\0y"), "the value of A has a control character");
    }

    @Test
    void whatIsKnownToBeWrongIsRefusedBeforeTheWork() {
        refused(builder -> builder.exclude("/usr/{share"), "pattern: expected a glob, found \"/usr/{share\"");
        refused(builder -> builder.include("[z"), "pattern: expected a glob");
        refused(builder -> builder.modules(" "), "modules: expected the name of a package");
        refused(builder -> builder.python("../python3"), "python: expected the name of a command");
        refused(builder -> builder.wheels(folder.resolve("one-1.0-py3-none-any.whl")), "this wheel does not exist");
        refused(builder -> builder.wheels(Path.of("one.zip")), "expected the file name of a wheel");
        refused(builder -> builder.modificationTime(Instant.ofEpochSecond(-1)), "modification time: expected a time");
        refused(builder -> builder.architecture("vax"), "there is no launcher for this architecture");
    }

    @Test
    void configuredRepositoriesAndTheSimpleOnesExcludeEachOther() {
        refused(
                builder -> builder.cacheDirectory(folder),
                "repositories(Repositories): cannot be combined with cacheDirectory:");
        refused(
                builder -> builder.repositories(folder).cacheDirectory(folder),
                "repositories(Repositories): cannot be combined with repositories(Path...), cacheDirectory:");
    }

    @Test
    void aBuilderCanBeChangedWhileABundleIsMade() {
        Bundle.Builder builder = Bundle.builder().architecture("x86_64").modules("one");
        builder.repositories((request, listener) -> {
            builder.modules("two").architecture("aarch64");
            return recording.resolve(request, listener);
        });

        assertThatThrownBy(() -> builder.write(folder.resolve("first"))).hasMessage("enough");
        assertThatThrownBy(() -> builder.write(folder.resolve("second"))).hasMessage("enough");

        assertThat(resolved.get(0).requests()).containsExactly("python3", "one");
        assertThat(resolved.get(0).architecture()).isEqualTo("x86_64");
        assertThat(resolved.get(1).requests()).containsExactly("python3", "one", "two");
        assertThat(resolved.get(1).architecture()).isEqualTo("aarch64");
    }

    @Test
    void packagesWithWhatHostsMayLackAreAddedUnlessRequestedOrSwitchedOff() {
        Bundle.Builder builder =
                Bundle.builder().architecture("x86_64").repositories(recording).modules("tzdata");

        assertThatThrownBy(() -> builder.write(folder.resolve("with"))).hasMessage("enough");
        assertThatThrownBy(() -> builder.defaultPackages(false).write(folder.resolve("without")))
                .hasMessage("enough");

        assertThat(resolved.get(0).requests()).containsExactly("python3", "tzdata");
        assertThat(resolved.get(0).additions())
                .containsExactly("ca-certificates", "libc-bin", "glibc-minimal-langpack");
        assertThat(resolved.get(1).additions()).isEmpty();
    }
}
