package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpmFileTest {
    @TempDir
    Path folder;

    private final RpmBuilder builder = new RpmBuilder();

    private RpmFile open() throws IOException {
        return RpmFile.open(builder.write(folder.resolve("sample.rpm")));
    }

    @Test
    void readsNamesWithNewlinesThatRpmbuildWouldNotWrite() throws IOException {
        RpmBuilder builder = new RpmBuilder();
        builder.file("/usr/two\nlines").content("odd");
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("newline.rpm")));
        assertThat(rpm.files()).extracting(PackagedFile::path).containsExactly("/usr/two\nlines");
        try (RpmPayload payload = rpm.payload()) {
            assertThat(payload.next().orElseThrow().path()).isEqualTo("/usr/two\nlines");
            assertThat(payload.content().readAllBytes()).asString().isEqualTo("odd");
        }
    }

    @Test
    void readsNameFilesAndFlags() throws IOException {
        builder.file("/usr").folder();
        builder.file("/usr/share/doc/LICENSE").content("free").flags(1 << 7 | 1 << 1);
        builder.file("/usr/lib/libx.so").linkTo("libx.so.1");
        RpmFile rpm = open();
        assertThat(rpm.nevra()).hasToString("sample-1.0-1.noarch");
        assertThat(rpm.license()).contains("MIT");
        assertThat(rpm.format()).isEqualTo(4);
        assertThat(rpm.files())
                .extracting(PackagedFile::path)
                .containsExactly("/usr", "/usr/share/doc/LICENSE", "/usr/lib/libx.so");
        PackagedFile license = rpm.files().get(1);
        assertThat(license.flags()).containsExactlyInAnyOrder(FileFlag.LICENSE, FileFlag.DOC);
        assertThat(license.type()).isEqualTo(FileType.FILE);
        assertThat(license.size()).isEqualTo(4);
        assertThat(rpm.files().get(2).linkTarget()).contains("libx.so.1");
    }

    @Test
    void readsEpochAndDependenciesOfAllKinds() throws IOException {
        builder.header(header -> header.int32(RpmTag.EPOCH, List.of(3))
                .strings(RpmTag.REQUIRENAME, List.of("libc.so.6(GLIBC_2.34)(64bit)", "glibc", "(a if b)"))
                .int32(RpmTag.REQUIREFLAGS, List.of(0, 12, 0))
                .strings(RpmTag.REQUIREVERSION, List.of("", "1:2.34-5", ""))
                .strings(RpmTag.PROVIDENAME, List.of("sample"))
                .int32(RpmTag.PROVIDEFLAGS, List.of(8))
                .strings(RpmTag.PROVIDEVERSION, List.of("3:1.0-1")));
        RpmFile rpm = open();
        assertThat(rpm.nevra()).hasToString("sample-3:1.0-1.noarch");
        assertThat(rpm.requires())
                .extracting(Dependency::toString)
                .containsExactly("libc.so.6(GLIBC_2.34)(64bit)", "glibc >= 1:2.34-5", "(a if b)");
        assertThat(rpm.provides()).extracting(Capability::toString).containsExactly("sample = 3:1.0-1");
        assertThat(rpm.recommends()).isEmpty();
    }

    @Test
    void refusesNamesOfCapabilitiesThatAreNotOneLine() throws IOException {
        for (String name : List.of("", " ", "a\nb")) {
            builder.header(header -> header.strings(RpmTag.REQUIRENAME, List.of("glibc", name))
                    .int32(RpmTag.REQUIREFLAGS, List.of(0, 0))
                    .strings(RpmTag.REQUIREVERSION, List.of("", "")));
            RpmFile rpm = open();
            assertThatThrownBy(rpm::requires)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("tag 1049: expected the name of a capability, found '");
        }
    }

    @Test
    void readsAnyTagByItsNumber() throws IOException {
        builder.header(header -> header.int64(7000, List.of(1L << 40)).binary(7001, new byte[] {1, 2}));
        RpmHeader header = open().header();
        assertThat(header.numbers(7000)).containsExactly(1L << 40);
        assertThat(header.bytes(7001)).containsExactly(1, 2);
        assertThat(header.type(7001)).contains(HeaderType.BIN);
        assertThat(header.has(7002)).isFalse();
        assertThat(header.strings(7002)).isEmpty();
        assertThatThrownBy(() -> header.string(7000))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("tag 7000: expected strings, found INT64");
    }

    @Test
    void readsTextInItsLanguages() throws IOException {
        builder.header(header -> header.strings(RpmTag.HEADER_I18NTABLE, List.of("C", "de", "fr"))
                .i18n(RpmTag.SUMMARY, List.of("A sample", "Ein Muster", "")));
        RpmHeader header = open().header();
        assertThat(header.string(RpmTag.SUMMARY)).contains("A sample");
        assertThat(header.string(RpmTag.SUMMARY, "de_AT")).contains("Ein Muster");
        assertThat(header.string(RpmTag.SUMMARY, "fr")).contains("A sample");
        assertThat(header.string(RpmTag.SUMMARY, "es")).contains("A sample");
    }

    @Test
    void readsNamesThatAreNotUtf8() throws IOException {
        builder.file("/usr/share/x").content("y");
        builder.header(header -> header.latin1(RpmTag.BASENAMES, List.of("Gr\u00fc\u00dfe")));
        assertThat(open().files().get(0).path()).isEqualTo("/usr/share/Gr\u00fc\u00dfe");
    }

    @Test
    void readsVersion3WithWholePaths() throws IOException {
        builder.file("/usr/bin/x").content("y");
        builder.header(header -> header.remove(RpmTag.BASENAMES)
                .remove(RpmTag.DIRNAMES)
                .remove(RpmTag.DIRINDEXES)
                .strings(RpmTag.OLDFILENAMES, List.of("/usr/bin/x")));
        RpmFile rpm = open();
        assertThat(rpm.format()).isEqualTo(3);
        assertThat(rpm.files()).extracting(PackagedFile::path).containsExactly("/usr/bin/x");
        try (RpmPayload payload = rpm.payload()) {
            assertThat(payload.next()).isPresent();
            assertThat(payload.content().readAllBytes()).asString().isEqualTo("y");
            assertThat(payload.next()).isEmpty();
        }
    }

    @Test
    void readsVersion6() throws IOException {
        builder.stripped().version6();
        builder.file("/usr/bin").folder();
        builder.file("/usr/bin/x").content("y");
        RpmFile rpm = open();
        assertThat(rpm.format()).isEqualTo(6);
        assertThat(rpm.verifyDigests())
                .contains(
                        new DigestResult(DigestResult.Scope.HEADER, "SHA3-256", new DigestStatus.Verified()),
                        new DigestResult(DigestResult.Scope.PAYLOAD, "SHA-512", new DigestStatus.Verified()),
                        new DigestResult(DigestResult.Scope.PAYLOAD, "SHA3-256", new DigestStatus.Verified()),
                        new DigestResult(
                                DigestResult.Scope.UNCOMPRESSED_PAYLOAD, "SHA-256", new DigestStatus.Verified()),
                        new DigestResult(
                                DigestResult.Scope.UNCOMPRESSED_PAYLOAD, "SHA-512", new DigestStatus.Verified()));
    }

    @Test
    void describesItself() throws IOException {
        builder.file("/usr/bin/x").content("y");
        builder.header(header -> header.int64(RpmTag.LONGSIZE, List.of(5_000_000_000L))
                .int32(RpmTag.BUILDTIME, List.of(1_700_000_000))
                .string(RpmTag.PAYLOADFLAGS, "9"));
        RpmDescription description = open().description();
        assertThat(description.installedSize()).isEqualTo(5_000_000_000L);
        assertThat(description.buildTime()).contains(Instant.parse("2023-11-14T22:13:20Z"));
        assertThat(description.payloadCompressor()).isEqualTo("gzip");
        assertThat(description.url()).isEmpty();
        assertThat(description.payloadFlags()).contains("9");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {RpmTag.DIRINDEXES, RpmTag.EPOCH, RpmTag.BUILDTIME, RpmTag.FILEMTIMES, RpmTag.PAYLOADDIGESTALGO})
    void refusesNumbersOf64BitsWhereRpmKeepsSmallerOnes(int tag) throws IOException {
        builder.file("/usr/bin/x").content("y");
        for (long number : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1}) {
            builder.header(header -> header.int64(tag, List.of(number)));

            assertThatThrownBy(() -> {
                        RpmFile rpm = open();
                        rpm.description();
                        rpm.payload().close();
                    })
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(
                            "tag " + tag + ": expected the type and count that rpm expects, found 1 of INT64");
        }
    }

    @Test
    void refusesSizesThatAreNegativeInJava() throws IOException {
        builder.file("/usr/bin/x").content("y");
        builder.header(header -> header.int64(RpmTag.LONGSIZE, List.of(-1L)));

        assertThatThrownBy(() -> open().description())
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("tag LONGSIZE: expected a size below 2^63, found 18446744073709551615");
    }

    @Test
    void rejectsFilesThatAreNotPackages() throws IOException {
        Path file = Files.writeString(folder.resolve("x.rpm"), "x".repeat(200));
        assertThatThrownBy(() -> RpmFile.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("x.rpm, lead: expected the magic number edabeedb");
    }

    @Test
    void refusesEveryTruncationOfTheHeaders() throws IOException {
        builder.file("/usr/bin/x").content("y");
        byte[] whole = builder.build();
        Path file = folder.resolve("cut.rpm");
        long payload = RpmFile.open(Files.write(file, whole)).payloadOffset();
        for (int length = 0; length < payload; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> RpmFile.open(file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("cut.rpm");
        }
    }

    @Test
    void refusesOffsetsAndCountsOutsideTheData() {
        int[][] entries = {
            {2000, 4, 1_000_000, 1}, {2000, 4, -4, 1}, {2000, 4, 0, 0x7fffffff}, {2000, 4, 0, -1}, {2000, 99, 0, 1},
            {2000, 6, 0, 2}, {2000, 8, 0, 10_000}, {2000, 5, 0, 0x20000001}, {1, 4, 0, 1}, {2000, 0, 0, 1}
        };
        for (int[] entry : entries) {
            RpmBuilder wrong = new RpmBuilder().header(h -> h.rawEntry(entry[0], entry[1], entry[2], entry[3]));
            assertThatThrownBy(() -> RpmFile.open(wrong.write(folder.resolve("wrong.rpm"))))
                    .as(Arrays.toString(entry))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("wrong.rpm, header");
        }
    }

    @Test
    void refusesAHeaderThatClaimsMoreThanTheFileHas() throws IOException {
        byte[] rpm = builder.build();
        int signature = 96;
        java.nio.ByteBuffer.wrap(rpm).putInt(signature + 12, 60 << 20);
        Path file = Files.write(folder.resolve("big.rpm"), rpm);
        assertThatThrownBy(() -> RpmFile.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bytes of file");
    }

    @Test
    void refusesFileArraysOfDifferentLengths() {
        builder.file("/usr/bin/x").content("y");
        builder.header(header -> header.int16(RpmTag.FILEMODES, List.of(0100644, 0100644)));
        assertThatThrownBy(this::open)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected 1 values, one for each file, found 2");
    }

    @Test
    void verifiesDigestsAndTellsWhatIsNotThere() throws IOException {
        builder.file("/usr/bin/x").content("y");
        assertThat(open().verifyDigests())
                .contains(
                        new DigestResult(DigestResult.Scope.HEADER, "SHA-256", new DigestStatus.Verified()),
                        new DigestResult(DigestResult.Scope.HEADER, "SHA-1", new DigestStatus.NotPresent()),
                        new DigestResult(DigestResult.Scope.PAYLOAD, "SHA-256", new DigestStatus.Verified()),
                        new DigestResult(DigestResult.Scope.FILES, "SHA-256", new DigestStatus.Verified()));
    }

    @Test
    void reportsAWrongHeaderDigest() throws IOException {
        builder.signature(signature -> signature.string(RpmTag.SIG_SHA256, "00".repeat(32)));
        assertThat(status(open(), DigestResult.Scope.HEADER, "SHA-256")).isInstanceOf(DigestStatus.Mismatch.class);
    }

    @Test
    void reportsAWrongPayloadDigestWithoutDecompressing() throws IOException {
        builder.file("/usr/bin/x").content("y");
        builder.damagePayload(payload -> {
            byte[] wrong = payload.clone();
            wrong[wrong.length / 2] ^= 1;
            return wrong;
        });
        RpmFile rpm = open();
        assertThat(status(rpm, DigestResult.Scope.PAYLOAD, "SHA-256")).isInstanceOf(DigestStatus.Mismatch.class);
        assertThat(status(rpm, DigestResult.Scope.FILES, "SHA-256")).isInstanceOf(DigestStatus.NotChecked.class);
    }

    @Test
    void namesTheFileWithAWrongDigest() throws IOException {
        builder.file("/usr/bin/good").content("y");
        builder.file("/usr/bin/bad").content("y").digest("00".repeat(32));
        assertThat(status(open(), DigestResult.Scope.FILES, "SHA-256"))
                .isInstanceOfSatisfying(DigestStatus.Mismatch.class, mismatch -> assertThat(mismatch.file())
                        .contains("/usr/bin/bad"));
    }

    private static DigestStatus status(RpmFile rpm, DigestResult.Scope scope, String algorithm) throws IOException {
        return rpm.verifyDigests().stream()
                .filter(result -> result.scope() == scope && result.algorithm().equals(algorithm))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void readsTheSignaturesOfFiles() throws IOException {
        RpmBuilder builder = new RpmBuilder();
        builder.file("/usr/a").content("first");
        builder.signature(header -> header.strings(RpmTag.SIG_FILESIGNATURES, List.of("0302041a"))
                .strings(RpmTag.SIG_VERITYSIGNATURES, List.of("bWVycnk=")));
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("signed.rpm")));

        assertThat(rpm.signatureHeader().strings(RpmTag.SIG_FILESIGNATURES)).containsExactly("0302041a");
        assertThat(rpm.signatureHeader().strings(RpmTag.SIG_VERITYSIGNATURES)).containsExactly("bWVycnk=");
        assertThat(rpm.verify(KeyRing.EMPTY).complaints(VerificationPolicy.DIGESTS))
                .isEmpty();
    }

    @Test
    void readsTheSignaturesOfFilesThatAreInOneOfTheHeaders() throws IOException {
        RpmBuilder builder = new RpmBuilder();
        builder.file("/usr/a").content("first");
        builder.header(header -> header.strings(RpmTag.FILESIGNATURES, List.of("0302041b")));
        assertThat(RpmFile.open(builder.write(folder.resolve("main.rpm")))
                        .header()
                        .strings(RpmTag.FILESIGNATURES))
                .containsExactly("0302041b");
        builder.signature(header -> header.strings(RpmTag.SIG_FILESIGNATURES, List.of("0302041a")));
        assertThatThrownBy(() -> RpmFile.open(builder.write(folder.resolve("both.rpm"))))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("tag 5090: expected a tag of the signature header only there");
    }

    @Test
    void describesADeltaPackage() throws IOException {
        RpmBuilder builder = new RpmBuilder();
        builder.file("/usr/a").content("first");
        builder.header(header -> header.string(RpmTag.PAYLOADFORMAT, "drpm"));
        RpmFile rpm = RpmFile.open(builder.write(folder.resolve("delta.rpm")));

        assertThat(rpm.description().payloadFormat()).isEqualTo("drpm");
        assertThat(rpm.files()).extracting(PackagedFile::path).containsExactly("/usr/a");
    }
}
