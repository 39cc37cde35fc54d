package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureCheck;
import io.relocpy.repository.openpgp.SignatureStatus;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Copies of keys and signatures created by gpg: our verdict is that of gpg after importing them. */
class KeyRingIT extends WithGpg {
    /** The verdict of gpg, as its status lines, after importing these files in order. */
    private String gpgSays(Path signature, Path content, Path... keys) throws IOException {
        Path other = Files.createTempDirectory("gpg");
        try {
            for (Path key : keys) {
                HostTools.run(
                                List.of("gpg", "--homedir", other.toString(), "--batch", "--import", key.toString()),
                                Map.of())
                        .orFail();
            }
            HostTools.Result result = HostTools.run(
                    List.of(
                            "gpg",
                            "--homedir",
                            other.toString(),
                            "--batch",
                            "--status-fd",
                            "1",
                            "--verify",
                            signature.toString(),
                            content.toString()),
                    Map.of());
            for (String verdict : List.of("GOODSIG", "REVKEYSIG", "EXPKEYSIG", "EXPSIG", "BADSIG", "ERRSIG")) {
                if (result.stdout().contains("[GNUPG:] " + verdict + " ")) {
                    return verdict;
                }
            }
            return "none";
        } finally {
            HostTools.run(List.of("gpgconf", "--kill", "all"), Map.of("GNUPGHOME", other.toString()));
            try (var files = Files.walk(other)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String weSay(Path signature, Path content, Path... keys) throws IOException {
        KeyRing ring = KeyRing.EMPTY;
        for (Path key : keys) {
            ring = ring.plus(KeyRing.read(key));
        }
        SignatureCheck check = SignatureCheck.begin(Files.readAllBytes(signature), ring, Instant.now());
        byte[] bytes = Files.readAllBytes(content);
        check.update(bytes, 0, bytes.length);
        SignatureStatus status = check.result().status();
        if (!(status instanceof SignatureStatus.Verified verified)) {
            return status instanceof SignatureStatus.Mismatch ? "BADSIG" : "ERRSIG";
        }
        Set<SignatureWeakness> weaknesses = verified.weaknesses();
        if (weaknesses.contains(SignatureWeakness.KEY_REVOKED)) {
            return "REVKEYSIG";
        }
        if (weaknesses.contains(SignatureWeakness.SIGNATURE_EXPIRED)) {
            return "EXPSIG";
        }
        if (weaknesses.contains(SignatureWeakness.KEY_EXPIRED)) {
            return "EXPKEYSIG";
        }
        return weaknesses.isEmpty() ? "GOODSIG" : "ERRSIG";
    }

    private Path export(String fingerprint, String name) {
        Path file = temp.resolve(name + ".gpg");
        gpg("--output", file.toString(), "--export", fingerprint);
        return file;
    }

    private Path content() throws IOException {
        return Files.writeString(temp.resolve("content"), "content");
    }

    private Path detached(String fingerprint, String name, String... more) {
        Path file = temp.resolve(name + ".sig");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--local-user",
                fingerprint,
                "--output",
                file.toString(),
                "--detach-sign",
                temp.resolve("content").toString()));
        gpg(arguments.toArray(String[]::new));
        return file;
    }

    @Test
    void anOldCopyAndARevokedOneAreRevokedInEitherOrder() throws IOException {
        String key = makeKey("signer", "ed25519", "never");
        Path content = content();
        Path signature = detached(key, "signature");
        Path old = export(key, "old");
        Path revocation = home.resolve("openpgp-revocs.d/" + key + ".rev");
        Path edited = temp.resolve("revocation.asc");
        Files.writeString(edited, Files.readString(revocation).replace(":-----BEGIN", "-----BEGIN"));
        gpg("--import", edited.toString());
        Path revoked = export(key, "revoked");
        assertThat(weSay(signature, content, old)).isEqualTo("GOODSIG").isEqualTo(gpgSays(signature, content, old));
        for (Path[] keys : new Path[][] {{revoked}, {old, revoked}, {revoked, old}}) {
            assertThat(weSay(signature, content, keys))
                    .isEqualTo("REVKEYSIG")
                    .isEqualTo(gpgSays(signature, content, keys));
        }
    }

    @Test
    void aRevocationCountsAnywhereInTheKey() throws IOException {
        String key = makeKey("signer", "ed25519", "never");
        Path content = content();
        Path signature = detached(key, "signature");
        Path old = export(key, "old");
        Path revocation = temp.resolve("revocation.asc");
        Files.writeString(
                revocation,
                Files.readString(home.resolve("openpgp-revocs.d/" + key + ".rev"))
                        .replace(":-----BEGIN", "-----BEGIN"));
        Path binary = temp.resolve("revocation.gpg");
        gpg("--output", binary.toString(), "--dearmor", revocation.toString());
        ByteArrayOutputStream behindTheName = new ByteArrayOutputStream();
        behindTheName.writeBytes(Files.readAllBytes(old));
        behindTheName.writeBytes(Files.readAllBytes(binary));
        Path both = Files.write(temp.resolve("both.gpg"), behindTheName.toByteArray());

        assertThat(weSay(signature, content, both)).isEqualTo("REVKEYSIG").isEqualTo(gpgSays(signature, content, both));
    }

    @Test
    void anExpiredCopyAndARenewedOneAreGoodInEitherOrder() throws IOException {
        gpg("--faked-system-time", "20200101T000000", "--quick-generate-key", "signer", "ed25519", "sign", "1y");
        String key = gpg("--list-keys", "--with-colons", "signer").lines().stream()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
        Path content = content();
        Path signature = detached(key, "signature", "--faked-system-time", "20200601T000000");
        Path expired = export(key, "expired");
        gpg("--faked-system-time", "20200901T000000", "--quick-set-expire", key, "0");
        Path renewed = export(key, "renewed");
        assertThat(weSay(signature, content, expired))
                .isEqualTo("EXPKEYSIG")
                .isEqualTo(gpgSays(signature, content, expired));
        for (Path[] keys : new Path[][] {{renewed}, {expired, renewed}, {renewed, expired}}) {
            assertThat(weSay(signature, content, keys))
                    .isEqualTo("GOODSIG")
                    .isEqualTo(gpgSays(signature, content, keys));
        }
        gpg("--faked-system-time", "20201001T000000", "--quick-set-expire", key, "2d");
        Path shortened = export(key, "shortened");
        for (Path[] keys : new Path[][] {{renewed, shortened}, {shortened, renewed}}) {
            assertThat(weSay(signature, content, keys))
                    .isEqualTo("EXPKEYSIG")
                    .isEqualTo(gpgSays(signature, content, keys));
        }
    }

    @Test
    void criticalNotationsAndExpiredSignaturesAreTreatedAsByGpg() throws IOException {
        String key = makeKey("signer", "ed25519", "never");
        Path content = content();
        Path keys = export(key, "keys");
        Path critical = detached(key, "critical", "--sig-notation", "!test@example.org=1");
        assertThat(weSay(critical, content, keys)).isEqualTo("ERRSIG");
        assertThat(gpgSays(critical, content, keys)).isNotEqualTo("GOODSIG");
        Path harmless = detached(key, "harmless", "--sig-notation", "test@example.org=1");
        assertThat(weSay(harmless, content, keys)).isEqualTo("GOODSIG").isEqualTo(gpgSays(harmless, content, keys));
        Path expired = detached(key, "expired", "--default-sig-expire", "1d");
        assertThat(weSay(expired, content, keys)).isEqualTo("GOODSIG").isEqualTo(gpgSays(expired, content, keys));
        gpg("--faked-system-time", "20200101T000000", "--quick-generate-key", "old", "ed25519", "sign", "never");
        Path old = detached("old", "old", "--faked-system-time", "20200601T000000", "--default-sig-expire", "1d");
        Path oldKey = export("old", "oldkey");
        assertThat(weSay(old, content, oldKey)).isEqualTo("EXPSIG").isEqualTo(gpgSays(old, content, oldKey));
    }

    /** gpg rejects a signature dated before its key, and ignores one dated in the future. */
    @Test
    void rejectsSignaturesFromBeforeTheirKeyOrFromTheFuture() throws IOException {
        String key = makeKey("signer", "ed25519", "never");
        Path content = content();
        Path keys = export(key, "keys");
        Path before = detached(key, "before", "--faked-system-time", "20200101T000000", "--ignore-time-conflict");
        assertThat(weSay(before, content, keys)).isEqualTo("ERRSIG");
        assertThat(gpgSays(before, content, keys)).isNotEqualTo("GOODSIG");
        Path future = detached(key, "future", "--faked-system-time", "20400101T000000");
        assertThat(weSay(future, content, keys)).isEqualTo("ERRSIG");
    }

    @Test
    void rpmTooRefusesACriticalNotation() throws IOException {
        String key = makeKey("signer", "rsa2048", "never");
        KeyRing keys = exported(key);
        Path rpm = makePackage(); // rpmsign would not create such a signature
        byte[] bytes = Files.readAllBytes(rpm);
        Files.write(temp.resolve("content"), PackageParts.of(bytes).main.build());
        byte[] signature = Files.readAllBytes(detached(key, "critical", "--sig-notation", "!test@example.org=1"));
        Files.write(rpm, PackageAttacks.replaced(bytes, RpmTag.SIG_RSA, 7, signature.length, signature));
        assertThat(RpmFile.open(rpm).verify(keys).signatures())
                .allSatisfy(
                        result -> assertThat(result.result().status()).isInstanceOf(SignatureStatus.Malformed.class));
        assertThat(rpmAccepts(rpm, key)).isFalse();
        signature = Files.readAllBytes(detached(key, "harmless", "--sig-notation", "test@example.org=1"));
        Files.write(rpm, PackageAttacks.replaced(bytes, RpmTag.SIG_RSA, 7, signature.length, signature));
        assertThat(RpmFile.open(rpm)
                        .verified(keys, VerificationPolicy.STRICT)
                        .nevra()
                        .name())
                .isEqualTo("signed");
        assertThat(rpmAccepts(rpm, key)).isTrue();
    }
}
