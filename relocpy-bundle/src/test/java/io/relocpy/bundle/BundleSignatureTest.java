package io.relocpy.bundle;

import static io.relocpy.bundle.Samples.TIME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.ArchiveSignature;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.DirectoryReader;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.format.WrittenFile;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small bundle is signed, tampered with, and verified; the keys are gpg's, see the script beside them. */
class BundleSignatureTest {
    private static final Path KEYS = Path.of("../relocpy-repository/src/test/resources/io/relocpy/repository/keys");

    @TempDir
    Path folder;

    private static SigningKey secret(String name) throws IOException {
        return SigningKey.read(KEYS.resolve(name + ".key"), key -> new char[0]);
    }

    private static KeyRing keys(String name) throws IOException {
        return KeyRing.read(KEYS.resolve(name + ".asc"));
    }

    private Path write(String name, String key) throws IOException {
        return write(folder.resolve(name), key, false);
    }

    private static Path write(Path path, String key, boolean replace) throws IOException {
        return write(path, key, replace, SmallBundle.files());
    }

    private static Path write(Path path, String key, boolean replace, List<BundleFile> listed) throws IOException {
        List<BundleFile> files = new ArrayList<>(listed);
        files.add(BundleFile.Regular.made(
                BundleLayout.MANIFEST, SmallBundle.manifest(listed), false, TIME, Samples.REASON));
        SmallBundle.write(path, files, replace, key.isEmpty() ? null : new BundleSigner(secret(key)));
        return path;
    }

    private static Path beside(Path archive) {
        return Path.of(archive + ".asc");
    }

    private static List<String> signatureFaults(Path path, KeyRing keys) throws IOException {
        BundleVerification verification = Bundle.verify(path, keys);
        List<String> faults = verification.faults().stream()
                .filter(finding -> finding.check() == Check.SIGNATURE)
                .map(Finding::toString)
                .toList();
        assertThat(verification.isSound()).isEqualTo(verification.faults().isEmpty());
        assertThat(verification.signature().isPresent() || !faults.isEmpty()).isTrue();
        return faults;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz"})
    void aSignedBundleSaysByWhomAndWhen(String name) throws IOException {
        Path bundle = write(name, "release");

        BundleVerification verification = Bundle.verify(bundle, keys("release"));

        assertThat(verification.findings()).isEmpty();
        BundleVerification.Signature signature = verification.signature().orElseThrow();
        assertThat(signature.fingerprint()).isEqualTo("eb9f5ceb5772a4309d954b691d97e3b3779157ed");
        assertThat(signature.userId()).contains("Test key release, trust it never <release@example.org>");
        assertThat(Duration.between(signature.time(), Instant.now())).isLessThan(Duration.ofMinutes(5));
        assertThat(verification.origin())
                .startsWith("Signed by Test key release, trust it never <release@example.org>, key eb9f5ceb5772a430")
                .endsWith("Z");
        assertThat(Files.exists(beside(bundle))).isEqualTo(!name.equals("a"));
        assertThat(Bundle.read(bundle).isSigned()).isTrue();
    }

    @Test
    void withoutAKeyTheFirstLineSaysThatOriginIsNotChecked() throws IOException {
        Path bundle = write("a.tar", "release");
        Files.writeString(beside(bundle), "not looked at");

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.findings()).isEmpty();
        assertThat(verification.signature()).isEmpty();
        assertThat(verification.origin()).startsWith("Integrity only, not origin: no key was given");
    }

    @Test
    void twoBuildsDifferOnlyInTheSignature() throws IOException {
        Path signed = write("a", "release");
        Path unsigned = write("b", "");

        Path signature = signed.resolve(BundleLayout.SIGNATURE);
        assertThat(Files.getLastModifiedTime(signature).toInstant()).isEqualTo(TIME);
        Files.delete(signature);
        Files.setLastModifiedTime(signed, Files.getLastModifiedTime(unsigned));
        assertThat(listing(signed)).isEqualTo(listing(unsigned));
    }

