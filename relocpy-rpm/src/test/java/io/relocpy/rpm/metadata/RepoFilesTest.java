package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoFilesTest {
    @TempDir
    Path root;

    private List<RepositoryConfig> read(String text) throws IOException {
        return RepoFiles.read(
                Files.writeString(root.resolve("x.repo"), text), Map.of("releasever", "42", "basearch", "x86_64"));
    }

    @Test
    void aKeyIsThereToBeUsed() throws IOException {
        List<RepositoryConfig> configs = read("""
                [keyed]
                baseurl=/srv/a
                gpgkey=/etc/pki/one
                [told]
                baseurl=/srv/b
                gpgkey=/etc/pki/one
                gpgcheck=0
                [plain]
                baseurl=/srv/c
                """);
        assertThat(configs).extracting(RepositoryConfig::gpgCheck).containsExactly(true, false, false);
    }

    @Test
    void readsSectionsWithVariables() throws IOException {
        List<RepositoryConfig> configs = read("""
                # comment
                [main]
                gpgcheck=1

                [fedora]
                name = Fedora $releasever - ${basearch}
                baseurl=https://example.org/$releasever/$basearch/os
                  https://mirror.example.org/$unknown/
                priority=10
                cost=500
                ; another comment
                [fedora-debug]
                baseurl=/srv/debug
                enabled=0
                """);
        assertThat(configs).extracting(RepositoryConfig::id).containsExactly("fedora", "fedora-debug");
        RepositoryConfig fedora = configs.get(0);
        assertThat(fedora.name()).isEqualTo("Fedora 42 - x86_64");
        assertThat(fedora.priority()).isEqualTo(10);
        assertThat(fedora.cost()).isEqualTo(500);
        assertThat(fedora.enabled()).isTrue();
        assertThat(fedora.baseUrls()).first().isEqualTo(URI.create("https://example.org/42/x86_64/os/"));
        assertThat(configs.get(1).enabled()).isFalse();
        assertThat(configs.get(1).baseUrls()).containsExactly(URI.create("file:///srv/debug/"));
    }

    @Test
    void readsEveryOption() throws IOException {
        RepositoryConfig config = read("""
                        [rhel]
                        metalink=https://example.org/metalink?repo=$releasever
                        mirrorlist=https://example.org/mirrors
                        gpgcheck=1
                        repo_gpgcheck=True
                        gpgkey=file:///etc/pki/one
                               file:///etc/pki/two
                        excludepkgs=kernel*, *.i686
                        includepkgs=python3*
                        module_hotfixes=1
                        skip_if_unavailable=yes
                        metadata_expire=6h
                        sslverify=0
                        sslcacert=/etc/ca.pem
                        sslclientcert=/etc/client.pem
                        sslclientkey=/etc/client-key.pem
                        proxy=http://proxy.example.org:3128
                        proxy_username=pu
                        proxy_password=pp
                        username=u
                        password=p
                        """).get(0);
        assertThat(config.metalink()).contains(URI.create("https://example.org/metalink?repo=42"));
        assertThat(config.mirrorList()).contains(URI.create("https://example.org/mirrors"));
        assertThat(config.gpgCheck()).isTrue();
        assertThat(config.repoGpgCheck()).isTrue();
        assertThat(config.gpgKeys())
                .containsExactly(URI.create("file:///etc/pki/one"), URI.create("file:///etc/pki/two"));
        assertThat(config.excludes()).containsExactly("kernel*", "*.i686");
        assertThat(config.includes()).containsExactly("python3*");
        assertThat(config.moduleHotfixes()).isTrue();
        assertThat(config.skipIfUnavailable()).isTrue();
        assertThat(config.metadataExpire()).hasHours(6);
        assertThat(config.http().verifiesServers()).isFalse();
        assertThat(config.http().authorities()).contains(Path.of("/etc/ca.pem"));
        assertThat(config.http().clientCertificate()).contains(Path.of("/etc/client.pem"));
        assertThat(config.http().clientKey()).contains(Path.of("/etc/client-key.pem"));
        assertThat(config.http().proxy()).contains(URI.create("http://proxy.example.org:3128"));
        assertThat(config.http().proxyUsername()).contains("pu");
        assertThat(config.http().proxyPassword()).contains("pp");
        assertThat(config.http().username()).contains("u");
        assertThat(config.http().password()).contains("p");
        assertThat(config.policy()).isEqualTo(VerificationPolicy.STRICT);
    }

    @Test
    void inheritsSettingsOfTheMainSection() throws IOException {
        Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.createDirectories(root.resolve("etc/dnf"));
        Files.writeString(root.resolve("etc/dnf/dnf.conf"), "[main]\ngpgcheck=1\nbest=True\nmetadata_expire=60\n");
        Files.writeString(
                root.resolve("etc/yum.repos.d/a.repo"),
                "[a]\nbaseurl=https://a.org/\n[b]\nbaseurl=https://b.org/\ngpgcheck=0\nmetadata_expire=never\n"
                        + "[broken]\nenabled=0\n");
        List<RepositoryConfig> configs = DnfConfiguration.ofHost(root).repositories();
        assertThat(configs).extracting(RepositoryConfig::gpgCheck).containsExactly(true, false);
        assertThat(configs.get(0).metadataExpire()).hasMinutes(1);
        assertThat(configs.get(1).metadataExpire()).isGreaterThan(java.time.Duration.ofDays(10_000));
    }

    @Test
    void basearchIsTheFamilyOfTheRequestedArchitecture() throws IOException {
        Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.writeString(root.resolve("etc/yum.repos.d/a.repo"), "[a]\nbaseurl=https://a.org/$basearch/$arch//\n");
        Map<String, String> families = Map.of(
                "i686", "i386", "armv7hl", "armhfp", "armv7l", "arm", "x86_64", "x86_64", "ppc64le", "ppc64le", "k1om",
                "k1om");
        for (Map.Entry<String, String> each : families.entrySet()) { // dnf.rpm.basearch
            assertThat(DnfConfiguration.ofHost(root, each.getKey())
                            .repositories()
                            .get(0)
                            .baseUrls())
                    .containsExactly(URI.create("https://a.org/" + each.getValue() + "/" + each.getKey() + "/"));
        }
    }

    @Test
    void namesTheInvalidLine() {
        assertThatThrownBy(() -> read("[a]\nbaseurl=/x\nnonsense\n"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("x.repo, line 3: expected key=value");
        assertThatThrownBy(() -> read("key=value\n")).isInstanceOf(FormatException.class);
    }

    @Test
    void namesTheRepositoryWithAWrongSetting() {
        assertThatThrownBy(() -> read("[a]\nbaseurl=/x\nenabled=maybe\n"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("repository a")
                .hasMessageContaining("\"maybe\"");
        assertThatThrownBy(() -> read("[a]\nbaseurl=ftp://example.org/\n")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> read("[a]\nbaseurl=//user:s3cret@example.org/x\n"))
                .isInstanceOf(FormatException.class)
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> read("[a]\npriority=high\nbaseurl=/x\n")).isInstanceOf(FormatException.class);
    }

    @Test
    void readsTheConfigurationOfAHost() throws IOException {
        Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.createDirectories(root.resolve("etc/dnf/vars"));
        Files.writeString(root.resolve("etc/os-release"), "VERSION_ID=\"9.4\"\nPLATFORM_ID=\"platform:el9\"\n");
        Files.writeString(root.resolve("etc/dnf/vars/stream"), "9-stream\n");
        Files.writeString(root.resolve("etc/yum.repos.d/b.repo"), "[b]\nbaseurl=https://b.org/$stream/$releasever\n");
        Files.writeString(root.resolve("etc/yum.repos.d/a.repo"), "[a]\nbaseurl=https://a.org/\n");
        Files.writeString(root.resolve("etc/yum.repos.d/c.repo.bak"), "nonsense");
        assertThat(DnfConfiguration.ofHost(root).repositories())
                .extracting(config -> config.baseUrls().get(0).toString())
                .containsExactly("https://a.org/", "https://b.org/9-stream/9/");
    }

    @Test
    void findsNothingWhereNothingIsConfigured() throws IOException {
        assertThat(DnfConfiguration.ofHost(root).repositories()).isEmpty();
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** As after chroot(2). */
    @Test
    void linksLeadToFilesOfTheSameRoot() throws IOException {
        Path outside = Files.createDirectories(root.resolve("outside"));
        Path host = Files.createDirectories(root.resolve("host"));
        Files.writeString(outside.resolve("x.repo"), "[outside]\nbaseurl=https://outside.org/\n");
        Files.writeString(outside.resolve("dnf.conf"), "[main]\nbest=1\nreposdir=" + outside + "\n");
        write("host/srv/dnf.conf", "[main]\ninstall_weak_deps=0\nreposdir=/etc/yum.repos.d ../../outside " + outside);
        write("host/srv/a.repo", "[a]\nbaseurl=https://a.org/$stream/$releasever/\n");
        write("host/srv/vars/stream", "inside\n");
        write("host/opt/os-release", "VERSION_ID=9\n");
        link("host/etc/dnf/dnf.conf", "/srv/../../../srv/dnf.conf");
        link("host/etc/dnf/vars", "/srv/vars");
        link("host/etc/os-release", "/opt/os-release");
        link("host/etc/yum.repos.d/a.repo", "../../../../../../../../../../../../srv/a.repo");
        link("host/etc/yum.repos.d/absolute.repo", outside.resolve("x.repo").toString());
        link("host/etc/yum.repos.d/relative.repo", "../../../outside/x.repo");

        DnfConfiguration read = DnfConfiguration.ofHost(host);

        assertThat(read.installWeakDependencies()).isFalse();
        assertThat(read.best()).isFalse();
        assertThat(read.repositories())
                .singleElement()
                .extracting(RepositoryConfig::baseUrls)
                .isEqualTo(List.of(URI.create("https://a.org/inside/9/")));
        Path endless = link("host/etc/yum.repos.d/b.repo", "b.repo");
        assertThatThrownBy(() -> DnfConfiguration.ofHost(host))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(endless + ": expected at most 40 symbolic links");
    }

    @Test
    void keysCertificatesAndLocalRepositoriesAreThoseOfTheRoot() throws IOException {
        Path host = Files.createDirectories(root.resolve("host"));
        link("host/etc/pki/key", "/usr/share/key.asc");
        write(
                "host/etc/yum.repos.d/a.repo",
                "[a]\nbaseurl=file:///../../srv/repo/\ngpgkey=/etc/pki/key file:///etc/pki/other\n"
                        + "sslcacert=/../../ca.pem\nsslclientcert=client.pem\n");

        RepositoryConfig read = DnfConfiguration.ofHost(host).repositories().get(0);

        assertThat(read.baseUrls()).containsExactly(URI.create(host.toUri() + "srv/repo/"));
        assertThat(read.gpgKeys())
                .containsExactly(
                        host.resolve("usr/share/key.asc").toUri(),
                        host.resolve("etc/pki/other").toUri());
        assertThat(read.http().authorities()).contains(host.resolve("ca.pem"));
        assertThat(read.http().clientKey()).contains(host.resolve("client.pem"));
    }

    private Path link(String path, String target) throws IOException {
        Path link = root.resolve(path);
        Files.createDirectories(link.getParent());
        return Files.createSymbolicLink(link, Path.of(target));
    }

    @Test
    void warnsAboutIgnoredSettings() throws IOException {
        Path main = write("etc/dnf/dnf.conf", "[main]\ngpgcheck=maybe\npriority=4\n");
        Path a = write("etc/yum.repos.d/a.repo", "[a]\nbaseurl=https://a.org/\n[a b]\nbaseurl=https://b.org/\n");
        Path b = write("etc/yum.repos.d/b.repo", "\0garbage\n");
        Path c =
                write("etc/yum.repos.d/c.repo", "[a]\nbaseurl=https://c.org/\n[d]\nbaseurl=ftp://d.org/ http://d.org/");
        DnfConfiguration read = DnfConfiguration.ofHost(root);
        assertThat(read.repositories()).extracting(RepositoryConfig::id).containsExactly("a", "d");
        assertThat(read.warnings())
                .extracting(each -> each.message().replace(root + "/", ""))
                .containsExactly(
                        "etc/dnf/dnf.conf, main, gpgcheck: expected a boolean (1, 0, yes, no, …), found \"maybe\"",
                        "etc/yum.repos.d/a.repo, repository a b: expected an ID of only letters, digits and -_.:, found 'a b'",
                        "etc/yum.repos.d/b.repo, line 1: expected key=value within a [section], found something else;"
                                + " the file is ignored",
                        "etc/yum.repos.d/c.repo, repository a: expected a unique repository ID, found a duplicate,"
                                + " which is ignored",
                        "etc/yum.repos.d/c.repo, repository d: expected a file:, http: or https: URL, found \"ftp://d.org/\"");
        assertThat(read.warnings()).extracting(SettingWarning::file).containsExactly(main, a, b, c, c);
    }

    @Test
    void anUnusableEnabledRepositoryIsAnErrorUnlessItMayBeSkipped() throws IOException {
        write("etc/yum.repos.d/a.repo", "[a]\nname=a\n");
        assertThatThrownBy(() -> DnfConfiguration.ofHost(root)).hasMessageContaining("repository a");
        write("etc/yum.repos.d/a.repo", "[a]\nname=a\nskip_if_unavailable=1\n[b]\nname=b\nenabled=0\n");
        assertThat(DnfConfiguration.ofHost(root).warnings()).hasSize(1);
    }

    @Test
    void readsTheDirectoriesThatDnfReads() throws IOException {
        write("etc/dnf/dnf.conf", "[main]\nbest=1\n[inmain]\nbaseurl=https://m.org/\n");
        write("etc/yum.repos.d/a.repo", "[a]\nbaseurl=https://a.org/\n[both]\nbaseurl=https://second.org/\n");
        write("etc/distro.repos.d/z.repo", "[z]\nbaseurl=https://z.org/\n[both]\nbaseurl=https://first.org/\n");
        DnfConfiguration read = DnfConfiguration.ofHost(root);
        assertThat(read.best()).isTrue();
        assertThat(read.repositories())
                .extracting(each -> each.id() + " " + each.baseUrls().get(0))
                .containsExactly(
                        "inmain https://m.org/", "z https://z.org/", "both https://first.org/", "a https://a.org/");
        write("etc/dnf/dnf.conf", "[main]\nreposdir=/srv/one, /srv/two\n");
        write("srv/two/b.repo", "[b]\nbaseurl=https://b.org/\n");
        assertThat(DnfConfiguration.ofHost(root).repositories())
                .extracting(RepositoryConfig::id)
                .containsExactly("b");
    }

    @Test
    void whatMainHidesIsHiddenInAllRepositoriesInAddition() throws IOException {
        write("etc/dnf/dnf.conf", "[main]\nexcludepkgs=x\nexclude=y\n");
        write("etc/yum.repos.d/a.repo", "[a]\nbaseurl=https://a.org/\nexcludepkgs=z\n[b]\nbaseurl=https://b.org/\n");
        assertThat(DnfConfiguration.ofHost(root).repositories())
                .extracting(RepositoryConfig::excludes)
                .containsExactly(List.of("z", "x", "y"), List.of("x", "y"));
    }

    @Test
    void variablesMayNameOthers() throws IOException {
        write("usr/lib/os-release", "PLATFORM_ID=\"platform:el9\"\n");
        write("etc/dnf/vars/stream", "$releasever-stream\nsecond line\n");
        write("etc/yum.repos.d/a.repo", "[a]\nmirrorlist=https://a.org/${stream}\n");
        DnfConfiguration read = DnfConfiguration.ofHost(root);
        assertThat(read.platform()).contains("platform:el9");
        RepositoryConfig config = read.repositories().get(0);
        assertThat(config.mirrorList()).contains(URI.create("https://a.org/9-stream"));
        assertThat(Mirrors.parse(
                                "http://h/$stream/${releasever}/$other\n".getBytes(StandardCharsets.UTF_8),
                                "list",
                                config.variables())
                        .places())
                .hasToString("[http://h/9-stream/9/$other/]");
    }
}
