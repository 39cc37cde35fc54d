package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing and verifying as the tool's user does it; the keys are gpg's, see the script beside them. */
class SigningIT {
    private static final Path KEYS = Path.of("../relocpy-repository/src/test/resources/io/relocpy/repository/keys");

    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void nameTarget() {
        archive = folder.resolve("hello.tar");
    }

    private static Result relocpy(String... arguments) {
        return HostTools.run(ToolProcess.command(arguments), Map.of());
    }

    private static String key(String file) {
        return KEYS.resolve(file).toString();
    }

    private Result build(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("build", "-r", DemoRepositories.make().toString(), "-o", archive.toString()));
        arguments.addAll(List.of(more));
        return relocpy(arguments.toArray(String[]::new));
    }

    @Test
    void aSignedBundleSaysByWhomItIs() throws IOException {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse ü\n");

        build("--sign-key", key("protected.key"), "--sign-passphrase-file", passphrase.toString())
                .orFail();

        Result good = relocpy("verify", "--key", key("protected.asc"), archive.toString())
                .orFail();
        assertThat(good.lines().get(0))
                .startsWith("Signed by Test key protected, trust it never <protected@example.org>, key ");
        assertThat(good.stdout()).contains(": sound, ");
        Result unasked = relocpy("verify", archive.toString()).orFail();
        assertThat(unasked.lines().get(0)).startsWith("Integrity only, not origin");
        Result other = relocpy("verify", "--key", key("other.asc"), archive.toString());
        assertThat(other.exitStatus()).isEqualTo(1);
        assertThat(other.stdout())
                .startsWith("Not signed by one of the given keys\n")
                .contains("unknown key");
        assertThat(relocpy("inspect", archive.toString()).orFail().stdout()).contains("Signed, not verified here");
    }

    @Test
    void aWrongPassphraseIsSaidBeforeTheWorkAndShownNowhere() throws IOException {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "wr0ng-s3cret\n");

        Result text = build("--sign-key", key("protected.key"), "--sign-passphrase-file", passphrase.toString());
        Result json =
                build("--json", "--sign-key", key("protected.key"), "--sign-passphrase-file", passphrase.toString());

        assertThat(text.exitStatus()).isEqualTo(1);
        assertThat(text.stderr())
                .isEqualTo("relocpy: " + key("protected.key") + ": the passphrase is wrong, or the key is damaged\n");
        assertThat(text.stdout() + json.stdout() + json.stderr()).doesNotContain("s3cret");
        assertThat(folder.toFile().list()).containsExactly("passphrase");
    }

    @Test
    void aPassphraseThatIsMissingOrNotNeededIsSaid() {
        assertThat(build("--sign-key", key("protected.key")).stderr())
                .contains("is protected; give the file with its passphrase with --sign-passphrase-file");
        Result alone = build("--sign-passphrase-file", "x");
        assertThat(alone.exitStatus()).isEqualTo(2);
        assertThat(alone.stderr()).contains("--sign-passphrase-file requires --sign-key");
    }

    @Test
    void aKeyThatMayNotSignIsRefusedBeforeTheWork() {
        for (String name : List.of("expired", "revoked", "certify")) {
            Result result = build("--sign-key", key(name + ".key"));

            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.stderr()).startsWith("relocpy: " + key(name + ".key") + ": has no key to sign with: ");
            assertThat(folder.toFile().list()).isEmpty();
        }
    }

    @Test
    void withoutKeysNoClassOfOpenPgpIsLoaded() throws IOException {
        Path loaded = folder.resolve("loaded");

        for (List<String> arguments : List.of(
                List.of("build", "-q", "-r", DemoRepositories.make().toString(), "-o", archive.toString()),
                List.of("verify", archive.toString()))) {
            HostTools.run(
                            ToolProcess.command(arguments.toArray(String[]::new)),
                            Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded))
                    .orFail();

            assertThat(Files.readString(loaded))
                    .contains("io.relocpy.bundle.Bundle ")
                    .doesNotContain("org.bouncycastle");
        }
    }
}
