package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.parse.FilelistsReader;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "md5, 32, MD5",
        "sha, 40, SHA-1",
        "sha1, 40, SHA-1",
        "SHA224, 56, SHA-224",
        "sha256, 64, SHA-256",
        "Sha384, 96, SHA-384",
        "sha512, 128, SHA-512"
    })
    void knowsTheNamesThatCreaterepoWrites(String type, int digits, String standard) throws IOException {
        Checksum checksum = Checksum.parse(type, "AB".repeat(digits / 2), "primary");
        assertThat(checksum.algorithm().standardName()).isEqualTo(standard);
        assertThat(checksum.hex()).isEqualTo("ab".repeat(digits / 2));
        assertThat(checksum.isBroken()).isEqualTo(standard.equals("MD5") || standard.equals("SHA-1"));
        assertThat(Checksum.parse(checksum.toString(), "lock")).isEqualTo(checksum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../x", "sha25", "sha256/..", "SHA-256", "crc32", "sha256\u0000"})
    void refusesAnUnknownAlgorithm(String type) {
        assertThatThrownBy(() -> Checksum.parse(type, SHA256, "primary"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("primary: expected md5, sha, sha1, sha224, sha256, sha384 or sha512, found '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "../../../../../../../../../../../../../../../../../../../../../x",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\u0660"
            })
    void rejectsWrongDigits(String hex) {
        assertThatThrownBy(() -> Checksum.parse("sha256", hex, "primary"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("primary: expected SHA-256 of 64 hexadecimal digits, found '");
        assertThatThrownBy(() -> Checksum.parse("SHA-256:" + hex, "lock")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> new Checksum(Checksum.Algorithm.SHA_256, hex))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesDigitsOfUpperCaseFromAProgrammer() {
        assertThatThrownBy(() -> new Checksum(Checksum.Algorithm.SHA_1, "AB".repeat(20)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the location, its path in the cache is determined by the checksum. */
    @Test
    void aPathInTheCacheLiesWhereItsChecksumSays(@TempDir Path temporary) throws IOException {
        Path root = temporary.toRealPath();
        Checksum checksum = Checksum.parse("sha256", SHA256, "primary");
        Path folder = root.resolve("files/sha-256-" + SHA256);
        DownloadCache cache = DownloadCache.in(root);
        List<String> parts =
                List.of("..", "/", "\\", "\0", "\n", "a", ".", "-", "%2e", "ä", "\uD800", " ", "x".repeat(300));
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder location = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                location.append(parts.get(random.nextInt(parts.size())));
            }
            Path file = cache.file(FileKind.METADATA, checksum, location.toString());
            assertThat(file.getParent()).isEqualTo(folder);
            assertThat(file.normalize()).isEqualTo(file);
            assertThat(file.getFileName().toString())
                    .matches("[A-Za-z0-9._+~^%=@,-]{1,201}")
                    .doesNotMatch("\\.\\.?");
        }
        assertThat(cache.file(FileKind.METADATA, checksum, "Packages/a-1.0^x~1+b_c-1.noarch.rpm"))
                .isEqualTo(folder.resolve("a-1.0^x~1+b_c-1.noarch.rpm"));
    }

    @Test
    void metadataHaveNoOtherChecksums() throws IOException {
        String bad = "<checksum type=\"../../../../../../tmp/x\">" + SHA256 + "</checksum>";
        assertThatThrownBy(() -> Repomd.parse(
                        ("<repomd><data type=\"primary\">" + bad + "<location href=\"p\"/></data></repomd>")
                                .getBytes(StandardCharsets.UTF_8),
                        "repomd.xml"))
                .isInstanceOf(FormatException.class);
        for (String checksum : List.of(bad, "<checksum type=\"sha256\">../../../../../../../../tmp/x</checksum>")) {
            String primary = "<metadata><package type=\"rpm\"><name>x</name><arch>noarch</arch>"
                    + "<version epoch=\"0\" ver=\"1\" rel=\"1\"/>" + checksum
                    + "<location href=\"x.rpm\"/></package></metadata>";
            assertThatThrownBy(() -> PrimaryReader.read(
                            new ByteArrayInputStream(primary.getBytes(StandardCharsets.UTF_8)), "primary.xml"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("primary.xml, line 1: expected ");
        }
        for (String pkgid : List.of("", "../../x", "abc", SHA256 + "0")) {
            String lists = "<filelists><package pkgid=\"" + pkgid + "\"><file>/x</file></package></filelists>";
            FileLists read = FileLists.read(new IndexInput(
                    IndexOutput.inMemory(
                            FilelistsReader.read(
                                            new ByteArrayInputStream(lists.getBytes(StandardCharsets.UTF_8)),
                                            "filelists.xml")::writeTo),
                    "filelists.xml"));
            assertThat(read.of(PackageList.of(
                            List.of(PackageBuilder.rpm("x-1-1.noarch").build()))))
                    .as(pkgid)
                    .isEmpty();
        }
    }
}
