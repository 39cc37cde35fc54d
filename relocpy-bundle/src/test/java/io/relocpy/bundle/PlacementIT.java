package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the quickstart's bundle in the places where users will put it. */
class PlacementIT {
    private static final String MODULES = "import ssl, sqlite3, lzma, bz2, ctypes, yaml, hashlib, uuid, decimal";
    private static final String NOTHING_FROM_OUTSIDE = "no code from outside the bundle";

    @TempDir
    static Path shared;

    private static DemoBundle bundle;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws IOException {
        bundle = DemoBundle.build("trixie", shared);
    }

    @Test
    void runsInAnEmptyRoot() throws IOException {
        bundle.copyTo(folder.resolve("hello"));

        Result hello = DemoBundle.chroot(folder, "/hello/bin/hello").orFail();
        Result python = DemoBundle.chroot(
                        folder, "/hello/bin/python3", "-c", MODULES + "; print(yaml.__with_libyaml__)")
                .orFail();

        assertThat(folder.resolve("hello/..").toFile().list())
                .as("nothing else is there")
                .containsExactly("hello");
        assertThat(hello.stdout()).contains("Hello from /hello", "There is no /proc here");
        assertThat(python.stdout()).isEqualTo("True\n");
    }

    @Test
    void runsFromAStaticShell() throws IOException {
        HostTools.require("busybox");
        bundle.copyTo(folder.resolve("opt/hello"));
        Files.copy(HostTools.find("busybox").orElseThrow(), folder.resolve("busybox"));

        Result result = DemoBundle.chroot(
                        folder,
                        "/busybox",
                        "sh",
                        "-c",
                        "cd /opt && ./hello/bin/hello && PATH=/opt/hello/bin && python3 -c '" + MODULES + "; print(1)'")
                .orFail();

        assertThat(result.stdout()).contains("Hello from /opt/hello").endsWith("1\n");
    }

    @Test
    void runsFromPathsWithSpacesAndOtherLettersThroughLinks() throws IOException {
        Path moved = bundle.copyTo(folder.resolve("mein Büro/日本 語/x:y;z"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), moved);
        Path first = Files.createSymbolicLink(folder.resolve("first"), second.getFileName());
        Path command = Files.createSymbolicLink(folder.resolve("greet"), first.resolve("bin/hello"));

        Result throughLinks = DemoBundle.run(command, Map.of()).orFail();
        Result relative = shell(moved, "bin/../bin/hello", "/usr/bin:/bin").orFail();
        Result byPath = shell(
                        folder, "hello", moved.resolve("bin").toString().replace(":", "\\:") + ":" + first + "/bin")
                .orFail();

        assertThat(throughLinks.stdout()).contains(NOTHING_FROM_OUTSIDE);
        assertThat(relative.stdout()).contains("Hello from " + moved, NOTHING_FROM_OUTSIDE);
        assertThat(byPath.stdout()).contains(NOTHING_FROM_OUTSIDE);
    }

    @Test
    void reportsWhatItIs() {
        assertThat(bundle.report().pythonVersion()).startsWith("3.13.");
        assertThat(bundle.report().glibcVersion()).isEqualTo("2.41");
        assertThat(bundle.report().minimumKernel()).hasValue("3.2.0");
        assertThat(ids(bundle.report().packages(), BundleReport.ReportedPackage::id))
                .contains("libc6", "python3.13-minimal", "python3-yaml", "libyaml-0-2");
        assertThat(ids(bundle.report().droppedPackages(), BundleReport.ReportedPackage::id))
                .as("in the closure only to be installed")
                .contains("netbase", "dpkg");
        assertThat(bundle.report().packages().size()
                        + bundle.report().droppedPackages().size())
                .as("every package of the closure is accounted for")
                .isEqualTo(bundle.closureSize())
                .isGreaterThan(20);
        assertThat(bundle.report().durations()).containsOnlyKeys(BundleEvent.Step.values());
    }

    private static <T> List<String> ids(List<T> packages, Function<T, String> id) {
        return packages.stream()
                .map(id)
                .map(text -> text.replaceFirst("-[^-]+-[^-]+$", ""))
                .toList();
    }

    private static Result shell(Path directory, String command, String path) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "exec " + command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path);
        return HostTools.run(builder);
    }
}
