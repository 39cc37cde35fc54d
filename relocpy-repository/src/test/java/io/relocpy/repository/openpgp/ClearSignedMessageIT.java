package io.relocpy.repository.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.testing.GnuPg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as gpg makes them. */
class ClearSignedMessageIT {
    @TempDir
    static Path folder;

    private static GnuPg gpg;
    private static KeyRing keys;

    @BeforeAll
    static void makeKeys() throws IOException {
        gpg = new GnuPg();
        gpg.makeKey("one@example.org", "ed25519", "sign", "never");
        gpg.makeKey("two@example.org", "rsa2048", "sign", "never");
        gpg.run("--output", folder.resolve("keys").toString(), "--export");
        keys = KeyRing.read(folder.resolve("keys"));
    }

    @AfterAll
    static void removeKeys() throws IOException {
        if (gpg != null) {
            gpg.close();
        }
    }

    private static byte[] sign(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        Path signed = folder.resolve("signed");
        gpg.run(
                "--local-user",
                "one@example.org",
                "--local-user",
                "two@example.org",
                "--output",
                signed.toString(),
                "--clear-sign",
                file.toString());
        return Files.readAllBytes(signed);
    }

    private static List<DetachedSignature.Signer> verify(ClearSignedMessage message) throws IOException {
        return message.signature()
                .verifyText(message.text(), "message", keys, VerificationPolicy.STRICT, Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one line\n",
                "no line feed",
                "",
                "\n\n\n",
                "- dash\n-----BEGIN PGP SIGNATURE-----\n--\n",
                "white space \t \n at the ends\t\n",
                "Windows\r\nlines\r\n",
                "ä ö ü €\n"
            })
    void textsOfEveryFormVerify(String text) throws IOException {
        ClearSignedMessage message = ClearSignedMessage.parse(sign(text), "message");

        assertThat(verify(message)).hasSize(2);
        assertThat(new String(message.text(), StandardCharsets.UTF_8))
                .isEqualTo(text.replaceAll("[ \t\r]+\n", "\n").replaceFirst("\n$", ""));
    }

    @Test
    void aChangeIsFound() throws IOException {
        String signed = new String(sign("Suite: stable\n"), StandardCharsets.UTF_8);
        ClearSignedMessage message =
                ClearSignedMessage.parse(signed.replace("stable", "sid").getBytes(StandardCharsets.UTF_8), "message");

        assertThatThrownBy(() -> verify(message))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "behind", "twice"})
    void nothingButTheMessageIsAccepted(String where) throws IOException {
        String signed = new String(sign("Suite: stable\n"), StandardCharsets.UTF_8);
        String data =
                switch (where) {
                    case "before" -> "\n" + signed;
                    case "behind" -> signed + "\n";
                    default -> signed + signed;
                };

        assertThatThrownBy(() -> ClearSignedMessage.parse(data.getBytes(StandardCharsets.UTF_8), "message"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("message, line ");
    }

    @Test
    void signaturesOfTextVerifyAsDetachedOnesToo() throws IOException {
        Path file = Files.writeString(folder.resolve("detached"), "one\ntwo\n");
        for (String mode : List.of("--textmode", "--no-textmode")) {
            gpg.run(mode, "--armor", "--output", file + ".asc", "--detach-sign", file.toString());

            List<DetachedSignature.Signer> signers = DetachedSignature.read(Path.of(file + ".asc"))
                    .verifyText(Files.readAllBytes(file), "detached", keys, VerificationPolicy.STRICT, Instant.now());

            assertThat(signers).hasSize(1);
        }
    }
}
