package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.ResolutionException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each option of the builder, seen from the finished bundle. */
class OptionsIT {
    private static Path repository;

    @TempDir
    Path folder;

    private Path bundle;

    @BeforeAll
    static void makeRepository() {
        repository = DemoRepository.of("trixie");
    }

    @BeforeEach
    void name() {
        bundle = folder.resolve("root/bundle");
    }

    @Test
    void programsOfPackagesBecomeCommands() throws IOException {
        Files.createDirectory(folder.resolve("root"));
        Bundle.builder()
                .repositories(repository)
                .modules("openssl")
                .executables("openssl")
                .write(bundle);

        assertThat(DemoBundle.chroot(folder.resolve("root"), "/bundle/bin/openssl", "version")
                        .orFail()
                        .stdout())
                .startsWith("OpenSSL 3.");
    }

    @Test
    void aProgramThatNoPackageHasIsNamed() {
        Path target = folder.resolve("bundle");

        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(repository)
                        .executables("no-such-program")
                        .write(target))
                .isInstanceOf(BundleException.class)
                .hasMessage("no-such-program: no package of the closure has this program as a file of its own");
        assertThat(target).doesNotExist();
    }

    @Test
    void anotherPythonIsTakenByItsName() throws IOException {
        BundleReport report = Bundle.builder()
                .repositories(DebianSuite.of("bookworm"))
                .python("python3.11")
                .write(folder.resolve("bundle"));

        assertThat(report.pythonVersion()).startsWith("3.11.");
        assertThat(DemoBundle.run(
                                folder.resolve("bundle/bin/python3"),
                                Map.of(),
                                "-c",
                                "import ssl, sys; print(sys.argv)")
                        .orFail()
                        .stdout())
                .isEqualTo("['-c']\n");
        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(repository)
                        .python("python3.11")
                        .write(folder.resolve("other")))
                .isInstanceOf(ResolutionException.class)
                .hasMessageContaining("python3.11");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void filesAreIncludedAndExcludedByPattern() throws IOException {
        Files.createDirectory(folder.resolve("root"));
        Bundle.builder()
                .repositories(repository)
                .include("/usr/share/doc/libyaml-0-2/*")
                .exclude("/usr/lib/python3.*/idlelib/**", "/usr/lib/python3.*/turtledemo/**")
                .modules("python3dist(pyyaml)")
                .write(bundle);

        assertThat(bundle.resolve("share/doc/libyaml-0-2")).isNotEmptyDirectory();
        assertThat(bundle.resolve("lib/python3.13/turtledemo")).doesNotExist();
        assertThat(bundle.resolve("lib/python3.13/os.py")).exists();
    }

    @Test
    void variablesAreSetForCommandsAndTheirChildren() throws IOException {
        Files.createDirectory(folder.resolve("root"));
        DemoBundle.small(repository)
                .environment("GREETING", "hello: all; of you")
                .write(bundle);

        assertThat(DemoBundle.run(
                                bundle.resolve("bin/python3"),
                                Map.of("GREETING", "other"),
                                "-c",
                                "import os; print(os.environ['GREETING'])")
                        .orFail()
                        .stdout())
                .isEqualTo("hello: all; of you\n");
    }

    @Test
    void launchersCanBeShellScripts() throws IOException {
        for (String suite : new String[] {"trixie", "bullseye"}) {
            Path made = folder.resolve(suite + " it's $HOME");
            Bundle.builder()
                    .repositories(DebianSuite.of(suite))
                    .modules("python3dist(pyyaml)")
                    .scripts(DemoRepository.script("hello.py"))
                    .environment("GREETING", "it's $HOME")
                    .shellLaunchers(true)
                    .write(made);
            Path link = Files.createSymbolicLink(folder.resolve(suite), made.resolve("bin/python3"));

            HostTools.Result result = DemoBundle.run(
                    link,
                    Map.of("PATH", "/usr/bin:/bin", "LD_PRELOAD", "/nonsense.so"),
                    "-c",
                    "import os, subprocess, sys, yaml; print(sys.argv, os.environ['GREETING'], sys.base_prefix,"
                            + " 'LD_PRELOAD' in os.environ); sys.exit(subprocess.call([sys.executable, '-c', 'exit(7)']))",
                    "two words",
                    "");

            assertThat(result.exitStatus()).as(result.stderr()).isEqualTo(7);
            assertThat(result.stdout()).isEqualTo("['-c', 'two words', ''] it's $HOME " + made + " False\n");
            assertThat(DemoBundle.run(made.resolve("bin/hello"), Map.of())
                            .orFail()
                            .stdout())
                    .contains("no code from outside the bundle");
            assertThat(Bundle.verify(made).faults()).isEmpty();
            Files.delete(made.resolve("libexec/relocpy/ld/hello"));
            HostTools.Result broken = DemoBundle.run(made.resolve("bin/hello"), Map.of());
            assertThat(broken.exitStatus()).isEqualTo(127);
            assertThat(broken.stderr().lines()).hasSize(1);
        }
    }

    @Test
    void aTimeIsStated() throws IOException {
        Instant time = Instant.parse("2020-02-02T02:02:02Z");
        DemoBundle.small(repository)
                .scripts(DemoRepository.script("hello.py"))
                .modificationTime(time)
                .write(bundleIn("root"));

        try (Stream<Path> files = Files.walk(bundle)) {
            assertThat(files).allSatisfy(file -> assertThat(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                            .toInstant())
                    .isBeforeOrEqualTo(time));
        }
        assertThat(Files.getLastModifiedTime(bundle.resolve("libexec/scripts/hello.py"))
                        .toInstant())
                .isEqualTo(time);
    }

    private Path bundleIn(String parent) throws IOException {
        Files.createDirectory(folder.resolve(parent));
        return bundle;
    }

    @Test
    void aLockfileGivesTheSameBundleAgain() throws IOException {
        Path lock = folder.resolve("relocpy.lock");
        for (String name : new String[] {"a", "b"}) {
            Files.createDirectory(folder.resolve(name));
            Bundle.builder()
                    .repositories(repository)
                    .modules("python3dist(pyyaml)")
                    .scripts(DemoRepository.script("hello.py"))
                    .lockfile(lock)
                    .write(folder.resolve(name + "/hello.tar.gz"));
        }

        assertThat(lock).content().contains("python3-yaml");
        assertThat(folder.resolve("a/hello.tar.gz")).hasSameBinaryContentAs(folder.resolve("b/hello.tar.gz"));
        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(repository)
                        .modules("openssl")
                        .lockfile(lock)
                        .write(folder.resolve("c.tar.gz")))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(lock.toString())
                .hasMessageContaining("delete it to create a new one");
    }

    @Test
    void aLockfileIsForItsWeakDependencies() throws IOException {
        Path lock = folder.resolve("relocpy.lock");
        DemoBundle.small(repository).lockfile(lock).write(folder.resolve("strong"));

        assertThatThrownBy(() -> DemoBundle.small(repository)
                        .weakDependencies(true)
                        .lockfile(lock)
                        .write(folder.resolve("weak")))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("with weak dependencies; delete it to create a new one");
    }

    @Test
    void aFailedBuildLeavesNothingBehind() throws IOException {
        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(repository)
                        .executables("no-such-program")
                        .lockfile(folder.resolve("relocpy.lock"))
                        .write(folder.resolve("out.tar")))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("relocpy.lock")).doesNotExist();
        assertThat(folder.resolve("out.tar")).doesNotExist();
    }

    @Test
    void aListenerThatFailsAfterTheLastStepEndsNothing() throws IOException {
        IllegalStateException late = new IllegalStateException("late");
        List<String> unmatched = new ArrayList<>();

        assertThatThrownBy(() -> DemoBundle.small(repository)
                        .exclude("/usr/share/none/**", "/usr/share/zoneinfo/**")
                        .lockfile(folder.resolve("relocpy.lock"))
                        .onEvent(event -> {
                            if (event instanceof BundleEvent.Notice notice
                                    && notice.step() == BundleEvent.Step.SELECT) {
                                unmatched.add(notice.subject());
                            }
                            if (event instanceof BundleEvent.StepFinished finished
                                    && finished.step() == BundleEvent.Step.WRITE) {
                                throw late;
                            }
                        })
                        .modules("tzdata")
                        .write(folder.resolve("out.tar")))
                .isSameAs(late);

        assertThat(Bundle.verify(folder.resolve("out.tar")).isSound()).isTrue();
        assertThat(folder.resolve("relocpy.lock")).exists();
        assertThat(unmatched).containsExactly("/usr/share/none/**");
    }

    @Test
    void neitherUmaskNorLocaleChangesAnything() throws IOException {
        HostTools.require("/usr/bin/python3");
        Path plain = Files.createDirectory(folder.resolve("root")).resolve("bundle.tar.gz");
        main(new String[] {repository.toString(), plain.toString()});
        Files.createDirectory(folder.resolve("other"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        HostTools.run(
                        "/bin/sh",
                        "-c",
                        "umask 077; export LC_ALL=C; exec \"$0\" -cp \"$1\" io.relocpy.bundle.OptionsIT \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        classPath,
                        repository.toString(),
                        folder.resolve("other/bundle.tar.gz").toString())
                .orFail();

        assertThat(folder.resolve("other/bundle.tar.gz")).hasSameBinaryContentAs(plain);
    }

    /** Builds a bundle of packages whose files have names with other letters than ASCII's, in a process of its own. */
    public static void main(String[] arguments) throws IOException {
        DemoBundle.small(Path.of(arguments[0])).modules("ca-certificates").write(Path.of(arguments[1]));
    }
}
