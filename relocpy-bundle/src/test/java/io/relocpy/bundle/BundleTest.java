package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.Repositories;
import io.relocpy.testing.NullArguments;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                .isInstanceOfAny(BundleException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(resolved).as("before any work").isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** In the method that is called, not when a bundle is made. */
    private static void refusedAtOnce(UnaryOperator<Bundle.Builder> options, String message) {
        assertThatThrownBy(() -> options.apply(Bundle.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A B", "A\0", "1A"})
    void aNameThatIsNoVariableIsRefusedAtOnce(String name) {
        refusedAtOnce(builder -> builder.environment(name, "x"), "environment: expected the name of a variable");
        assertThatThrownBy(() -> BundleCommand.named("x").environment(name, "x"))
                .hasMessageContaining("environment: expected the name of a variable");
    }

    @Test
    void aValueThatNoLauncherSetsIsRefusedAtOnce() {
        refusedAtOnce(builder -> builder.environment("A", "x\0y"), "the value of A has a control character");
        refusedAtOnce(
                builder -> builder.environment("A", "${bundle}/${HOME}"),
                "environment: the value of A has '${HOME}'; the only placeholder is ${bundle}, and $${ stands for ${");
        refusedAtOnce(builder -> builder.environment("A", "${bundle"), "has '${bundle'");
        Bundle.builder().environment("A", "$${HOME} $HOME ${bundle}");
    }

    @Test
    void aMistakeIsRefusedByTheMethodThatIsCalled() {
        refusedAtOnce(
                builder -> builder.include("usr/share/**"),
                "include: expected a glob of absolute paths, which begins with /");
        refusedAtOnce(builder -> builder.exclude("/usr/{share"), "exclude: expected a glob, found '/usr/{share'");
        refusedAtOnce(builder -> builder.include("/[z"), "include: expected a glob");
        refusedAtOnce(builder -> builder.excludeScripts("[z"), "excludeScripts: expected a glob, found '[z'");
        refusedAtOnce(builder -> builder.includeScripts("/"), "includeScripts: expected a glob");
        refusedAtOnce(
                builder -> builder.repositoryUrls(URI.create("ftp://example.org/")),
                "repositoryUrls: expected a file:, http: or https: URL");
        refusedAtOnce(builder -> builder.cacheDirectory(Path.of("")), "cacheDirectory: expected a path");
        refusedAtOnce(builder -> builder.lockfile(Path.of("")), "lockfile: expected a path");
        refusedAtOnce(builder -> builder.scripts(Path.of("")), "scripts: expected a path");
        refusedAtOnce(builder -> builder.modules(" "), "modules: expected the name of a package");
        refusedAtOnce(builder -> builder.modules("a\nb"), "modules: expected no control characters");
        refusedAtOnce(builder -> builder.files(Path.of("x"), "a\nb"), "files: expected no control characters");
        refusedAtOnce(builder -> builder.python("../python3"), "python: expected the name of a command");
        refusedAtOnce(
                builder -> builder.wheels(Path.of("one.zip")), "wheels: one.zip: expected the file name of a wheel");
        refusedAtOnce(builder -> builder.wheels(Path.of("/")), "expected the file name of a wheel");
        refusedAtOnce(
                builder -> builder.modificationTime(Instant.ofEpochSecond(-1)), "modificationTime: expected a time");
        refusedAtOnce(builder -> builder.executables(""), "executables: expected the name of a command");
        refusedAtOnce(
                builder -> builder.executables("/usr/bin/openssl"), "executables: expected the name of a command");
        for (String place : List.of("", "/etc", "../x", "bin/x", "libexec/scripts/x", "relocpy.json", "licenses/x")) {
            refusedAtOnce(builder -> builder.files(Path.of("x"), place), "files: ");
        }
    }

    @Test
    void whatIsKnownToBeWrongIsRefusedBeforeTheWork() throws IOException {
        refused(builder -> builder.wheels(folder.resolve("one-1.0-py3-none-any.whl")), "this wheel does not exist");
        refused(builder -> builder.scripts(Path.of("/")), "/: the root directory has no name that a script could have");
        refused(builder -> builder.files(folder.resolve("none"), "share/x"), "none: this file does not exist");
        refused(
                builder -> builder.command(
                        BundleCommand.named("x").script("tools/x.py").build()),
                "command x: there is no script tools/x.py");
    }

    @ParameterizedTest
    @CsvSource({
        "x86-64, no such architecture: x86-64; did you mean x86_64?",
        "i386, no such architecture: i386; did you mean i686?",
        "'', 'no such architecture: \"\"'",
        "../x86_64, no such architecture: ../x86_64",
        "x86_64-argv0-shim.so, no such architecture: x86_64-argv0-shim.so",
        "COMPILERS, COMPILERS: there is no launcher for this architecture",
        "vax, vax: there is no launcher for this architecture",
    })
    void anArchitectureIsCheckedBeforeTheWork(String name, String message) {
        refused(builder -> builder.architecture(name), message);
        if (message.startsWith("no such")) {
            refused(builder -> builder.architecture(name).shellLaunchers(true), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "out, would be in place of the bundle",
        "out.asc, would be in place of the bundle",
        "out/relocpy.lock, would be in place of the bundle",
        "none/relocpy.lock, its parent directory does not exist",
        "., it is a directory",
    })
    void aLockfileThatCannotBeWrittenIsRefusedBeforeTheWork(String name, String message) {
        refused(builder -> builder.lockfile(folder.resolve(name)), message);
    }

    @Test
    void aLockfileIsFoundInPlaceOfTheBundleUnderAnotherName() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        assertThatThrownBy(() -> Bundle.builder()
                        .architecture("x86_64")
                        .repositories(recording)
                        .lockfile(link.resolve("out.tar"))
                        .write(real.resolve("out.tar")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("cannot be the lockfile: it would be in place of the bundle");
        assertThat(resolved).isEmpty();
    }

    @Test
    void aBundleIsNotWrittenIntoAnother() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("old/share/data"));
        Files.writeString(folder.resolve("old/relocpy.json"), "{}");

        assertThatThrownBy(() -> Bundle.builder()
                        .architecture("x86_64")
                        .repositories(recording)
                        .write(inside.resolve("new.tar")))
                .isInstanceOf(BundleException.class)
                .hasMessage(inside.resolve("new.tar") + ": is inside another bundle, " + folder.resolve("old"));
        assertThat(resolved).isEmpty();
    }

    @Test
    void pathsOfOtherFileSystemsAreRefused() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath("/out");
            Bundle.Builder builder = Bundle.builder().architecture("x86_64").repositories(recording);
            String message = "/out: expected a path of the default file system, the only one supported";

            assertThatThrownBy(() -> builder.write(inside))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(message);
            refusedAtOnce(each -> each.lockfile(inside), "lockfile: " + message);
            refusedAtOnce(each -> each.scripts(inside), "scripts: " + message);
            refusedAtOnce(each -> each.files(inside, "x"), "files: " + message);
            assertThat(resolved).isEmpty();
        }
    }

    @Test
    void aConfigurationThatGotLostIsNotThisHost() {
        assertThatThrownBy(() -> Bundle.builder().repositories(new Path[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repositories: expected at least one, found none");
        assertThatThrownBy(() -> Bundle.builder().repositoryUrls(new URI[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repositoryUrls: expected at least one, found none");
        assertThatThrownBy(() -> Bundle.builder().repositories((Repositories) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("configured");
    }

    @Test
    void nullIsRefusedAtOnceByName() throws ReflectiveOperationException {
        assertThat(NullArguments.accepted(Bundle.builder())).isEmpty();
        assertThatThrownBy(() -> Bundle.builder().write((Path) null)).hasMessage("target");
        assertThatThrownBy(() -> Bundle.builder().write((BundleOutput) null)).hasMessage("output");
        assertThatThrownBy(() -> BundleOutput.of(null)).hasMessage("path");
        assertThatThrownBy(() -> BundleOutput.archive(Path.of("x"), null)).hasMessage("compression");
    }

    @Test
    void configuredRepositoriesAndTheSimpleOnesExcludeEachOther() {
        refused(
                builder -> builder.cacheDirectory(folder),
                "repositories(Repositories): cannot be combined with cacheDirectory:");
        refused(
                builder -> builder.repositories(folder)
                        .repositoryUrls(List.of(URI.create("https://example.org/")))
                        .cacheDirectory(folder),
                "repositories(Repositories): cannot be combined with repositories(Path...), repositoryUrls, cacheDirectory:");
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
    void aListenerCannotStartAnotherBuildThatCouldWaitForTheFirst() {
        Bundle.Builder other = Bundle.builder().architecture("x86_64").repositories(recording);
        Bundle.Builder builder = Bundle.builder()
                .architecture("x86_64")
                .repositories(recording)
                .onEvent(event -> assertThatThrownBy(other::plan)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("cannot start another one"));

        assertThatThrownBy(builder::plan).hasMessage("enough");
        assertThatThrownBy(other::plan).hasMessage("enough");
        assertThat(resolved).hasSize(2);
    }

    @Test
    void ofSeveralVariablesNoneIsSetIfOneIsRefused() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("GOOD", "1");
        variables.put("NOT GOOD", "1");
        BundleCommand.Builder command = BundleCommand.named("x");

        assertThatThrownBy(() -> command.environment(variables)).isInstanceOf(IllegalArgumentException.class);
        assertThat(command.build().environment()).isEmpty();
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
