package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.ResolutionException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is named, nothing is written, and nothing is lost. */
class FailureIT {
    @TempDir
    Path folder;

    private Path repository;
    private Path output;

    @BeforeEach
    void copyOfTheRepository() throws IOException {
        repository = folder.resolve("repository");
        HostTools.run("cp", "-a", DemoRepository.of("trixie").toString(), repository.toString())
                .orFail();
        output = Files.createDirectory(folder.resolve("output"));
    }

    @Test
    void anUnknownModuleIsNamed() {
        assertFails(() -> write("python3-no-such-thing"))
                .isInstanceOf(ResolutionException.class)
                .hasMessageContaining("python3-no-such-thing");
    }

    @Test
    void requestsThatCannotHoldTogetherAreExplained() throws IOException {
        addPackage("refuses-yaml", "Conflicts: libyaml-0-2", "ordinary");

        assertFails(() -> write("python3dist(pyyaml)", "refuses-yaml"))
                .isInstanceOf(ResolutionException.class)
                .hasMessageContaining("refuses-yaml")
                .hasMessageContaining("libyaml-0-2");
    }

    @Test
    void aTruncatedPackageIsNamed() throws IOException {
        Path rpm = packageFile("libyaml-0-2");
        byte[] bytes = Files.readAllBytes(rpm);
        Files.write(rpm, Arrays.copyOf(bytes, bytes.length / 2));

        assertFails(() -> write("python3dist(pyyaml)"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(rpm.getFileName().toString());
    }

    @Test
    void aTruncatedPackageThatTheRepositoryVouchesForIsNamed() throws IOException {
        Path rpm = packageFile("libyaml-0-2");
        byte[] bytes = Files.readAllBytes(rpm);
        Files.write(rpm, Arrays.copyOf(bytes, bytes.length - 1000));
        index();

        assertFails(() -> write("python3dist(pyyaml)"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(rpm.getFileName().toString());
    }

    @Test
    void aPackageWithAWrongDigestIsNamed() throws IOException {
        Path rpm = packageFile("libyaml-0-2");
        byte[] bytes = Files.readAllBytes(rpm);
        bytes[bytes.length - 500] ^= 1;
        Files.write(rpm, bytes);
        index(); // so that the repository's own checksum holds

        assertFails(() -> write("python3dist(pyyaml)"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(rpm.getFileName().toString());
    }

    @Test
    void metadataWithAWrongChecksumAreNamed() throws IOException {
        Path primary;
        try (Stream<Path> files = Files.list(repository.resolve("repodata"))) {
            primary = files.filter(file -> file.toString().contains("primary.xml"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(primary);
        bytes[bytes.length / 2] ^= 1;
        Files.write(primary, bytes);

        assertFails(() -> write("python3dist(pyyaml)"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("primary");
    }

    @Test
    void payloadEntriesThatWouldLeaveTheRootAreNamed() throws IOException {
        for (String evil :
                new String[] {"../../../../../etc/evil", "/etc/evil-and-absolute", "./usr/share/link/passwd"}) {
            Path rpm = addPackage("evil", "", "ordinary");
            byte[] bytes = Files.readAllBytes(rpm);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String name = "./usr/share/evil/ordinary";
            int at = text.lastIndexOf(name);
            assertThat(at).as("the payload is not compressed").isPositive();
            String padded = evil + "\0".repeat(name.length() - evil.length());
            System.arraycopy(padded.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, padded.length());
            Files.write(rpm, bytes);
            index();

            assertFails(() -> write("evil"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(rpm.getFileName().toString());
        }
        assertThat(Path.of("/etc/evil")).doesNotExist();
    }

    @Test
    void aScriptThatDoesNotExistIsNamed() {
        Path missing = folder.resolve("missing.py");

        assertFails(() -> Bundle.builder()
                        .repositories(repository)
                        .scripts(missing)
                        .write(output.resolve("out.tar.gz")))
                .isInstanceOf(BundleException.class)
                .hasMessage(missing + ": this script does not exist");
    }

    @Test
    void anExistingTargetIsKept() throws IOException {
        Path target = Files.writeString(folder.resolve("mine.tar.gz"), "mine");

        assertFails(() -> Bundle.builder().repositories(repository).write(target))
                .isInstanceOf(BundleException.class)
                .hasMessage(target + ": already exists");
        assertThat(target).hasContent("mine");
    }

    @Test
    void aTargetThatCannotBeWrittenIsNamed() {
        Path target = Path.of("/proc/out.tar.gz");

        assertFails(() -> Bundle.builder().repositories(repository).write(target))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("/proc/out.tar.gz");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(ThrowingCallable action) {
        org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(action);
        assertThat(output).as("nothing is left").isEmptyDirectory();
        return thrown;
    }

    private void write(String... modules) throws IOException {
        Bundle.builder()
                .repositories(repository)
                .cacheDirectory(folder.resolve("cache")) // else an index of the undamaged metadata would be found
                .modules(modules)
                .write(output.resolve("out.tar.gz"));
    }

    /** Makes a package with one file, in a payload that is not compressed, and indexes it. */
    private Path addPackage(String name, String tag, String file) throws IOException {
        HostTools.require("rpmbuild");
        Path root = folder.resolve("root-" + name);
        Files.createDirectories(root.resolve("usr/share/" + name));
        Files.writeString(root.resolve("usr/share/" + name + "/" + file), "content\n");
        Path spec = Files.writeString(folder.resolve(name + ".spec"), """
                %%global _binary_payload w.ufdio
                Name: %1$s
                Version: 1
                Release: 1
                Summary: made for a test
                License: MIT
                BuildArch: noarch
                %2$s
                %%description
                made for a test
                %%files
                /usr/share/%1$s
                """.formatted(name, tag));
        HostTools.run(
                        "rpmbuild",
                        "-bb",
                        "--noclean",
                        "--buildroot",
                        root.toString(),
                        "--define",
                        "_topdir " + folder.resolve("top"),
                        "--define",
                        "_rpmdir " + repository,
                        "--define",
                        "_rpmfilename %%{NAME}.rpm",
                        spec.toString())
                .orFail();
        index();
        return repository.resolve(name + ".rpm");
    }

    private void index() {
        HostTools.require("createrepo_c");
        HostTools.run("createrepo_c", "-q", repository.toString()).orFail();
    }

    private Path packageFile(String name) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "-")
                            && file.toString().endsWith(".rpm"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
