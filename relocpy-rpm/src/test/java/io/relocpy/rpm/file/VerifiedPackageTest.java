package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.repository.testing.TestKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a package's signature covers; nothing else is used. */
class VerifiedPackageTest {
    private static final Instant BORN = Instant.parse("2020-01-01T00:00:00Z");
    private static final VerificationPolicy TOLERANT = VerificationPolicy.STRICT.toleratingBrokenDigests();

    @TempDir
    Path temp;

    private final TestKey key = TestKey.create(BORN);
    private final KeyRing keys = key.ring(key.certify(BORN, hashed -> {}));
    private final RpmBuilder builder = new RpmBuilder();

    private static byte[] header(byte[] rpm) {
        return PackageParts.of(rpm).main.build();
    }

    private static byte[] both(byte[] rpm) {
        return TestKey.join(header(rpm), PackageParts.of(rpm).payload);
    }

    private static byte[] signed(byte[] rpm, int tag, byte[] signature) {
        return PackageAttacks.replaced(rpm, tag, 7, signature.length, signature);
    }

    private byte[] signHeader(byte[] rpm) {
        return signed(rpm, RpmTag.SIG_DSA, key.sign(header(rpm)));
    }

    private byte[] build(String content) {
        RpmBuilder one = new RpmBuilder();
        one.file("/usr/numbers").content(content);
        one.header(header -> header.int32(RpmTag.BUILDTIME, List.of(1_700_000_000)));
        return one.build();
    }

    private RpmFile open(byte[] rpm) throws IOException {
        return RpmFile.open(Files.write(temp.resolve("sample.rpm"), rpm));
    }

    private void assertRefused(byte[] rpm, VerificationPolicy policy, String message) {
        assertThatThrownBy(() -> open(rpm).verified(keys, policy))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("sample.rpm")
                .hasMessageContaining(message);
    }

