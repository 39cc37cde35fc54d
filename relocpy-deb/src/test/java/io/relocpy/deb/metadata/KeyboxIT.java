package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keyring that gpg itself keeps. */
class KeyboxIT {
    @TempDir
    Path home;

    private byte[] keybox;

    @BeforeEach
    void makeKeys() throws IOException {
        HostTools.require("gpg", "gpgv");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("One <one@example.org>", "Two <two@example.org>")) {
            gpg("--quick-gen-key", name, "ed25519", "sign", "never");
        }
        keybox = Files.readAllBytes(home.resolve("pubring.kbx"));
    }

    private HostTools.Result gpg(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                HostTools.find("gpg").orElseThrow().toString(),
                "--homedir",
                home.toString(),
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
        command.addAll(List.of(arguments));
        return HostTools.run(command.toArray(String[]::new)).orFail();
    }

    @Test
    void itsKeysAreThoseThatGpgExports() throws IOException {
        Path exported = home.resolve("exported.gpg");
        gpg("--output", exported.toString(), "--export");

        assertThat(Keybox.is(keybox)).isTrue();
        assertThat(Keybox.is(Files.readAllBytes(exported))).isFalse();
        assertThat(KeyRing.parse(Keybox.packets(keybox, "keybox"), "keybox").fingerprints())
                .hasSize(2)
                .containsExactlyInAnyOrderElementsOf(KeyRing.read(exported).fingerprints());
    }

    @Test
    void aReleaseFileIsVerifiedWithIt() throws IOException {
        Path repository = Files.createDirectories(home.resolve("repository"));
        Path suite = Files.createDirectories(repository.resolve("dists/stable"));
        Path release = home.resolve("Release");
        Files.writeString(release, "Codename: stable\nDate: Sat, 06 Sep 2025 11:12:13 UTC\nSHA256:\n");
        gpg("--output", suite.resolve("InRelease").toString(), "--clear-sign", release.toString());
        HostTools.run(
                        "gpgv",
                        "--keyring",
                        home.resolve("pubring.kbx").toString(),
                        suite.resolve("InRelease").toString())
                .orFail();

        List<Suite> suites = RepositoryClient.builder()
                .cacheDirectory(home.resolve("cache"))
                .build()
                .load(List.of(AptSource.builder(repository.toUri().toString(), "stable")
                        .components("main")
                        .signedBy(new SignedBy.Keyring(home.resolve("pubring.kbx")))
                        .build()));

        assertThat(suites.get(0).keyFingerprints()).hasSize(1);
    }

    @Test
    void damageIsFound() {
        for (int i = 0; i < keybox.length; i++) {
            byte[] cut = Arrays.copyOf(keybox, i);
            byte[] changed = keybox.clone();
            changed[i] ^= (byte) 0x80;
            for (byte[] damaged : List.of(cut, changed)) {
                try {
                    assertThat(Keybox.packets(damaged, "keybox")).hasSizeLessThan(keybox.length);
                } catch (FormatException e) {
                    assertThat(e).hasMessageContaining("keybox, offset ");
                }
            }
        }
        assertThatCode(() -> Keybox.packets(keybox, "keybox")).doesNotThrowAnyException();
    }
}
