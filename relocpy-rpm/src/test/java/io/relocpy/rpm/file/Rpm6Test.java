package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureStatus;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages built and signed by rpm 6.1.0, with its own output for them; created by {@code v6/make} in the test
 * resources.
 */
class Rpm6Test {
    @TempDir
    Path temp;

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Rpm6Test.class.getResourceAsStream("v6/" + name)) {
            return in.readAllBytes();
        }
    }

    private static String text(String name) throws IOException {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private RpmFile open(String name) throws IOException {
        return RpmFile.open(Files.write(temp.resolve(name), resource(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "bzip2", "xz", "lzma", "none", "format4", "signed", "source"})
    void readsEveryTagAsRpmDoes(String name) throws IOException {
        Map<Integer, List<String>> expected = RpmOracle.parse(text("tags.tsv")).get(name + ".rpm");
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(RpmOracle.tags(open(name + ".rpm"))).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /**
     * For packages of rpm 6, rpm2cpio does not write the stripped archive of the package, but another one with the same
     * files.
     */
    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "bzip2", "xz", "lzma", "none", "format4", "signed", "source"})
    void givesTheContentsThatRpm2cpioGives(String name) throws IOException {
        List<String> found = new ArrayList<>();
        try (RpmPayload payload = open(name + ".rpm").payload()) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                if (entry.hasContent()) {
                    String sum = RpmBuilder.hex("SHA-256", payload.content().readAllBytes());
                    entry.names().forEach(path -> found.add(sum + "  " + name + ".rpm " + path.replaceFirst("^/", "")));
                }
            }
        }
        List<String> expected = text("files.sha256")
                .lines()
                .filter(line -> line.contains("  " + name + ".rpm "))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "bzip2", "xz", "lzma", "none", "format4", "signed"})
    void givesTheFilesOfTheStrippedArchive(String name) throws IOException {
        RpmFile rpm = open(name + ".rpm");
        assertThat(rpm.format()).isEqualTo(name.equals("format4") ? 4 : 6);
        Map<String, String> contents = new TreeMap<>();
        try (RpmPayload payload = rpm.payload()) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                String content = new String(payload.content().readAllBytes(), StandardCharsets.UTF_8);
                for (String path : entry.names()) {
                    contents.merge(path, entry.type() + " " + entry.linkTarget().orElse("") + content, (a, b) -> b);
                }
            }
        }
        assertThat(contents)
                .containsEntry("/usr/share/sample/Grüße und Küsse", "FILE hello\n")
                .containsEntry("/usr/share/sample/hard1", "FILE linked\n")
                .containsEntry("/usr/share/sample/hard2", "FILE linked\n")
                .containsEntry("/usr/share/sample/link", "SYMLINK numbers")
                .containsEntry("/usr/share/sample/nothing", "FILE ")
                .containsEntry("/usr/share/sample/empty", "DIRECTORY ")
                .hasSize(10);
        assertThat(rpm.files())
                .filteredOn(file -> file.capabilities().isPresent())
                .extracting(file -> file.path() + " " + file.capabilities().get())
                .containsExactly("/usr/share/sample/capable cap_net_raw=ep");
        assertThat(rpm.header().string(RpmTag.SUMMARY, "de_AT")).contains("Ein Muster");
    }

    @Test
    void readsTheSourcePackage() throws IOException {
        RpmFile rpm = open("source.rpm");
        assertThat(rpm.isSource()).isTrue();
        assertThat(rpm.nevra()).hasToString("sample-2:1.5~rc1-3.src");
        assertThat(rpm.files()).extracting(PackagedFile::path).containsExactly("sample.spec");
    }

    /** Compares with every line of {@code rpmkeys -Kv}, with both keys known. */
    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "bzip2", "xz", "lzma", "none", "format4", "signed", "source"})
    void findsTheDigestsAndSignaturesThatRpmFinds(String name) throws IOException {
        Verification verification = open(name + ".rpm").verify(KeyRing.parse(resource("keys.asc"), "keys.asc"));
        List<String> found = new ArrayList<>();
        for (Verification.Signature signature : verification.signatures()) {
            assertThat(signature.scope()).isEqualTo(DigestResult.Scope.HEADER);
            assertThat(signature.result().status()).isInstanceOf(SignatureStatus.Verified.class);
            found.add("signature " + signature.result().keyId().orElseThrow() + ": OK");
        }
        for (DigestResult digest : verification.digests()) {
            assertThat(digest.status()).isInstanceOfAny(DigestStatus.Verified.class, DigestStatus.NotPresent.class);
            if (digest.status() instanceof DigestStatus.Verified && rpmLooksAt(digest, name)) {
                found.add(words(digest) + ": OK");
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(rpmkeys(name + ".rpm"));
        VerificationPolicy policy = name.equals("signed") ? VerificationPolicy.STRICT : VerificationPolicy.DIGESTS;
        assertThat(verification.complaints(policy)).isEmpty();
    }

    /**
     * rpmkeys leaves the digests of files, and of a compressed archive, to the installation, and ignores SHA-1 and MD5
     * beside better ones.
     */
    private static boolean rpmLooksAt(DigestResult digest, String name) {
        return !List.of("SHA-1", "MD5").contains(digest.algorithm())
                && digest.scope() != DigestResult.Scope.FILES
                && (digest.scope() != DigestResult.Scope.UNCOMPRESSED_PAYLOAD || name.equals("none"));
    }

    private static String words(DigestResult digest) {
        return digest.scope().name().toLowerCase(Locale.ROOT) + " "
                + digest.algorithm().replace("SHA-", "SHA");
    }

    private static List<String> rpmkeys(String rpm) throws IOException {
        return Stream.of(text("rpmkeys.txt").split("\n"))
                .dropWhile(line -> !line.equals(rpm + ":"))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .map(String::strip)
                .map(line -> line.replaceFirst(
                        "Header OpenPGP.*fingerprint: [0-9a-f]{24}([0-9a-f]{16}): ", "signature $1: "))
                .map(line -> line.replaceFirst("^Header (\\S+) digest", "header $1"))
                .map(line -> line.replaceFirst("^Payload (\\S+) digest", "payload $1"))
                .map(line -> line.replaceFirst("^Payload (\\S+) ALT digest", "uncompressed_payload $1"))
                .toList();
    }
}
