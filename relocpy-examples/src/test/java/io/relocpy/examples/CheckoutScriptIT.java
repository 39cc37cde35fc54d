package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code relocpy-examples/relocpy}, in a copy of the checkout and with a Maven that tells how it was called. */
class CheckoutScriptIT {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path checkout;
    private Path maven;

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = folder.resolve("a checkout");
        copy(CHECKOUT.resolve("pom.xml"));
        for (String module :
                List.of("relocpy-elf", "relocpy-rpm", "relocpy-deb", "relocpy-bundle", "relocpy-examples")) {
            copy(CHECKOUT.resolve(module).resolve("pom.xml"));
            copyAll(CHECKOUT.resolve(module).resolve("src/main"));
        }
        copy(CHECKOUT.resolve("relocpy-examples/relocpy"));
        copyAll(CHECKOUT.resolve("relocpy-elf/java-start"));
        maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        // what the real one leaves, from the jars of this build
        script(
                maven,
                "#!/bin/sh",
                "echo \"$*\" >>'" + folder + "/calls'",
                "echo '[INFO] Building relocpy-examples 1                       [5/5]'",
                "mkdir -p '" + checkout + "/relocpy-examples/target/tool/lib'",
                "cp target/relocpy-examples-*.jar '" + checkout + "/relocpy-examples/target/tool'",
                "cp target/lib/* '" + checkout + "/relocpy-examples/target/tool/lib'");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void copyAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                copy(file);
            }
        }
    }

    private void copy(Path file) throws IOException {
        Path to = checkout.resolve(CHECKOUT.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    private Result relocpy() {
        String path = folder.resolve("bin") + ":" + System.getenv("PATH");
        return HostTools.run(
                List.of(checkout.resolve("relocpy-examples/relocpy").toString(), "--version"), Map.of("PATH", path));
    }

    private long builds() throws IOException {
        return Files.exists(folder.resolve("calls"))
                ? Files.readAllLines(folder.resolve("calls")).size()
                : 0;
    }

    @Test
    void buildsOnceAndSaysHowFarItIs() throws IOException {
        Result first = relocpy();
        Result second = relocpy();

        assertThat(first.orFail().stdout()).startsWith("relocpy ");
        assertThat(first.stderr().lines())
                .containsExactly("relocpy: building the tool with Maven", "relocpy:   relocpy-examples (5 of 5)");
        assertThat(second.orFail().stderr()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsNothingInACopyWhoseFilesHaveOtherTimes() throws IOException {
        relocpy().orFail();
        FileTime future = FileTime.fromMillis(System.currentTimeMillis() + 3_600_000);
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), future);

        assertThat(relocpy().orFail().stderr()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsAnotherWhateverItsTime() throws IOException {
        relocpy().orFail();
        Path source = checkout.resolve("relocpy-elf/src/main/java/io/relocpy/elf/ElfFile.java");
        FileTime time = Files.getLastModifiedTime(source);
        Files.writeString(source, Files.readString(source) + "// another\n");
        Files.setLastModifiedTime(source, time);

        relocpy().orFail();

        assertThat(builds()).isEqualTo(2);
        try (Stream<Path> all = Files.list(checkout.resolve("relocpy-examples/target"))) {
            assertThat(all.filter(file -> file.getFileName().toString().startsWith("tool-")))
                    .as("what the earlier sources gave is gone")
                    .hasSize(1);
        }
    }

    @Test
    void showsWhatMavenSaidWhenItFailsAndLeavesNothingToRun() throws IOException {
        script(maven, "#!/bin/sh", "echo '[INFO] Building relocpy-elf 1  [2/5]'", "echo 'no such artifact'", "exit 1");

        Result result = relocpy();

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr().lines()).contains("relocpy:   relocpy-elf (2 of 5)", "no such artifact");
        assertThat(result.stdout()).isEmpty();
        assertThat(checkout.resolve("relocpy-examples/target").toFile().list()).doesNotContain("tool");
    }
}
