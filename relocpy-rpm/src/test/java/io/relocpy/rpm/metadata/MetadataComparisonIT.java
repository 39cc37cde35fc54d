package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.HeaderBuilder;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmTag;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.resolve.Lockfile;
import io.relocpy.rpm.resolve.Resolution;
import io.relocpy.rpm.resolve.Resolver;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares packages with the metadata that the real createrepo_c writes for them. */
class MetadataComparisonIT {
    /** Dependencies for which createrepo_c has rules, or might have. */
    private static final List<String> NAMES = List.of(
            "libc.so.6()(64bit)",
            "libc.so.6(GLIBC_2.2.5)(64bit)",
            "libc.so.6(GLIBC_2.34)(64bit)",
            "libc.so.6(GLIBC_2.4)",
            "libc.so.6(GLIBC_PRIVATE)(64bit)",
            "libc.so.6(GLIBC_ABI_DT_RELR)(64bit)",
            "libc.so.6",
            "rpmlib(CompressedFileNames)",
            "rpmlib",
            "/bin/sh",
            "/usr/bin/tool",
            "/etc/tool.conf",
            "/usr/share/tool/data",
            "/usr/lib/sendmail",
            "tool",
            "tool(x86-64)",
            "perl(Größe)",
            "perl(A::B)",
            "python3.11dist(a[b])",
            "a&<b>\"c'",
            "(a or b)",
            "(a >= 1:2-3 if (b or c) else d)",
            "(x with x < 2 with x >= 1)");

