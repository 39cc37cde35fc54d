package io.relocpy.rpm.file;

import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests in which gpg creates keys, rpmsign signs with them, and rpmkeys verifies. */
abstract class WithGpg {
    @TempDir
    Path temp;

    Path home;

    @BeforeEach
    void makeHome() throws IOException {
        HostTools.require("rpmbuild", "rpmsign", "rpmkeys", "gpg", "gpgconf");
        home = Files.createTempDirectory(
                "gpg"); // not in the test's directory: the path of the agent's socket must be short
    }

    @AfterEach
    void stopAgent() throws IOException {
        HostTools.run(List.of("gpgconf", "--kill", "all"), Map.of("GNUPGHOME", home.toString()));
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    HostTools.Result gpg(String... arguments) {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--yes"));
        command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
        command.addAll(List.of(arguments));
        return HostTools.run(command, Map.of()).orFail();
    }

    /** Creates a key and returns its fingerprint. */
    String makeKey(String name, String algorithm, String expires) {
        gpg("--quick-generate-key", name, algorithm, "sign", expires);
        return gpg("--list-keys", "--with-colons", name).lines().stream()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    KeyRing exported(String fingerprint) throws IOException {
        Path file = temp.resolve(fingerprint + ".asc");
        gpg("--armor", "--output", file.toString(), "--export", fingerprint);
        return KeyRing.read(file);
    }

    Path makePackage() throws IOException {
        return makePackage(1000);
    }

    Path makePackage(int numbers) throws IOException {
        Path spec = Files.writeString(temp.resolve("s.spec"), """
                Name: signed
                Version: 1
                Release: 1
                Summary: s
                License: MIT
                BuildArch: noarch
                %description
                s
                %install
                mkdir -p %{buildroot}/usr
                seq 1 NUMBERS > %{buildroot}/usr/numbers
                %files
                /usr/numbers
                """.replace("NUMBERS", String.valueOf(numbers)));
        HostTools.run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + temp.resolve("top"), spec.toString())
                .orFail();
        return temp.resolve("top/RPMS/noarch/signed-1-1.noarch.rpm");
    }

    Path sign(Path rpm, String fingerprint, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "rpmsign",
                "--addsign",
                "--define",
                "_gpg_name " + fingerprint,
                "--define",
                "_gpg_path " + home,
                "--define",
                "__gpg " + HostTools.find("gpg").orElseThrow()));
        command.addAll(List.of(more));
        command.add(rpm.toString());
        HostTools.run(command, Map.of("GNUPGHOME", home.toString())).orFail();
        return rpm;
    }

    /** Whether rpm itself accepts the package's signatures with only this key. */
    boolean rpmAccepts(Path rpm, String... fingerprints) throws IOException {
        return rpmkeys(rpm, fingerprints).exitStatus() == 0;
    }

    HostTools.Result rpmkeys(Path rpm, String... fingerprints) throws IOException {
        return HostTools.run("rpmkeys", "--dbpath", rpmDatabase(fingerprints).toString(), "-Kv", rpm.toString());
    }

    /** An rpm database with only these keys. */
    Path rpmDatabase(String... fingerprints) throws IOException {
        Path database = Files.createTempDirectory(temp, "rpmdb");
        for (String fingerprint : fingerprints) {
            HostTools.run(
                            "rpmkeys",
                            "--dbpath",
                            database.toString(),
                            "--import",
                            temp.resolve(fingerprint + ".asc").toString())
                    .orFail();
        }
        return database;
    }
}
