package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.testing.TestKeys;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.internal.index.FileLists;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
    @TempDir
    Path temp;

    private Path folder;
    private RepositoryBuilder content;

    @BeforeEach
    void makeRepository() throws IOException {
        folder = Files.createDirectory(temp.resolve("demo"));
        content = new RepositoryBuilder(folder)
                .add("one", "1".getBytes(StandardCharsets.UTF_8), "/usr/bin/one", "/usr/share/one/data")
                .add("two", "22".getBytes(StandardCharsets.UTF_8));
    }

    private Repository load() throws IOException {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .build()
                .load(RepositoryConfig.ofDirectory(content.write()));
    }

    @Test
    void readsPackagesOfALocalDirectory() throws IOException {
        Repository repository = load();
        assertThat(repository.id()).isEqualTo("demo");
        assertThat(repository.priority()).isEqualTo(99);
        assertThat(repository.cost()).isEqualTo(1000);
        assertThat(repository.packages()).hasSize(2);
        PackageMetadata one = repository.packages().get(0);
        assertThat(one.nevra()).hasToString("one-1.0-1.noarch");
        assertThat(one.summary()).contains("A <one>");
        assertThat(one.license()).contains("MIT");
        assertThat(one.sourceRpm()).contains("one-1.0-1.src.rpm");
        assertThat(one.packageSize()).isEqualTo(Files.size(folder.resolve(one.location())));
        assertThat(one.installedSize()).isEqualTo(7);
        assertThat(one.provides()).extracting(Capability::toString).containsExactly("one = 1.0-1");
        assertThat(one.requires())
                .extracting(Dependency::toString)
                .containsExactly("/bin/sh", "glibc >= 2:2.34", "(a or b)");
        assertThat(one.files()).containsExactly("/usr/bin/one");
    }

    @Test
    void aFileThatIsNoPackageIsReportedAndTheOthersAreUsed() throws IOException {
        Path packages = Files.createDirectory(temp.resolve("rpms"));
        new RpmBuilder().write(packages.resolve("sample.rpm"));
        Path junk = Files.writeString(packages.resolve("junk.rpm"), "no package");
        List<String> warnings = new ArrayList<>();
        RepositoryClient.Builder client = RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .onWarning(warning -> warnings.add(warning.subject() + ": " + warning.message()));
        RepositoryConfig config = RepositoryConfig.ofDirectory(packages);

        assertThat(client.build().load(config).packages())
                .extracting(PackageMetadata::location)
                .containsExactly("sample.rpm");
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("repository rpms: " + junk)
                .endsWith("; the file is ignored");
        assertThatThrownBy(() -> client.strict(true).build().load(config))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining(junk.toString());
        Files.delete(packages.resolve("sample.rpm"));
        assertThatThrownBy(() -> client.strict(false).build().load(config))
                .as("no file is a package")
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(junk.toString());
    }

    @Test
    void readsAllPathsOnDemand() throws IOException {
        Repository repository = load();
        assertThat(repository.files(repository.packages().get(0)))
                .containsExactly("/usr/bin/one", "/usr/share/one/data");
        assertThat(repository.files(repository.packages().get(1)))
                .isEqualTo(FileLists.of(repository).get(1));
        assertThat(FileLists.of(repository)).isSameAs(FileLists.of(repository));
    }

    @Test
    void needsNoFileListsUntilTheyAreAskedFor() throws IOException {
        Repository repository = load();
        Files.delete(folder.resolve("repodata/filelists.xml"));
        assertThat(repository.packages()).hasSize(2);
        assertThatThrownBy(() -> repository.files(repository.packages().get(0)))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("filelists.xml: no such file");
    }

    @Test
    void givesThePackageFileItself() throws IOException {
        Repository repository = load();
        assertThat(repository.fetch(repository.packages().get(1)))
                .isEqualTo(folder.resolve("Packages/two-1.0-1.noarch.rpm"));
        assertThat(temp.resolve("cache/packages")).doesNotExist();
    }

    @Test
    void rejectsAPackageThatDiffersFromTheMetadata() throws IOException {
        Repository repository = load();
        Path two = folder.resolve("Packages/two-1.0-1.noarch.rpm");
        byte[] content = Files.readAllBytes(two);
        content[content.length - 1] ^= 1;
        Files.write(two, content);
        assertThatThrownBy(() -> repository.fetch(repository.packages().get(1)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("two-1.0-1.noarch.rpm: expected the checksum SHA-256:");
        Files.write(two, Arrays.copyOf(content, content.length + 1));
        assertThatThrownBy(() -> repository.fetch(repository.packages().get(1)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(
                        "expected " + content.length + " bytes, found " + (content.length + 1) + " bytes");
    }

    @Test
    void refusesMetadataWithAWrongChecksum() {
        content.statedChecksum("00".repeat(32));
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("primary.xml: expected the checksum SHA-256:" + "00".repeat(32));
    }

    @Test
    void namesTheDirectoryThatIsNotARepository() {
        assertThatThrownBy(() -> RepositoryClient.builder()
                        .cacheDirectory(temp.resolve("cache"))
                        .build()
                        .load(RepositoryConfig.ofDirectory(temp)))
                .isInstanceOf(TransferException.class)
                .hasMessageEndingWith(
                        temp + "/repodata/repomd.xml: no such file; createrepo_c makes a repository of a directory");
        assertThatThrownBy(() -> RepositoryClient.builder()
                        .cacheDirectory(temp.resolve("cache"))
                        .build()
                        .load(RepositoryConfig.ofDirectory(temp.resolve("none"))))
                .isInstanceOf(TransferException.class)
                .hasMessageEndingWith("/none/repodata/repomd.xml: no such file");
    }

    private RepositoryClient strictClient() {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .strict(true)
                .build();
    }

    @Test
    void readsPackageFilesOfADirectoryWithoutMetadata() throws IOException {
        List<PackageMetadata> indexed = load().packages();
        Path files = folder.resolve("Packages");
        Files.writeString(files.resolve("README"), "not a package");
        Repository repository = strictClient().load(RepositoryConfig.ofDirectory(files));
        assertThat(repository.packages())
                .extracting(PackageMetadata::nevra, PackageMetadata::checksum, PackageMetadata::packageSize)
                .containsExactlyElementsOf(indexed.stream()
                        .map(each -> tuple(each.nevra(), each.checksum(), each.packageSize()))
                        .toList());
        PackageMetadata one = repository.packages().get(0);
        assertThat(one.location()).isEqualTo("one-1.0-1.noarch.rpm");
        assertThat(one.provides()).extracting(Capability::toString).containsExactly("one = 1.0-1");
        assertThat(repository.files(one)).containsExactly("/usr/bin/one");
        assertThat(FileLists.of(repository).get(1)).containsExactly("/usr/bin/two");
        assertThat(repository.groups()).isEmpty();
        Path file = repository.fetch(one);
        assertThat(file).isEqualTo(files.resolve("one-1.0-1.noarch.rpm"));
        assertThat(strictClient()
                        .load(RepositoryConfig.ofDirectory(files).toBuilder()
                                .exclude("one")
                                .build())
                        .packages())
                .hasSize(1);
        Files.write(file, Files.readAllBytes(files.resolve("two-1.0-1.noarch.rpm")));
        assertThatThrownBy(() -> repository.fetch(one)).isInstanceOf(FormatException.class);
    }

    @Test
    void aDirectoryWithoutMetadataMeetsTheSameConditions() throws IOException {
        load();
        Path files = folder.resolve("Packages");
        RepositoryConfig config = RepositoryConfig.ofDirectory(files);
        assertThatThrownBy(() -> strictClient()
                        .load(config.toBuilder()
                                .repoGpgCheck(true)
                                .gpgKey(key())
                                .build()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("/repodata/repomd.xml: no such file");
        Repository signed = strictClient()
                .load(config.toBuilder().gpgCheck(true).gpgKey(key()).build());
        assertThatThrownBy(() -> signed.fetch(signed.packages().get(0)))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("one-1.0-1.noarch.rpm");
    }

    private static URI key() {
        return TestKeys.secret("release")
                .resolveSibling("release.asc")
                .toAbsolutePath()
                .normalize()
                .toUri();
    }

    @Test
    void readsPlainAndCompressedMetadata() throws IOException {
        String primary = "<metadata packages=\"0\"></metadata>";
        content.replace("primary", primary.getBytes(StandardCharsets.UTF_8));
        assertThat(load().packages()).isEmpty();
        content.replace("primary", RepositoryBuilder.gzip(primary));
        assertThat(load().packages()).isEmpty();
        content.replace("primary", Zstd.compress(primary.getBytes(StandardCharsets.UTF_8)));
        assertThat(load().packages()).isEmpty();
    }

    @Test
    void refusesXmlThatIsCutShort() throws IOException {
        for (String primary : new String[] {
            "", "<metadata", "<metadata>", "<metadata><package type=\"rpm\">", "<metadata><package><name>x", "<other/>"
        }) {
            content.replace("primary", RepositoryBuilder.gzip(primary));
            assertThatThrownBy(this::load).as(primary).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void namesTheLineThatIsNotXml() throws IOException {
        content.replace("primary", RepositoryBuilder.gzip("<metadata>\n<package>\n</metadata>"));
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("repository demo, primary, line 3: expected well-formed XML, found ")
                .hasMessageNotContaining("unknown-source");
    }

    @Test
    void refusesDocumentTypesAndEntities() throws IOException {
        content.replace(
                "primary",
                RepositoryBuilder.gzip("<!DOCTYPE metadata [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
                        + "<metadata><package type=\"rpm\"><name>&b;</name></package></metadata>"));
        assertThatThrownBy(this::load).isInstanceOf(FormatException.class);
    }

    @Test
    void refusesElementsThatAreNestedWithoutEnd() throws IOException {
        content.replace("primary", RepositoryBuilder.gzip("<metadata>" + "<x>".repeat(100_000)));
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("elements nested at most 64 deep");
    }

    @Test
    void refusesATagThatDoesNotEnd() throws IOException {
        content.replace("primary", RepositoryBuilder.gzip("<metadata a=\"" + "x".repeat(20 << 20)));
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("tags, comments and texts of at most");
    }

    @Test
    void rejectsMetadataThatGrowsWithoutLimit() throws IOException {
        content.replace("primary", RepositoryBuilder.gzip("<metadata>" + "<x></x>".repeat(10 << 20)));
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bytes after decompression, found more");
    }

    @Test
    void readsMillionsOfBuiltInEntities() throws IOException {
        String text = "&lt;".repeat(300_000);
        content.replace(
                "primary",
                RepositoryBuilder.gzip("<metadata><package type=\"rpm\"><name>x</name><arch>noarch</arch>"
                        + "<version epoch=\"0\" ver=\"1\" rel=\"1\"/><checksum type=\"sha256\">" + "00".repeat(32)
                        + "</checksum>"
                        + "<summary>" + text + "</summary><location href=\"x.rpm\"/></package></metadata>"));
        assertThat(load().packages().get(0).summary().orElseThrow()).hasSize(300_000);
    }
}
