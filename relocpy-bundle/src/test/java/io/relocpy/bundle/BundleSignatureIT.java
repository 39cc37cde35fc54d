package io.relocpy.bundle;

import static io.relocpy.bundle.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SigningKey;
import io.relocpy.testing.GnuPg;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed bundles: gpg verifies both signatures, and we verify those that gpg made. */
class BundleSignatureIT {
    private static final String NAME = "Vendor <vendor@example.org>";

    @TempDir
    Path folder;

    private GnuPg gpg;
    private String fingerprint;

    @BeforeEach
    void makeKey() throws IOException {
        HostTools.require("tar", "mkfifo");
        gpg = new GnuPg();
        fingerprint = gpg.makeKey(NAME, "ed25519", "sign", "2y");
    }

    @AfterEach
    void stop() throws IOException {
        gpg.close();
    }

    private Path write(String name, boolean signed) throws IOException {
        Path path = folder.resolve(name);
        List<BundleFile> files = new ArrayList<>(SmallBundle.files());
        files.add(BundleFile.Regular.made(
                BundleLayout.MANIFEST, SmallBundle.manifest(SmallBundle.files()), false, TIME, Samples.REASON));
        SmallBundle.write(path, files, false, signed ? new BundleSigner(signingKey()) : null);
        return path;
    }

    private SigningKey signingKey() throws IOException {
        Path file = folder.resolve("secret.key");
        gpg.run("--output", file.toString(), "--export-secret-keys", NAME);
        return SigningKey.read(file, key -> new char[0]);
    }

    private KeyRing keys() throws IOException {
        Path file = folder.resolve("vendor.asc");
        gpg.run("--armor", "--output", file.toString(), "--export", NAME);
        return KeyRing.read(file);
    }

    private Result gpgVerifies(Path signature, Path content) {
        return gpg.tryToRun("--status-fd", "1", "--verify", signature.toString(), content.toString());
    }

    private static Path unpack(Path archive) {
        HostTools.run(
                        "tar",
                        "-xf",
                        archive.toString(),
                        "-C",
                        archive.getParent().toString())
                .orFail();
        return Path.of(archive.toString().replaceFirst("\\.tar.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello.tar", "hello.tar.gz", "hello.tar.zst", "hello.tar.xz"})
    void gpgTakesBothSignaturesForGood(String name) throws IOException {
        Path archive = write(name, true);
        Path bundle = unpack(archive);

        Result whole = gpgVerifies(Path.of(archive + ".asc"), archive);
        Result manifest = gpgVerifies(bundle.resolve("relocpy.json.asc"), bundle.resolve("relocpy.json"));

        for (Result result : List.of(whole, manifest)) {
            assertThat(result.exitStatus()).isZero();
            assertThat(result.stdout()).contains("[GNUPG:] GOODSIG", "[GNUPG:] VALIDSIG " + fingerprint);
        }
        for (Path path : List.of(archive, bundle)) {
            BundleVerification verification = Bundle.verify(path, keys());
            assertThat(verification.findings()).isEmpty();
            assertThat(verification.signature().orElseThrow().fingerprint())
                    .isEqualTo(fingerprint.toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void whatGpgSignedIsVerified() throws IOException {
        Path bundle = write("hello", false);
        gpg.run("--armor", "--detach-sign", bundle.resolve("relocpy.json").toString());
        Path archive = folder.resolve("again.tar");
        HostTools.run("tar", "-C", folder.toString(), "-cf", archive.toString(), "hello")
                .orFail();
        gpg.run("--armor", "--detach-sign", archive.toString());

        for (Path path : List.of(bundle, archive)) {
            BundleVerification verification = Bundle.verify(path, keys());
            assertThat(verification.findings()).noneMatch(finding -> finding.check() == Check.SIGNATURE);
            assertThat(verification.signature().orElseThrow().userId()).contains(NAME);
        }
    }

    @Test
    void aChangedByteOfAnArchiveIsRefusedByBoth() throws IOException {
        Path archive = write("hello.tar", true);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length - 1] ^= 1;
        Files.write(archive, bytes);

        assertThat(gpgVerifies(Path.of(archive + ".asc"), archive).stdout()).contains("[GNUPG:] BADSIG");
        assertThat(Bundle.verify(archive, keys()).faults()).anySatisfy(fault -> assertThat(fault.toString())
                .isEqualTo("hello.tar.asc: the archive: signature by key "
                        + fingerprint.substring(24).toLowerCase(Locale.ROOT) + " is wrong"));
    }

    @Test
    void aPipeInASignaturesPlaceIsNotOpened() throws IOException {
        Path archive = write("hello.tar", true);
        Files.delete(Path.of(archive + ".asc"));
        HostTools.run("mkfifo", archive + ".asc").orFail();

        assertThat(Bundle.verify(archive, keys()).faults())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith("hello.tar.asc: ")
                .contains("expected a regular file");
    }

    @Test
    void aKeyThatWasRevokedAfterwardsIsRefusedByBoth() throws IOException {
        Path bundle = write("hello", true);
        Path revocation = gpg.home().resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
        Files.writeString(revocation, Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN"));
        gpg.run("--import", revocation.toString());

        assertThat(gpgVerifies(bundle.resolve("relocpy.json.asc"), bundle.resolve("relocpy.json"))
                        .stdout())
                .contains("[GNUPG:] REVKEYSIG");
        assertThat(Bundle.verify(bundle, keys()).faults())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .contains("KEY_REVOKED");
    }
}