    /** Every file with its time and what {@link DirectoryReader} finds of it. */
    private static List<String> listing(Path bundle) throws IOException {
        List<String> lines = new ArrayList<>();
        for (WrittenFile file : DirectoryReader.read(bundle).files().values()) {
            String content = file instanceof WrittenFile.Regular regular ? regular.sha256() : "";
            lines.add(file.path() + " " + content + " "
                    + Files.getLastModifiedTime(bundle.resolve(file.path()), LinkOption.NOFOLLOW_LINKS));
        }
        return lines;
    }

    @Test
    void anUnsignedBundleIsRefusedWhereAKeyIsGiven() throws IOException {
        Path bundle = write("a", "");

        assertThat(signatureFaults(bundle, keys("release")))
                .containsExactly("relocpy.json.asc: is missing: the bundle is not signed");
        assertThat(Bundle.verify(bundle, keys("release")).origin()).isEqualTo("Not signed by one of the given keys");
    }

    @Test
    void signaturesByOtherKeysAreRefused() throws IOException {
        Path bundle = write("a.tar", "other");

        assertThat(signatureFaults(bundle, keys("release")))
                .hasSize(2)
                .allMatch(fault -> fault.contains("unknown key"));
        assertThat(signatureFaults(bundle, KeyRing.EMPTY)).hasSize(2);
        assertThat(signatureFaults(bundle, keys("release").plus(keys("other")))).isEmpty();
    }

    @Test
    void anArchiveAndAManifestOfTwoSignersAreNoted() throws IOException {
        Path bundle = write("a.tar", "release");
        Files.write(beside(bundle), secret("other").sign(Files.readAllBytes(bundle)));

        BundleVerification verification = Bundle.verify(bundle, keys("release").plus(keys("other")));

        assertThat(verification.faults()).isEmpty();
        assertThat(verification.notes()).singleElement().asString().contains("is by another key than the archive's");
    }

    @Test
    void aKeyThatWasRevokedSinceIsRefused() throws IOException {
        Path bundle = write("a", "before-revocation");

        assertThat(signatureFaults(bundle, keys("revoked")))
                .singleElement()
                .asString()
                .contains("KEY_REVOKED");
    }

    @Test
    void aChangedManifestIsRefused() throws IOException {
        Path bundle = write("a", "release");
        Path manifest = bundle.resolve(BundleLayout.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("3.13.5", "3.13.6"));

        assertThat(Bundle.verify(bundle).isSound()).isTrue();
        assertThat(signatureFaults(bundle, keys("release")))
                .singleElement()
                .asString()
                .endsWith(" is wrong");
    }

