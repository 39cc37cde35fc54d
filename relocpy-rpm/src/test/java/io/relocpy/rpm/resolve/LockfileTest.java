package io.relocpy.rpm.resolve;

import static io.relocpy.rpm.file.PackageBuilder.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryBuilder;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockfileTest {
    private static final String CHECKSUM = "ab".repeat(32);

    @TempDir
    Path folder;

    @Test
    void aLockfileGivesTheSamePackagesAlthoughNewerOnesAreAvailable() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Resolution resolution = resolve(repository());
        Lockfile.of(resolution).write(file);
        Lockfile read = Lockfile.read(file);
        assertThat(read).isEqualTo(Lockfile.of(resolution));
        TestRepository updated = TestRepository.of(
                "r",
                List.of(
                        build(rpm("b-3:3-1.noarch"), CHECKSUM),
                        repository().packages().get(0),
                        repository().packages().get(1)));
        Resolution again = read.resolve(List.of(TestRepository.of("other"), updated));
        assertThat(again.packages())
                .extracting(each -> each.nevra().toString())
                .containsExactly("b-2:1-1.noarch", "a-1-1.noarch");
        assertThat(again.packages()).extracting(ResolvedPackage::reason).containsOnly(new Reason.Locked());
        assertThat(again.requests()).containsExactly("a");
        assertThat(Lockfile.of(again)).isEqualTo(read);
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theFileIsPlainText() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Lockfile.of(resolve(repository())).write(file);
        assertThat(file).hasContent("""
                        relocpy-lock\t1
                        architecture\tx86_64
                        request\ta
                        package\tb-2:1-1.noarch\tr\tSHA-256:%1$s\t0\tb.rpm
                        package\ta-1-1.noarch\tr\tSHA-256:%1$s\t0\ta.rpm
                        end\t2
                        """.formatted(CHECKSUM));
    }

    @Test
    void weakDependenciesAreRecordedWhereTheyAreIncluded() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Resolution resolution = Resolver.builder()
                .repositories(List.of(repository()))
                .weakDependencies(true)
                .build()
                .resolve(List.of("a"));
        Lockfile.of(resolution).write(file);

        assertThat(file).content().contains("request\ta\nweak\ttrue\npackage\t");
        assertThat(Lockfile.read(file).weakDependencies()).isTrue();
        assertThat(Lockfile.of(resolve(repository())).weakDependencies()).isFalse();
    }

    @Test
    void directoriesOfTheSameNameAreLockedAndFoundAgain() throws Exception {
        List<RepositoryConfig> configs = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Path repository = Files.createDirectories(folder.resolve(name).resolve("repo"));
            new RepositoryBuilder(repository)
                    .add(name, new byte[] {1}, "/usr/bin/" + name)
                    .write();
            configs.add(RepositoryConfig.ofDirectory(repository));
        }
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(folder.resolve("cache"))
                .build();
        List<Repository> repositories = client.load(configs);
        Lockfile lock = Lockfile.of(new Resolution(
                List.of("a", "b"),
                "x86_64",
                false,
                repositories.stream()
                        .map(each -> new ResolvedPackage(each, each.packages().get(0), new Reason.Locked()))
                        .toList(),
                List.of()));
        assertThat(lock.packages())
                .extracting(Lockfile.LockedPackage::repository)
                .containsExactly("repo", "repo-2");
        Path file = folder.resolve("relocpy.lock");
        lock.write(file);
        assertThat(Lockfile.of(Lockfile.read(file).resolve(client.load(configs))))
                .isEqualTo(lock);
        // loaded separately, they keep the same id; the checksum distinguishes them
        List<Repository> alike = List.of(client.load(configs.get(0)), client.load(configs.get(1)));
        Lockfile first = Lockfile.of(new Resolution(
                List.of("b"),
                "x86_64",
                false,
                List.of(new ResolvedPackage(
                        alike.get(1), alike.get(1).packages().get(0), new Reason.Locked())),
                List.of()));
        assertThat(first.resolve(alike).packages().get(0).repository()).isSameAs(alike.get(1));
    }

    @Test
    void itsPermissionsFollowTheUmask() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        Path file = folder.resolve("relocpy.lock");
        for (int i = 0; i < 2; i++) {
            Lockfile.of(resolve(repository())).write(file);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aPackageIsLockedOnce() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Lockfile.of(resolve(repository())).write(file);
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(package\\tb.*\\n)", "$1$1")
                        .replace("end\t2", "end\t3"));
        assertThatThrownBy(() -> Lockfile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("line 5: expected each package once, found b-2:1-1.noarch again");
    }

    @Test
    void reportsWhatDiffersFromTheLockfile() throws Exception {
        Lockfile lockfile = Lockfile.of(resolve(repository()));
        assertThatThrownBy(() -> lockfile.resolve(List.of(TestRepository.of("s"))))
                .isInstanceOf(RpmResolutionException.class)
                .hasMessage("b-2:1-1.noarch: locked from the repository r, which is not among [s]");
        assertThatThrownBy(() -> lockfile.resolve(List.of(TestRepository.of("r"))))
                .hasMessage("b-2:1-1.noarch: is no longer in the repository r");
        TestRepository rebuilt = TestRepository.of("r", List.of(build(rpm("b-2:1-1.noarch"), "cd".repeat(32))));
        assertThatThrownBy(() -> lockfile.resolve(List.of(rebuilt)))
                .hasMessageContaining("b-2:1-1.noarch: has the checksum SHA-256:cdcd");
    }

    @Test
    void fieldsCanContainAnything() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Lockfile odd = new Lockfile(
                "x86_64",
                List.of("(a or\tb\n\\)"),
                true,
                List.of(new Lockfile.LockedPackage(
                        Nevra.parse("a-1-1.noarch"),
                        "r",
                        new Checksum(Checksum.Algorithm.SHA_256, CHECKSUM),
                        7,
                        "\\n\n")));
        odd.write(file);
        assertThat(Lockfile.read(file)).isEqualTo(odd);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relocpy-lock\\t1 | relocpy-lock\\t2 | line 1: expected relocpy-lock 1, found relocpy-lock 2, which a newer relocpy may know",
                "architecture\\tx86_64 | architecture | line 2: expected architecture with 1 fields",
                "request\\ta | nonsense\\ta | line 3: expected request, weak, package or end, found 'nonsense'",
                "request\\ta | weak\\tfalse | line 3: expected weak true",
                "request\\ta | weak\\ttrue\\nweak\\ttrue | line 4: expected the line weak once",
                "b-2:1-1.noarch | b | line 4: expected a package",
                "SHA-256:ab | SHA-256:xy | line 4: expected SHA-256 of 64 hexadecimal digits, found 'xy",
                "SHA-256:ab | ab | line 4: expected algorithm:checksum",
                "SHA-256:ab | ../../x:ab | line 4: expected algorithm:checksum, found '../../x:",
                "SHA-256:ab | SHA-256:../ab | line 4: expected SHA-256 of 64 hexadecimal digits",
                "\\tr\\t | \\t../r\\t | line 4: expected the id of a repository, found '../r'",
                "b-2:1-1.noarch | ../b-2:1-1.noarch | line 4: expected a package",
                "x86_64 | ../x86_64 | line 2: expected an architecture",
                "\\t0\\tb.rpm | \\t-1\\tb.rpm | line 4: expected a size",
                "b.rpm | b.rpm\\tmore | line 4: expected package with 5 fields",
                "b.rpm | \\\\x | line 4: expected \\t, \\n, \\r or \\\\",
                "end\\t2 | end\\t3 | line 6: expected end 2",
                "end\\t2 | request\\tx | expected the line 'end', found the end of the file",
                "end\\t2\\n | end\\t2\\nmore\\n | expected nothing after the end",
                "end\\t2\\n | end\\t2 | expected the line 'end', found the end of the file",
            })
    void damageIsReported(String from, String to, String message) throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Lockfile.of(resolve(repository())).write(file);
        String text = Files.readString(file);
        String old = unescape(from);
        assertThat(text).contains(old);
        int at = text.indexOf(old);
        Files.writeString(file, text.substring(0, at) + unescape(to) + text.substring(at + old.length()));
        assertThatThrownBy(() -> Lockfile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private static String unescape(String text) {
        return text.replace("\\\\", "\0")
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\0", "\\");
    }

    @Test
    void randomDamageIsAFormatErrorOrHarmless() throws Exception {
        Path file = folder.resolve("relocpy.lock");
        Lockfile.of(resolve(repository())).write(file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                Lockfile.read(file);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void aFailedWriteKeepsTheOldFile() throws Exception {
        Path target = Files.createDirectories(folder.resolve("relocpy.lock").resolve("inside"));
        Lockfile lockfile = Lockfile.of(resolve(repository()));
        assertThatThrownBy(() -> lockfile.write(target.getParent())).isInstanceOf(IOException.class);
        assertThat(target).isDirectory();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    private static Resolution resolve(TestRepository repository) throws IOException {
        return Resolver.builder().repositories(List.of(repository)).build().resolve(List.of("a"));
    }

    private static TestRepository repository() {
        return TestRepository.of(
                "r",
                List.of(build(rpm("a-1-1.noarch").requires("b"), CHECKSUM), build(rpm("b-2:1-1.noarch"), CHECKSUM)));
    }

    private static PackageMetadata build(PackageBuilder builder, String checksum) {
        builder.checksum = checksum;
        return builder.build();
    }

    @Test
    void namesTheMissingDirectory() throws Exception {
        Path file = folder.resolve("none/x.lock");
        Lockfile lock = Lockfile.of(resolve(repository()));
        assertThatThrownBy(() -> lock.write(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("none").toString());
    }
}
