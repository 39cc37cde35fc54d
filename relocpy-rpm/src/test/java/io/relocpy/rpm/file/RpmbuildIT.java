package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.Checksum;
import io.relocpy.rpm.Dependency;
import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages built by the real rpmbuild are read as by rpm itself. */
class RpmbuildIT {
    private static final String SPEC = """
            Name: sample
            Epoch: 2
            Version: 1.5~rc1
            Release: 3%{?dist}
            Summary: A sample
            License: MIT AND Zlib
            BuildArch: noarch
            Requires: glibc >= 2.34, /bin/sh, (a or (b >= 1 with b < 2))
            Requires(post): coreutils
            Provides: virtual(one) = 1:4
            Obsoletes: older < 1.5
            Conflicts: (x and y)
            Recommends: good
            Suggests: nice
            Supplements: (langpacks and base)
            Enhances: other
            %description
            A sample package.
            %install
            mkdir -p %{buildroot}/usr/share/sample/empty %{buildroot}/etc
            seq 1 20000 > %{buildroot}/usr/share/sample/numbers
            : > %{buildroot}/usr/share/sample/nothing
            echo hello > '%{buildroot}/usr/share/sample/Grüße und Küsse'
            ln -s numbers %{buildroot}/usr/share/sample/link
            echo linked > %{buildroot}/usr/share/sample/hard1
            ln %{buildroot}/usr/share/sample/hard1 %{buildroot}/usr/share/sample/hard2
            ln %{buildroot}/usr/share/sample/hard1 %{buildroot}/usr/share/sample/hard3
            echo c > %{buildroot}/etc/sample.conf
            echo l > %{buildroot}/usr/share/sample/LICENSE
            echo d > %{buildroot}/usr/share/sample/README
            %files
            %dir /usr/share/sample
            %dir /usr/share/sample/empty
            /usr/share/sample/nothing
            %attr(0640, root, daemon) /usr/share/sample/numbers
            "/usr/share/sample/Grüße und Küsse"
            /usr/share/sample/link
            %caps(cap_net_raw=ep) /usr/share/sample/hard1
            /usr/share/sample/hard2
            /usr/share/sample/hard3
            %config(noreplace) /etc/sample.conf
            %license /usr/share/sample/LICENSE
            %doc /usr/share/sample/README
            %ghost /var/log/sample.log
            """;

    @TempDir
    Path temp;

    @BeforeEach
    void requireRpm() {
        HostTools.require("rpmbuild", "rpm", "rpm2cpio");
    }

