package io.relocpy.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** GnuPG with a home of its own, which is gone after {@link #close}. */
public final class GnuPg implements Closeable {
    private final Path home;

    /** Makes an empty home; skips the test (or fails it) where gpg is missing. */
    public GnuPg() throws IOException {
        HostTools.require("gpg", "gpgconf");
        home = Files.createTempDirectory("gpg"); // not below a test's: the path of the agent's socket has to be short
    }

    /** Its folder, for {@code GNUPGHOME}. */
    public Path home() {
        return home;
    }

    /** Runs gpg, which has to succeed. */
    public HostTools.Result run(String... arguments) {
        return tryToRun(arguments).orFail();
    }

    /** Runs gpg with {@code --batch} and an empty passphrase. */
    public HostTools.Result tryToRun(String... arguments) {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--yes"));
        command.addAll(List.of("--pinentry-mode", "loopback"));
        if (!List.of(arguments).contains("--passphrase")) {
            command.addAll(List.of("--passphrase", ""));
        }
        command.addAll(List.of(arguments));
        return HostTools.run(command, Map.of());
    }

    /** Makes a key; {@code more} are further options. Gives its fingerprint, in capitals. */
    public String makeKey(String name, String algorithm, String usage, String expires, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--quick-generate-key", name, algorithm, usage, expires));
        run(arguments.toArray(String[]::new));
        return run("--list-keys", "--with-colons", name).lines().stream()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    @Override
    public void close() throws IOException {
        HostTools.run(List.of("gpgconf", "--kill", "all"), Map.of("GNUPGHOME", home.toString()));
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
