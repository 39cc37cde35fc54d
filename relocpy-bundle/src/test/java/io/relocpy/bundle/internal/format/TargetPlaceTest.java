package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetPlaceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "out, out, true",
        "out, out/, true",
        "out, ./x/../out, true",
        "out, out.asc, true",
        "out, out/deep/inside, true",
        "out, out2, false",
        "out, outside/out, false",
        "out, out.asc2, false",
    })
    void holdsItselfItsInsideAndItsSignature(String target, String file, boolean holds) throws IOException {
        assertThat(TargetPlace.holds(folder.resolve(target), folder.resolve(file)))
                .isEqualTo(holds);
    }

    @Test
    void onlyLinuxIsSupported() throws IOException {
        TargetPlace.checkFileSystem(folder);
        assertThatThrownBy(() -> TargetPlace.checkSystem(Path.of("a.tar"), "Mac OS X"))
                .isInstanceOf(BundleException.class)
                .hasMessage("a.tar: bundles are built and verified on Linux only, and this is Mac OS X");
    }

    @Test
    void aParentBehindALinkIsThatOfWhatItLeadsTo() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("bundle/lib"));
        Files.createFile(folder.resolve("bundle/relocpy.json"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
        Path target = link.resolve("../out.tar");

        assertThat(TargetPlace.of(target)).isEqualTo(folder.toRealPath().resolve("bundle/out.tar"));
        assertThatThrownBy(() -> TargetPlace.checkOutside(target)).hasMessageContaining("is inside another bundle");
        try (WorkingDirectory working = new WorkingDirectory(target)) {
            assertThat(working.path().getParent()).isEqualTo(folder.toRealPath().resolve("bundle"));
        }
    }

    @Test
    void linksAreFollowed() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Path toTarget = Files.createSymbolicLink(folder.resolve("lock"), real.resolve("out"));

        assertThat(TargetPlace.holds(real.resolve("out"), link.resolve("out"))).isTrue();
        assertThat(TargetPlace.holds(link.resolve("out"), real.resolve("out.asc")))
                .isTrue();
        Files.createDirectory(real.resolve("out"));
        assertThat(TargetPlace.holds(real.resolve("out"), toTarget)).isTrue();
    }
}
