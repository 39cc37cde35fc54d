package io.relocpy.deb.metadata;

import io.relocpy.repository.testing.TestKey;
import io.relocpy.repository.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A served repository and one who reads it, again and again: us or apt. */
abstract class ReleaseWorld implements AutoCloseable {
    /** Of whom everybody reads: the newest packages, older ones, or none. */
    enum Verdict {
        /** What was published last is used. */
        ACCEPTED,
        /** What was published before is used. */
        KEPT,
        /** An error. */
        REFUSED
    }

    private static final TestKey KEY = TestKey.create(Instant.now().minus(Duration.ofDays(100)));
    private static final TestKey OTHER = TestKey.create(Instant.now().minus(Duration.ofDays(100)));

    final Path directory;
    final AptArchive archive;
    final TestServer server;
    final TestKey key = KEY;
    final TestKey other = OTHER;
    /** Of the source, such as {@code trusted}. */
    final Map<String, String> options = new LinkedHashMap<>();
    /** Of the configuration, such as {@code Acquire::Check-Date}. */
    final Map<String, String> configuration = new LinkedHashMap<>();

    /** Each with its components: a line of sources.list. */
    List<String> suites = List.of(AptArchive.SUITE + " main");

    /** Those of the machine. */
    List<String> architectures = List.of("amd64");

    /** Of the repository. */
    String uri;

    ReleaseWorld(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        archive = new AptArchive(Files.createDirectories(directory.resolve("served")));
        server = new TestServer(archive.root);
        uri = server.url().toString();
        keyring(AptArchive.keyring(key));
    }

    /** The file of the source's keys. */
    final void keyring(byte[] keys) throws IOException {
        Files.write(directory.resolve("keys.gpg"), keys);
        options.put("signed-by", directory.resolve("keys.gpg").toString());
    }

    /** Publishes the next version, properly signed. */
    final void publish(int version) throws IOException {
        archive.version(version);
        archive.write(key);
    }

    /** Reads the repository; gives the versions of the package that are known then, after errors preceded by E. */
    abstract String update() throws IOException;

    static String sorted(String digits) {
        return digits.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    final Verdict verdict(int newest) throws IOException {
        String found = update();
        if (found.startsWith("E")) {
            return Verdict.REFUSED;
        }
        return found.equals("" + newest) ? Verdict.ACCEPTED : Verdict.KEPT;
    }

    @Override
    public void close() {
        server.close();
    }
}
