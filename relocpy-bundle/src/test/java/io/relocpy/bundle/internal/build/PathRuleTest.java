package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.format.TarEntry;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.PathRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the steps before let through: nothing is written that is not below the top directory, or that has two owners. */
class PathRuleTest {
    @TempDir
    Path folder;

    static List<String> refused() {
        return List.of(
                "",
                "/",
                "/etc/passwd",
                "..",
                "../up",
                "licenses/../../up",
                "a/..",
                "a/../b",
                ".",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "a\0b",
                "half\uD83D",
                "\uDE00half",
                "a/" + "n".repeat(256),
                "ü".repeat(128),
                "long/".repeat(800) + "x");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aPathThatIsNotBelowTheTopDirectoryIsRefusedBeforeTheWrite(String path) throws IOException {
        assertThat(PathRule.complaint(path)).isNotEmpty();
        for (String name : List.of("out", "out.tar")) {
            assertThatThrownBy(() -> write(name, bundled(path, "x")))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("expected a path inside of the bundle");
            assertThat(folder.resolve(name)).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "...", "..a", "a b", "-", "ü/日本/😀", "a\\..\\b", "~", "a\nb", "%2e%2e"})
    void anyOtherIsNot(String path) {
        assertThat(PathRule.complaint(path)).isEmpty();
    }

    @Test
    void theLongestPathsAreWritten() throws IOException {
        String name = "n".repeat(255);
        String path = (name + "/").repeat(14) + name;
        assertThat(path).hasSize(3839);

        write("out.tar", bundled(path, "x"));

        assertThat(PathRule.complaint(path + "x")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "..", "../..", "b/../../..", "", "x\0y", "half\uD83D", "nowhere", "link", "link/x"})
    void aLinkThatLeadsElsewhereIsRefusedBeforeTheWrite(String target) throws IOException {
        for (String name : List.of("out", "out.tar")) {
            assertThatThrownBy(() -> write(
                            name,
                            bundled("b/file", "x"),
                            new BundleFile.Link("link", target, new Origin.Listed("demo-1.0.noarch"), Samples.REASON)))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("link of demo-1.0.noarch: leads to ");
            assertThat(folder.resolve(name)).doesNotExist();
        }
    }

    @Test
    void aPathHasOneOwner() {
        BundleFile one = owned("a/b", "one-1.noarch");
        assertThatThrownBy(() -> write("out.tar", one, owned("a/b", "two-1.noarch")))
                .hasMessage("a/b: comes from one-1.noarch and from two-1.noarch");
        assertThatThrownBy(() -> write("out.tar", one, owned("a", "two-1.noarch")))
                .hasMessage("a: comes from two-1.noarch as a file, and from one-1.noarch as the directory of a/b");
        assertThatThrownBy(() -> write(
                        "out.tar",
                        one,
                        owned("a-b", "x"),
                        new BundleFile.Link("a", "a-b", new Origin.Listed("two-1.noarch"), Samples.REASON)))
                .hasMessage("a: comes from two-1.noarch as a link, and from one-1.noarch as the directory of a/b");
        assertThat(folder.resolve("out.tar")).doesNotExist();
    }

    @Test
    void aTimeThatNoHeaderHoldsIsRefused() {
        for (long seconds : new long[] {-1, TarEntry.MAX_TIME + 1}) {
            BundleFile file = new BundleFile.Regular(
                    "a",
                    Content.of(""),
                    false,
                    Instant.ofEpochSecond(seconds),
                    Origin.WithoutPackage.ASSEMBLY,
                    Samples.REASON,
                    List.of());
            assertThatThrownBy(() -> write("out.tar", file))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith("a: expected a time of last modification from 1970-01-01 to 2242-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..tar", "...tar.gz", "a\nb.tar", "a\u007fb.tar.zst", "BZh91AY.tar", "070701.tar"})
    void aTopDirectoryHasANameOfItsOwn(String name) {
        assertThatThrownBy(() -> Target.of(folder.resolve(name)).checkExisting(false))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("cannot be the top directory of an archive");
    }

    private static BundleFile owned(String path, String origin) {
        return new BundleFile.Regular(
                path, Content.of(""), false, TIME, new Origin.Listed(origin), Samples.REASON, List.of());
    }

    private void write(String name, BundleFile... files) throws IOException {
        Path path = folder.resolve(name);
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            new WriteStep(Target.of(path), false, working, new Progress(event -> {}), null)
                    .write(new ArrayList<>(List.of(files)), TIME);
            assertThat(Files.exists(path)).isTrue();
        }
    }
}