    private static String read(RpmFile rpm) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RpmPayload payload = rpm.payload()) {
            while (payload.next().isPresent()) {
                payload.content().transferTo(out);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void givesAPackageThatIsSigned() throws IOException {
        assertThat(read(open(signHeader(build("right"))).verified(keys, VerificationPolicy.STRICT)))
                .isEqualTo("right");
        byte[] old = new RpmBuilder().version3().build();
        assertThatCode(() -> open(signHeader(old)).verified(keys, VerificationPolicy.STRICT))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesEveryAttack() throws IOException {
        byte[] right = signHeader(build("right"));
        byte[] stranger = build("another");
        for (Map.Entry<String, UnaryOperator<byte[]>> attack :
                PackageAttacks.all(stranger).entrySet()) {
            byte[] wrong = attack.getValue().apply(right);
            assertThat(wrong).as(attack.getKey()).isNotEqualTo(right);
            assertThatThrownBy(() -> open(wrong).verified(keys, VerificationPolicy.STRICT))
                    .as(attack.getKey())
                    .isInstanceOfAny(VerificationException.class, FormatException.class)
                    .hasMessageContaining("sample.rpm");
        }
    }

    @Test
    void unpacksNothingButWhatWasVerifiedWhateverBecomesOfTheFile() throws IOException {
        byte[] right = signHeader(build("right"));
        Path file = temp.resolve("sample.rpm");
        byte[] other = signHeader(build("other")); // also signed, but for something else
        PackageParts mixed = PackageParts.of(right);
        mixed.payload = PackageParts.of(other).payload;
        for (byte[] later : List.of(other, mixed.build(), TestKey.join(right, new byte[1]))) {
            RpmFile verified = open(right).verified(keys, VerificationPolicy.STRICT);
            assertThat(read(verified)).isEqualTo("right");
            Files.write(file, later);
            assertThatThrownBy(() -> read(verified)).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> verified.verify(keys)).isInstanceOf(FormatException.class);

            RpmFile known =
                    RpmFile.open(file, Checksums.of(Checksum.Algorithm.SHA_256, right)); // as stated in its metadata
            assertThatThrownBy(() -> read(known))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("SHA-256");
            assertThatThrownBy(() -> known.verified(keys, VerificationPolicy.STRICT))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("expected the checksum SHA-256:");
        }
        Files.write(file, right);
        assertThat(read(RpmFile.open(file, Checksums.of(Checksum.Algorithm.SHA_256, right))))
                .isEqualTo("right");
    }

    /** Packages built before rpm 4.14 have no payload digest: their signature of header and payload is sufficient. */
    @Test
    void verifiesThePayloadAgainWithoutADigestInTheHeader() throws IOException {
        byte[] right = withoutDigest("right", header -> {});
        assertRefused(signHeader(right), VerificationPolicy.STRICT, "no digest of the payload");
        byte[] signature = key.sign(both(right));
        byte[] signed = signed(signHeader(right), RpmTag.SIG_GPG, signature);
        RpmFile verified = open(signed).verified(keys, VerificationPolicy.STRICT);
        assertThat(read(verified)).isEqualTo("right");
        PackageParts parts = PackageParts.of(signed);
        parts.payload = PackageParts.of(withoutDigest("other", header -> {})).payload;
        Files.write(temp.resolve("sample.rpm"), parts.build());
        assertThatThrownBy(() -> read(verified)).isInstanceOf(FormatException.class);
        assertRefused(parts.build(), VerificationPolicy.STRICT, "is wrong");
    }

    private static byte[] withoutDigest(String content, Consumer<HeaderBuilder> change) {
        RpmBuilder one = new RpmBuilder();
        one.file("/usr/numbers").content(content);
        one.header(header -> header.remove(RpmTag.PAYLOADDIGEST).remove(RpmTag.PAYLOADDIGESTALGO));
        one.header(change);
        return one.build();
    }

    @Test
    void noDigestInTheSignatureHeaderVouchesForThePayload() {
        byte[] rpm = signHeader(withoutDigest("right", header -> {}));
        byte[] md5 = java.util.HexFormat.of().parseHex(RpmBuilder.hex("MD5", both(rpm)));
        assertRefused(PackageAttacks.replaced(rpm, RpmTag.SIG_MD5, 7, 16, md5), TOLERANT, "no digest of the payload");
    }

    @Test
    void onlyDigestsOfTheWholePayloadVouchForIt() {
        byte[] archiveOnly =
                withoutDigest("right", header -> header.strings(RpmTag.PAYLOADDIGESTALT, List.of("0".repeat(64))));
        assertRefused(signHeader(archiveOnly), TOLERANT, "no digest of the payload");
        byte[] unknown = withoutDigest("right", header -> header.strings(RpmTag.PAYLOADDIGEST, List.of("0".repeat(64)))
                .int32(RpmTag.PAYLOADDIGESTALGO, List.of(99)));
        assertRefused(signHeader(unknown), TOLERANT, "no digest of the payload");
        for (List<String> wrong : List.of(List.of(""), List.of("x"), List.of("0".repeat(64)))) {
            byte[] rpm = withoutDigest("right", header -> header.strings(RpmTag.PAYLOADDIGEST, wrong));
            assertRefused(signHeader(rpm), TOLERANT, "SHA-256 of payload is");
        }
    }

    @Test
    void everyDigestOfATagHasToHold() throws IOException {
        byte[] plain = build("right");
        String right = RpmBuilder.hex("SHA-256", PackageParts.of(plain).payload);
        byte[] twice = withoutDigest("right", header -> header.strings(RpmTag.PAYLOADDIGEST, List.of(right, right)));
        open(signHeader(twice)).verified(keys, VerificationPolicy.STRICT);
        byte[] one =
                withoutDigest("right", header -> header.strings(RpmTag.PAYLOADDIGEST, List.of(right, "0".repeat(64))));
        assertRefused(signHeader(one), VerificationPolicy.STRICT, "SHA-256 of payload is");
        byte[] many = withoutDigest(
                "right", header -> header.strings(RpmTag.PAYLOADDIGEST, Collections.nCopies(1000, right)));
        assertThatThrownBy(() -> open(signHeader(many)).verified(keys, VerificationPolicy.STRICT))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("at most 8 digests");
    }

    @Test
    void aSignatureThatIsNotTrustedVouchesForNothing() {
        byte[] rpm = withoutDigest("right", header -> {});
        byte[] weak = key.sign(both(rpm), BORN, HashAlgorithmTags.SHA1, hashed -> {});
        byte[] mixed = signed(signHeader(rpm), RpmTag.SIG_GPG, weak);
        assertRefused(mixed, VerificationPolicy.STRICT, "no digest of the payload");
        assertThatCode(() -> open(mixed)
                        .verified(keys, VerificationPolicy.STRICT.tolerating(SignatureWeakness.DIGEST_BROKEN)))
                .doesNotThrowAnyException();
        assertRefused(signed(rpm, RpmTag.SIG_GPG, weak), VerificationPolicy.STRICT, "DIGEST_BROKEN");
    }

    @Test
    void aPackageHasSomeSignaturesAndNotThousands() {
        byte[] rpm = build("right");
        byte[] signature = key.sign(header(rpm));
        String text = Base64.getEncoder().encodeToString(signature);
        for (int count : new int[] {1, PackageSignatures.MAX}) {
            assertThatCode(() -> open(openPgp(rpm, count, text)).verified(keys, VerificationPolicy.STRICT))
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> open(openPgp(rpm, 20_000, text)).verified(keys, VerificationPolicy.STRICT))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("at most 16 signatures, found 20000");
        assertThatThrownBy(() -> open(openPgp(rpm, 1, "*")).verified(keys, VerificationPolicy.STRICT))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("base64");
    }

    private static byte[] openPgp(byte[] rpm, int count, String text) {
        byte[] strings = (text + "\0").repeat(count).getBytes(StandardCharsets.US_ASCII);
        return PackageAttacks.replaced(rpm, RpmTag.SIG_OPENPGP, 8, count, strings);
    }

    @Test
    void theLeadIsNotUsed() throws IOException {
        byte[] rpm = build("right");
        byte[] source = rpm.clone();
        source[7] = 1;
        assertThat(open(source).isSource()).isFalse();
        assertThat(open(source).nevra()).isEqualTo(open(rpm).nevra());
        builder.header(header -> header.remove(RpmTag.SOURCERPM));
        byte[] unnamed = builder.build();
        unnamed[7] = 1;
        assertThat(open(unnamed).isSource()).isFalse();
    }

    @Test
    void acceptsTheTrailerThatEarlyVersionsOfRpm4Wrote() throws IOException {
        PackageParts parts = PackageParts.of(signHeader(build("right")));
        parts.signature.trailer(0, RpmTag.HEADER_IMAGE);
        assertThat(read(open(parts.build()).verified(keys, VerificationPolicy.STRICT)))
                .isEqualTo("right");
    }
}
