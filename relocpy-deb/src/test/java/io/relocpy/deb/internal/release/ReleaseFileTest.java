package io.relocpy.deb.internal.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFileTest {
    private static final String START =
            "Origin: Debian\nSuite: stable\nCodename: trixie\nDate: Sat, 06 Sep 2025 11:12:13 UTC\n";
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private static ReleaseFile parse(String text) throws FormatException {
        return ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), "Release");
    }

    @Test
    void fieldsAndFilesAreRead() throws FormatException {
        ReleaseFile release = parse(START + "Architectures: all amd64 arm64\nAcquire-By-Hash: yes\n"
                + "Valid-Until: Sat, 13 Sep 2025 11:12:13 UTC\nSHA256:\n " + SHA256
                + "        7 main/binary-amd64/Packages.xz\n");

        assertThat(release.info().codename()).contains("trixie");
        assertThat(release.date()).contains(Instant.parse("2025-09-06T11:12:13Z"));
        assertThat(release.validUntil()).contains(Instant.parse("2025-09-13T11:12:13Z"));
        assertThat(release.words("Architectures")).containsExactly("all", "amd64", "arm64");
        assertThat(release.isYes("Acquire-By-Hash")).isTrue();
        ReleaseFile.Entry entry = release.entry("main/binary-amd64/Packages.xz").orElseThrow();
        assertThat(entry).isEqualTo(new ReleaseFile.Entry(7, new Checksum(Checksum.Algorithm.SHA_256, SHA256)));
        assertThat(entry.byHash("main/binary-amd64/Packages.xz"))
                .isEqualTo("main/binary-amd64/by-hash/SHA256/" + SHA256);
        assertThat(release.entry("main/binary-arm64/Packages.xz")).isEmpty();
    }

    @Test
    void theStrongestHashOfAFileCounts() throws FormatException {
        String sha512 = SHA256 + SHA256;
        for (String text : new String[] {
            "SHA256:\n " + SHA256 + " 1 a\nSHA512:\n " + sha512 + " 1 a\n",
            "SHA512:\n " + sha512 + " 1 a\nSHA256:\n " + SHA256 + " 1 a\n"
        }) {
            assertThat(parse(START + text).entry("a").orElseThrow().checksum().hex())
                    .isEqualTo(sha512);
        }
    }

    @Test
    void filesWithWeakHashesOnlyAreNotListed() throws FormatException {
        ReleaseFile release = parse(START + "MD5Sum:\n " + "0".repeat(32) + " 1 a\nSHA256:\n " + SHA256 + " 1 b\n");

        assertThat(release.entry("a")).isEmpty();
        assertThat(release.entry("b")).isPresent();
    }

    @Test
    void onlyTheFirstStanzaCounts() throws FormatException {
        assertThat(parse(START + "SHA256:\n\nCodename: sid\n").info().codename())
                .contains("trixie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SHA1:\n 0000000000000000000000000000000000000000 1 a\n",
                "SHA256:\n 00 1 a\n",
                "SHA256:\n x\n",
                "SHA256:\n HASH -1 a\n",
                "SHA256:\n HASH 99999999999999999999 a\n",
                "SHA256:\n HASH 1 a b\n",
                "SHA256:\n HASH 1 a\n HASH 2 a\n"
            })
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> parse(START + text.replace("HASH", SHA256)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("Release");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 06 Sep 2025 11:12:13 UTC",
                "Sat,  6 Sep 2025 11:12:13 GMT",
                "Sat, 6 Sep 2025 11:12:13 +0000",
                "Sat, 06 Sep 2025 11:12:13 Z"
            })
    void timesAreOfUtc(String text) {
        assertThat(ReleaseTime.parse(text)).contains(Instant.parse("2025-09-06T11:12:13Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-09-06T11:12:13Z",
                "Sat, 06 Sep 2025 11:12:13",
                "Sat, 06 Sep 2025 11:12:13 CEST",
                "Sat, 06 Sep 2025 11:12:13 +0200",
                "Sat, 31 Jun 2025 11:12:13 UTC",
                "Sat, 06 Foo 2025 11:12:13 UTC"
            })
    void otherTimesAreNone(String text) {
        assertThat(ReleaseTime.parse(text)).isEmpty();
    }
}
