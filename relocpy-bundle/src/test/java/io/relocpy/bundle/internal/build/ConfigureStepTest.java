package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigureStepTest {
    private static final ClosurePackage BLAS =
            ClosurePackage.builder("libblas3", "3.12.1-6", "amd64").build();

    private static final SourcePackage ORIGIN = new SourcePackage.Packaged(BLAS);

    @Test
    void linksToFilesThatAreThereAreAdded() throws IOException {
        Unpacked configured = configure(
                new InstallationState.Link(BLAS, "/lib/libblas.so.3", "/usr/lib/blas/libblas.so.3"),
                new InstallationState.Link(BLAS, "/usr/bin/awk", "/usr/bin/mawk"),
                new InstallationState.Link(BLAS, "/usr/lib/taken", "/usr/lib/blas/libblas.so.3"));

        assertThat(configured.tree().follow("usr/lib/libblas.so.3"))
                .map(TreeFile::path)
                .hasValue("usr/lib/blas/libblas.so.3");
        assertThat(configured.tree().get("usr/lib/libblas.so.3"))
                .map(TreeFile::origin)
                .hasValue(ORIGIN);
        assertThat(configured.tree().get("usr/bin/awk"))
                .as("a program that was not unpacked")
                .isEmpty();
        assertThat(configured.tree().get("usr/lib/taken"))
                .as("as update-alternatives leaves it")
                .get()
                .isInstanceOf(TreeFile.Regular.class);
        assertThat(configured.tree().conflicts()).isEmpty();
    }

    @Test
    void linksOfPackagesOutsideTheClosureAreNone() throws IOException {
        ClosurePackage other = ClosurePackage.builder("other", "1", "all").build();

        assertThat(configure(new InstallationState.Link(other, "/l", "/usr/lib/taken"))
                        .tree()
                        .get("l"))
                .isEmpty();
    }

    private static Unpacked configure(InstallationState.Link... links) throws IOException {
        VirtualRoot tree = VirtualRoot.of(List.of(file("usr/lib/blas/libblas.so.3"), file("usr/lib/taken")));
        return new ConfigureStep()
                .configure(
                        new Unpacked(List.of(ORIGIN), tree, Map.of()),
                        new InstallationState(List.of(links), List.of()));
    }

    private static TreeFile file(String path) {
        return new TreeFile.Regular(path, ORIGIN, Content.of(path), false, Samples.TIME);
    }
}