    private Path build(String spec, String... defines) throws IOException {
        Path file = Files.writeString(temp.resolve("sample.spec"), spec);
        List<String> command = new ArrayList<>(List.of(
                "rpmbuild",
                "-ba",
                "--quiet",
                "--define",
                "_topdir " + temp.resolve("top"),
                "--define",
                "_build_id_links none"));
        for (String define : defines) {
            command.addAll(List.of("--define", define));
        }
        command.add(file.toString());
        HostTools.run(command, Map.of("LC_ALL", "C.UTF-8")).orFail();
        try (Stream<Path> found = Files.walk(temp.resolve("top/RPMS"))) {
            return found.filter(path -> path.toString().endsWith(".rpm"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> query(Path rpm, String format) {
        return HostTools.run(List.of("rpm", "-qp", "--qf", format, rpm.toString()), Map.of("LC_ALL", "C.UTF-8"))
                .orFail()
                .lines();
    }

    /** Path → content for regular files, type and target for other entries. */
    private static Map<String, String> contents(Path rpm) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (RpmPayload payload = RpmFile.open(rpm).payload()) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                byte[] bytes = payload.content().readAllBytes();
                if (entry.hasContent()) {
                    for (String name : entry.names()) {
                        contents.put(name, new String(bytes, StandardCharsets.UTF_8));
                    }
                } else if (entry.type() != FileType.FILE) {
                    contents.put(entry.path(), entry.type() + entry.linkTarget().orElse(""));
                }
            }
        }
        return contents;
    }

    @Test
    void readsTheSameMetadataAsRpm() throws IOException {
        Path path = build(SPEC);
        RpmFile rpm = RpmFile.open(path);
        assertThat(rpm.nevra().toString())
                .isEqualTo(query(path, "%{NAME}-%{EPOCH}:%{VERSION}-%{RELEASE}.%{ARCH}\n")
                        .get(0));
        assertThat(rpm.license()).contains("MIT AND Zlib");
        assertThat(rpm.sourceRpm()).contains(query(path, "%{SOURCERPM}").get(0));
        assertThat(texts(rpm.requires())).isEqualTo(query(path, "[%{REQUIRENEVRS}\n]"));
        assertThat(texts(rpm.provides())).isEqualTo(query(path, "[%{PROVIDENEVRS}\n]"));
        assertThat(texts(rpm.obsoletes())).isEqualTo(query(path, "[%{OBSOLETENEVRS}\n]"));
        assertThat(texts(rpm.conflicts())).isEqualTo(query(path, "[%{CONFLICTNEVRS}\n]"));
        assertThat(texts(rpm.recommends())).isEqualTo(query(path, "[%{RECOMMENDNEVRS}\n]"));
        assertThat(texts(rpm.suggests())).isEqualTo(query(path, "[%{SUGGESTNEVRS}\n]"));
        assertThat(texts(rpm.supplements())).isEqualTo(query(path, "[%{SUPPLEMENTNEVRS}\n]"));
        assertThat(texts(rpm.enhances())).isEqualTo(query(path, "[%{ENHANCENEVRS}\n]"));
    }

    private static List<String> texts(List<? extends Dependency> dependencies) {
        return dependencies.stream().map(Object::toString).toList();
    }

    @Test
    void readsEveryTagAsRpmDoes() throws IOException {
        RpmOracle.require();
        Path path = build(SPEC);
        Map<Integer, List<String>> expected = RpmOracle.tags(path, temp);
        assertThat(expected).hasSizeGreaterThan(60);
        assertThat(RpmOracle.tags(RpmFile.open(path))).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** So only other programs create packages with such a name: see {@code RpmFileTest}. */
    @Test
    void rpmbuildRefusesANewlineInAName() throws IOException {
        Path spec = Files.writeString(temp.resolve("newline.spec"), """
                Name: newline
                Version: 1
                Release: 1
                Summary: odd
                License: MIT
                %description
                odd
                %install
                mkdir -p %{buildroot}/usr/odd
                touch "%{buildroot}/usr/odd/$(printf 'two\\nlines')"
                %files
                /usr/odd
                """);
        HostTools.Result result =
                HostTools.run("rpmbuild", "-bb", "--define", "_topdir " + temp.resolve("top"), spec.toString());
        assertThat(result.exitStatus()).isNotZero();
        assertThat(result.stdout() + result.stderr()).contains("Illegal character (0xa) in filename");
    }

    @Test
    void readsTheSameFileListAsRpm() throws IOException {
        Path path = build(SPEC);
        List<String> found = RpmFile.open(path).files().stream()
                .map(file -> String.join(
                        "|",
                        file.path(),
                        Integer.toOctalString(file.mode()),
                        Long.toString(file.size()),
                        Long.toString(file.mtime()),
                        file.linkTarget().orElse(""),
                        file.user(),
                        file.group(),
                        file.digest().map(Checksum::hex).orElse(""),
                        file.capabilities().orElse("")))
                .toList();
        assertThat(found)
                .isEqualTo(query(
                        path,
                        "[%{FILENAMES}|%{FILEMODES:octal}|%{FILESIZES}|%{FILEMTIMES}|%{FILELINKTOS}|%{FILEUSERNAME}|"
                                + "%{FILEGROUPNAME}|%{FILEDIGESTS}|%{FILECAPS}\n]"));
        assertThat(RpmFile.open(path).files().stream()
                        .filter(file -> !file.flags().isEmpty())
                        .map(file -> file.path() + " " + file.flags()))
                .containsExactlyInAnyOrder(
                        "/etc/sample.conf [CONFIG, NOREPLACE]",
                        "/usr/share/sample/LICENSE [LICENSE]",
                        "/usr/share/sample/README [DOC]",
                        "/var/log/sample.log [GHOST]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w9.bzdio", "w2.xzdio", "w2.lzdio", "w19.zstdio", "w.ufdio", "w6T8.xzdio"})
    void unpacksEveryCompression(String compression) throws IOException {
        Path path = build(SPEC, "_binary_payload " + compression);
        Map<String, String> contents = contents(path);
        assertThat(contents)
                .containsEntry("/usr/share/sample/Grüße und Küsse", "hello\n")
                .containsEntry("/usr/share/sample/link", "SYMLINKnumbers")
                .containsEntry("/usr/share/sample/nothing", "")
                .containsEntry("/usr/share/sample/empty", "DIRECTORY")
                .containsEntry("/usr/share/sample/hard1", "linked\n")
                .containsEntry("/usr/share/sample/hard3", "linked\n")
                .doesNotContainKey("/var/log/sample.log");
        assertThat(contents.get("/usr/share/sample/numbers"))
                .startsWith("1\n2\n")
                .endsWith("\n20000\n");
        assertThat(RpmFile.open(path).verifyDigests())
                .filteredOn(result -> !(result.status() instanceof DigestStatus.NotPresent))
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(result -> assertThat(result.status()).isInstanceOf(DigestStatus.Verified.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"w9.gzdio", "w9.bzdio", "w2.xzdio", "w2.lzdio", "w19.zstdio", "w.ufdio"})
    void decompressesThePayloadToTheBytesOfRpm2cpio(String compression) throws IOException {
        Path path = build(SPEC, "_binary_payload " + compression);
        Path archive = temp.resolve("archive.cpio");
        Process process = new ProcessBuilder("rpm2cpio", path.toString())
                .redirectOutput(archive.toFile())
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        try (PayloadStream stream = PayloadStream.open(RpmFile.open(path), List.of())) {
            stream.transferTo(found);
        }
        assertThat(found.toByteArray()).isEqualTo(Files.readAllBytes(archive));
    }

    @Test
    void readsSourcePackages() throws IOException {
        build(SPEC);
        Path source;
        try (Stream<Path> found = Files.walk(temp.resolve("top/SRPMS"))) {
            source = found.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        RpmFile rpm = RpmFile.open(source);
        assertThat(rpm.isSource()).isTrue();
        assertThat(rpm.nevra().arch()).isEqualTo("src");
        assertThat(contents(source)).containsOnlyKeys("sample.spec");
    }

    @Test
    void readsPackagesWithoutFiles() throws IOException {
        Path path = build("""
                Name: meta
                Version: 1
                Release: 1
                Summary: nothing
                License: MIT
                %description
                nothing
                %files
                """);
        assertThat(RpmFile.open(path).files()).isEmpty();
        assertThat(contents(path)).isEmpty();
    }
}