    private static final List<String> VERSIONS =
            List.of("1", "1.0-1", "0:1.0-1", "3:1.0-1", "1~rc1^x", "1.0-", "1-2-3", "2:1-2-3", "%{version}");
    private static final List<String> PATHS = List.of(
            "/usr/bin/tool",
            "/etc/tool.conf",
            "/usr/share/tool/data",
            "/usr/lib/sendmail",
            "/usr/sbin/größe",
            "/opt/bin/x/y");
    private static final int[] FLAGS = {0, 2, 4, 8, 10, 12, 8 | 1 << 9, 1 << 6, 8 | 1 << 19, 1 << 19};

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        HostTools.require("createrepo_c");
        folder = Files.createDirectory(temp.resolve("repo"));
    }

    private void createRepository(String... options) {
        List<String> command = new ArrayList<>(List.of("createrepo_c", "--quiet", "--no-database"));
        command.addAll(List.of(options));
        command.add(folder.toString());
        HostTools.run(command.toArray(String[]::new)).orFail();
    }

    private Repository load(boolean strict, RepositoryConfig config) throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .strict(strict)
                .build()
                .load(config);
    }

    private void assertNothingDiffers() throws IOException {
        Repository repository = load(true, RepositoryConfig.ofDirectory(folder));
        for (PackageMetadata each : repository.packages()) {
            assertThat(repository.fetch(each)).isRegularFile();
        }
    }

    @Test
    void whatCreaterepoWritesOfRandomPackagesIsWhatTheySay() throws IOException {
        Random random = new Random(15);
        for (int i = 0; i < 300; i++) {
            String name = "p" + i;
            int epoch = random.nextInt(3);
            RpmBuilder rpm = new RpmBuilder().header(header -> {
                header.string(RpmTag.NAME, name).string(RpmTag.LICENSE, "MIT &\n <Zlib>\t©");
                if (epoch > 0) {
                    header.int32(RpmTag.EPOCH, List.of(epoch));
                }
                relations(header, random, false, RpmTag.PROVIDENAME, RpmTag.PROVIDEFLAGS, RpmTag.PROVIDEVERSION);
                relations(header, random, true, RpmTag.REQUIRENAME, RpmTag.REQUIREFLAGS, RpmTag.REQUIREVERSION);
                relations(header, random, true, RpmTag.CONFLICTNAME, RpmTag.CONFLICTFLAGS, RpmTag.CONFLICTVERSION);
                relations(header, random, false, RpmTag.OBSOLETENAME, RpmTag.OBSOLETEFLAGS, RpmTag.OBSOLETEVERSION);
                relations(header, random, true, RpmTag.RECOMMENDNAME, RpmTag.RECOMMENDFLAGS, RpmTag.RECOMMENDVERSION);
                relations(header, random, true, RpmTag.SUGGESTNAME, RpmTag.SUGGESTFLAGS, RpmTag.SUGGESTVERSION);
                relations(
                        header, random, true, RpmTag.SUPPLEMENTNAME, RpmTag.SUPPLEMENTFLAGS, RpmTag.SUPPLEMENTVERSION);
                relations(header, random, true, RpmTag.ENHANCENAME, RpmTag.ENHANCEFLAGS, RpmTag.ENHANCEVERSION);
                if (random.nextInt(4) == 0) { // as SUSE's rpm wrote them
                    relations(header, random, false, 1156, 1158, 1157);
                    relations(header, random, false, 1159, 1161, 1160);
                }
            });
            for (String path : PATHS) {
                int kind = random.nextInt(6);
                if (kind == 0) {
                    rpm.file(path).folder();
                } else if (kind == 1) {
                    rpm.file(path).flags(1 << 6).notInPayload();
                } else if (kind == 2) {
                    rpm.file(path).content("x");
                }
            }
            rpm.write(folder.resolve(name + ".rpm"));
        }
        createRepository();
        assertThat(load(true, RepositoryConfig.ofDirectory(folder)).packages()).hasSize(300);
        assertNothingDiffers();
    }

    private static void relations(
            HeaderBuilder header, Random random, boolean rich, int nameTag, int flagsTag, int versionTag) {
        int count = random.nextInt(9);
        if (count == 0) {
            return;
        }
        List<String> names = new ArrayList<>();
        List<Integer> flags = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (!rich && name.startsWith("(")) {
                name = "plain";
            }
            int flag = name.startsWith("(") ? 0 : FLAGS[random.nextInt(FLAGS.length)];
            names.add(name);
            flags.add(flag | (random.nextInt(8) == 0 ? 1 << 27 : 0));
            versions.add((flag & 0xe) == 0 ? "" : VERSIONS.get(random.nextInt(VERSIONS.size())));
        }
        header.strings(nameTag, names).int32(flagsTag, flags).strings(versionTag, versions);
    }

    @Test
    void whatCreaterepoWritesOfRpmbuildsPackagesIsWhatTheySay() throws IOException {
        HostTools.require("rpmbuild");
        String spec = """
                Name: tool
                Epoch: 2
                Version: 1.5~rc1
                Release: 3.el9
                Summary: A sample
                License: MIT AND Zlib
                BuildArch: noarch
                Requires: /usr/bin/tool, /etc/tool.conf, /usr/share/tool/data, tool = 2:1.5~rc1, virtual(one), tool
                Requires: (a or (b >= 1 with b < 2)), libc.so.6(GLIBC_2.4)(64bit), libc.so.6(GLIBC_2.34)(64bit)
                Requires: glibc >= 2.34, glibc >= 2.34
                Requires(post): coreutils
                Provides: virtual(one) = 1:4, /usr/share/elsewhere
                Obsoletes: older < 1.5
                Conflicts: (x and y), foe < 1:2-3
                Recommends: good >= 1
                Suggests: nice
                Supplements: (langpacks and base)
                Enhances: other
                %description
                A sample package.
                %package -n libtool2
                Summary: Another
                Requires: tool%{?_isa} = %{epoch}:%{version}-%{release}
                %description -n libtool2
                Another.
                %post
                true
                %install
                mkdir -p %{buildroot}/usr/share/tool %{buildroot}/etc/tool.d %{buildroot}/usr/bin %{buildroot}/usr/lib
                for i in usr/share/tool/data usr/bin/tool etc/tool.conf usr/lib/sendmail; do
                echo x > %{buildroot}/$i; done
                %files
                /usr/share/tool
                /usr/bin/tool
                /usr/lib/sendmail
                %config(noreplace) /etc/tool.conf
                %dir /etc/tool.d
                %ghost /etc/tool.state
                %files -n libtool2
                """;
        Path file = Files.writeString(temp.resolve("tool.spec"), spec);
        HostTools.run(
                        "rpmbuild",
                        "-ba",
                        "--define",
                        "_topdir " + temp.resolve("build"),
                        "--define",
                        "_rpmdir " + folder,
                        "--define",
                        "_srcrpmdir " + folder,
                        file.toString())
                .orFail();
        createRepository();
        assertThat(load(true, RepositoryConfig.ofDirectory(folder)).packages())
                .extracting(each -> each.nevra().toString())
                .containsExactlyInAnyOrder(
                        "tool-2:1.5~rc1-3.el9.noarch", "libtool2-2:1.5~rc1-3.el9.noarch", "tool-2:1.5~rc1-3.el9.src");
        assertNothingDiffers();
    }

    /** A genuine package, offered as a different one: only the metadata, which is not signed, is changed. */
    @Test
    void aPackageIsNotFetchedAsAnother() throws IOException {
        Path rpm = new RpmBuilder().write(folder.resolve("sample-1.0-1.noarch.rpm"));
        createRepository("--general-compress-type=gz", "--simple-md-filenames");
        Path primary = folder.resolve("repodata/primary.xml.gz");
        String text;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(primary))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.write(
                primary,
                RepositoryBuilder.gzip(text.replace("<name>sample</name>", "<name>fixed</name>")
                        .replaceFirst("ver=\"1.0\" rel=\"1\"", "ver=\"9\" rel=\"9\"")));
        HostTools.run(
                        "modifyrepo_c",
                        "--mdtype=primary",
                        "--simple-md-filenames",
                        primary.toString(),
                        primary.getParent().toString())
                .orFail();
        Repository repository = load(false, RepositoryConfig.ofDirectory(folder));
        PackageMetadata fixed = repository.packages().get(0);
        assertThat(fixed.nevra()).hasToString("fixed-9-9.noarch");
        assertThatThrownBy(() -> repository.fetch(fixed))
                .isInstanceOf(FormatException.class)
                .hasMessage(rpm + ": expected the package fixed-9-9.noarch of the repository repo, found"
                        + " sample-1.0-1.noarch");
        Path lock = temp.resolve("relocpy.lock");
        Lockfile.of(Resolver.builder().repositories(List.of(repository)).build().resolve(List.of("fixed")))
                .write(lock);
        Resolution locked = Lockfile.read(lock).resolve(List.of(repository));
        assertThatThrownBy(() -> repository.fetch(locked.packages().get(0).metadata()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected the package fixed-9-9.noarch");
    }

    /** dnf accepts them; we only do if configured. */
    @ParameterizedTest
    @ValueSource(strings = {"sha", "sha1", "md5"})
    void brokenChecksumsAreTakenOnlyWhenTheyAreTolerated(String type) throws IOException {
        Path rpm = new RpmBuilder().write(folder.resolve("sample-1.0-1.noarch.rpm"));
        createRepository("--checksum=" + type);
        RepositoryConfig config = RepositoryConfig.ofDirectory(folder);
        RepositoryConfig tolerant =
                config.toBuilder().tolerateBrokenDigests(true).build();
        assertThatThrownBy(() -> load(false, config))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith("repository repo, primary: the only checksum is ")
                .hasMessageContaining("--allow-broken-digests");
        Repository repository = load(true, tolerant);
        assertThat(repository.packages().get(0).checksum().isBroken()).isTrue();
        assertThat(repository.fetch(repository.packages().get(0))).isEqualTo(rpm);
        assertThat(FileLists.of(repository)).hasSize(1);
        createRepository("--checksum=" + type, "--repomd-checksum=sha256");
        Repository half = load(false, config);
        assertThatThrownBy(() -> half.fetch(half.packages().get(0)))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith("repository repo, package sample-1.0-1.noarch: the only checksum is ");
        if (HostTools.find("dnf").isPresent()) {
            createRepository("--checksum=" + type);
            HostTools.Result dnf = HostTools.run(
                    "dnf",
                    "--quiet",
                    "--setopt=cachedir=" + temp.resolve("dnf"),
                    "--setopt=reposdir=/nonexistent",
                    "--repofrompath=old," + folder.toUri(),
                    "repoquery",
                    "--arch=noarch",
                    "sample");
            assertThat(dnf.stdout()).isEqualTo("sample-0:1.0-1.noarch\n");
        }
    }

    /** Every name, version and architecture of the large reference repositories passes; loading checks them. */
    @Test
    void theNamesOfRealRepositoriesPass() throws IOException {
        Path data = HostTools.referenceData();
        Set<String> loaded = new LinkedHashSet<>();
        for (String name : List.of("scale", "scale-updates", "centos-stream-9-baseos", "centos-stream-9-appstream")) {
            Repository repository = load(false, RepositoryConfig.ofDirectory(data.resolve(name)));
            for (PackageMetadata each : repository.packages()) {
                assertThat(Nevra.parse(each.nevra().toString())).isEqualTo(each.nevra());
            }
            loaded.add(name);
        }
        assertThat(loaded).hasSize(4);
    }
}
