package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import io.relocpy.testing.OtherJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifacts as another project gets them, and Java that allows no native code. */
class PublishedIT {
    private static final String DENIED = "--illegal-native-access=deny";

    @TempDir
    Path folder;

    @Test
    void oneDependencyIsEnoughOnTheClassPathAndOnTheModulePathOfEachJdk() throws IOException {
        HostTools.require("mvn");
        List<String> command = new ArrayList<>(List.of(
                "./use-published", "--built", DemoRepositories.make().toString(), System.getProperty("java.home")));
        OtherJdk.find().ifPresent(home -> command.add(home.toString()));

        Result result = HostTools.run(command, Map.of()).orFail();

        assertThat(result.stdout().lines().filter(line -> line.matches("Python 3\\.13\\.\\d+, sound")))
                .hasSize(2 * (command.size() - 3));
        assertThat(result.stdout()).contains("class path:", "module path:");
        // neither a logger's provider nor a warning of Java is anything that a user must see to
        assertThat(result.stderr()).doesNotContain("SLF4J", "WARNING");
    }

    @Test
    void withoutNativeCodeTheMessageSaysHowToAllowIt() throws IOException {
        Path jdk = OtherJdk.require();

        Result packages =
                relocpy(jdk, "build", "-r", DemoRepositories.make().toString(), "-o", folder.resolve("a.tar.gz") + "");

        assertThat(packages.exitStatus()).isEqualTo(1);
        assertThat(packages.stderr())
                .contains("relocpy: ", "cannot load the native code of zstd: ", "--enable-native-access=ALL-UNNAMED")
                .doesNotContain("Exception", "SLF4J", "expected ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutNativeCodeOtherCompressionsWork() throws IOException {
        Path jdk = OtherJdk.require();
        String repository = DemoRepositories.packagesOf(DemoRepositories.make()).toString(); // compressed by xz
        for (String name : List.of("a.tar.gz", "directory")) {
            Path target = folder.resolve(name);

            relocpy(jdk, "build", "-q", "-r", repository, "-o", target.toString())
                    .orFail();
            Result verified = relocpy(jdk, "verify", target.toString()).orFail();

            assertThat(verified.stdout()).containsIgnoringCase("sound");
            assertThat(verified.stderr()).isEmpty();
        }
        Result archive = relocpy(jdk, "build", "-r", repository, "-o", folder.resolve("a.tar.zst") + "");
        assertThat(archive.exitStatus()).isEqualTo(1);
        assertThat(archive.stderr()).contains("cannot load the native code of zstd: ");
        assertThat(folder.resolve("a.tar.zst")).doesNotExist();
    }

    private static Result relocpy(Path jdk, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                DENIED,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.relocpy.examples.RelocpyCommand"));
        command.addAll(List.of(arguments));
        return HostTools.run(command, Map.of());
    }
}