    @Test
    void theSignatureOfAnotherBundleIsRefused() throws IOException {
        Path bundle = write("a", "release");
        Path other = write(
                folder.resolve("b"),
                "release",
                false,
                SmallBundle.files().subList(1, SmallBundle.files().size()));
        Files.copy(
                other.resolve(BundleLayout.SIGNATURE),
                bundle.resolve(BundleLayout.SIGNATURE),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(signatureFaults(bundle, keys("release")))
                .singleElement()
                .asString()
                .endsWith(" is wrong");
    }

    @Test
    void whatIsNoSignatureInTheBundleIsRefused() throws IOException {
        Path bundle = write("a", "release");
        Path file = bundle.resolve(BundleLayout.SIGNATURE);
        Path good = Files.move(file, folder.resolve("good.asc"));

        Files.createFile(file);
        assertThat(signatureFaults(bundle, keys("release")))
                .containsExactly("relocpy.json.asc: the signature: expected an OpenPGP signature, found none");
        Files.write(file, new byte[(1 << 16) + 1]);
        assertThat(signatureFaults(bundle, keys("release")))
                .containsExactly("relocpy.json.asc: expected at most 65536 bytes, found 65537");
        Files.delete(file);
        Files.createSymbolicLink(file, good);
        assertThat(signatureFaults(bundle, keys("release")))
                .containsExactly("relocpy.json.asc: expected a regular file");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(signatureFaults(bundle, keys("release")))
                .containsExactly("relocpy.json.asc: is missing: the bundle is not signed");
    }

    @Test
    void theSignatureOfAnArchiveCoversEachOfItsBytes() throws IOException {
        Path archive = write("a.tar", "release");
        long size = Files.size(archive);
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(size - 1);
            file.write(1); // behind the end marker, where only padding is
        }

        assertThat(signatureFaults(archive, keys("release")))
                .containsExactly("a.tar.asc: the archive: signature by key" + " 1d97e3b3779157ed is wrong");
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(size - 1);
            file.write(0);
        }
        assertThat(signatureFaults(archive, keys("release"))).isEmpty();
    }

    @Test
    void bytesBehindACompressedArchiveAreCoveredToo() throws IOException {
        Path archive = write("a.tar.xz", "release");
        Files.write(archive, new byte[100_000], java.nio.file.StandardOpenOption.APPEND);

        try {
            assertThat(signatureFaults(archive, keys("release"))).anyMatch(fault -> fault.endsWith(" is wrong"));
        } catch (BundleException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    @Test
    void anArchiveWithoutASignatureBesideItIsNoted() throws IOException {
        Path archive = write("a.tar", "release");
        Files.delete(beside(archive));

        BundleVerification verification = Bundle.verify(archive, keys("release"));

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.findings())
                .containsExactly(new Finding(
                        Severity.NOTE,
                        Check.SIGNATURE,
                        "a.tar.asc",
                        "does not exist: the archive itself has no signature, only relocpy.json can have one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "huge", "link", "folder", "other"})
    void whatIsNoSignatureBesideAnArchiveIsRefused(String kind) throws IOException {
        Path archive = write("a.tar", "release");
        Path beside = beside(archive);
        Path moved = Files.move(beside, folder.resolve("moved"));
        switch (kind) {
            case "empty" -> Files.createFile(beside);
            case "huge" -> Files.write(beside, new byte[1 << 20]);
            case "link" -> Files.createSymbolicLink(beside, moved);
            case "folder" -> Files.createDirectory(beside);
            default -> Files.copy(beside(write("b.tar", "other")), beside);
        }

        assertThat(signatureFaults(archive, keys("release")))
                .singleElement()
                .asString()
                .matches("a\\.tar\\.asc: (?:expected |the archive: signature by key ).*");
    }

    @Test
    void controlCharactersOfANameAreNotWrittenRaw() {
        BundleVerification.Signature signature =
                new BundleVerification.Signature("ab", "cd", Optional.of("Evil\u001b[2J\n\u009b"), Instant.EPOCH);

        assertThat(signature).hasToString("Evil\\u001b[2J\\u000a\\u009b, key ab, 1970-01-01T00:00:00Z");
    }

    // what is at the target already

    @Test
    void anExistingSignatureIsRefusedAndKept() throws IOException {
        Path mine = Files.writeString(folder.resolve("a.tar.asc"), "mine");

        assertThatThrownBy(() -> write("a.tar", "release"))
                .isInstanceOf(BundleException.class)
                .hasMessage(mine + ": already exists");
        assertThat(mine).hasContent("mine");
        assertThat(folder.toFile().list()).containsExactly("a.tar.asc");
    }

    @Test
    void anUnsignedArchiveDoesNotGoBesideASignatureThatIsNotItsOwn() throws IOException {
        Path archive = write("a.tar", "release");
        byte[] before = Files.readAllBytes(archive);

        assertThatThrownBy(() -> write(archive, "", true))
                .hasMessage(
                        beside(archive) + ": already exists, and would be taken for the signature of the new archive");
        assertThat(archive).hasBinaryContent(before);
        assertThat(signatureFaults(archive, keys("release"))).isEmpty();
    }

    @Test
    void bothAreReplacedTogether() throws IOException {
        Path archive = write("a.tar", "other");

        write(archive, "release", true);

        assertThat(signatureFaults(archive, keys("release"))).isEmpty();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.tar", "a.tar.asc");
    }

    @Test
    void anArchiveWithoutASignatureGetsOne() throws IOException {
        Path archive = write("a.tar", "");

        write(archive, "release", true);

        assertThat(signatureFaults(archive, keys("release"))).isEmpty();
    }

    @Test
    void onlyARegularFileIsReplaced() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a.tar.asc"), Path.of("else"));

        assertThatThrownBy(() -> write(folder.resolve("a.tar"), "release", true))
                .hasMessage(link + ": is not replaced: it is not a regular file");
    }

    @Test
    void aSignatureIsTakenBackWhereTheArchiveCannotFollow() throws IOException {
        Path archive = folder.resolve("a.tar");
        Target target = Target.of(archive);
        BundleSigner signer = new BundleSigner(secret("release"));
        try (WorkingDirectory working = new WorkingDirectory(archive)) {
            Files.writeString(archive, "of another build");

            assertThatThrownBy(() -> SmallBundle.write(target, working, SmallBundle.files(), false, signer))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(archive + ": already exists");
        }
        assertThat(folder.toFile().list()).containsExactly("a.tar");
    }

    @Test
    void aReplacedSignatureComesBackWhereTheArchiveCannotFollow() throws IOException {
        Path archive = folder.resolve("a.tar");
        Target target = Target.of(archive);
        BundleSigner signer = new BundleSigner(secret("release"));
        try (WorkingDirectory working = new WorkingDirectory(archive)) {
            Files.createDirectory(archive);
            Files.writeString(beside(archive), "mine");

            assertThatThrownBy(() -> SmallBundle.write(target, working, SmallBundle.files(), true, signer))
                    .hasMessage(archive + ": is not replaced: it is not a regular file");
        }
        assertThat(beside(archive)).hasContent("mine");
    }

    @Test
    void theNextBuildTakesBackWhatAKilledOneBegan() throws IOException {
        Path archive = write("a.tar", "other");
        Path killed = Files.createDirectory(folder.resolve(".a.tar.1"));
        Files.createFile(killed.resolve("lock"));
        Files.writeString(killed.resolve("result"), "the new archive");
        Files.writeString(killed.resolve("signature"), "its signature");
        ArchiveSignature.place(killed, archive);
        assertThat(beside(archive)).hasContent("its signature");

        assertThatThrownBy(() -> write(archive, "release", false)).hasMessageContaining("already exists");
        new WorkingDirectory(archive).close();

        assertThat(signatureFaults(archive, keys("other"))).isEmpty();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.tar", "a.tar.asc");
    }

    @Test
    void ofBuildsAtOnceArchiveAndSignatureAreOfOne() throws Exception {
        Path archive = write("a.tar", "release");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> builds = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                List<BundleFile> files = new ArrayList<>(SmallBundle.files());
                files.add(Samples.bundled("share/number", "" + i));
                builds.add(threads.submit(() -> write(archive, "release", true, files)));
            }
            for (Future<Path> build : builds) {
                build.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(signatureFaults(archive, keys("release"))).isEmpty();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.tar", "a.tar.asc");
    }

    @Test
    void aSignedDirectoryIsReplaced() throws IOException {
        Path bundle = write("a", "other");

        write(bundle, "release", true);

        assertThat(signatureFaults(bundle, keys("release"))).isEmpty();
        assertThat(new String(Files.readAllBytes(bundle.resolve(BundleLayout.SIGNATURE)), UTF_8))
                .startsWith("-----BEGIN PGP SIGNATURE-----\n\n");
    }
}
