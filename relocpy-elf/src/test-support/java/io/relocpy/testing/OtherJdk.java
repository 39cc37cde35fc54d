package io.relocpy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A second, newer JDK, which few machines have. */
public final class OtherJdk {
    private OtherJdk() {}

    /** Its home, from -Drelocpy.jdk25, JAVA_HOME_25 or /usr/lib/jvm. */
    public static Optional<Path> find() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        try (Stream<Path> all = Files.isDirectory(installed) ? Files.list(installed) : Stream.empty()) {
            Stream<Path> named = Stream.of(System.getProperty("relocpy.jdk25"), System.getenv("JAVA_HOME_25"))
                    .filter(Objects::nonNull)
                    .map(Path::of);
            Stream<Path> found = all.filter(
                            home -> home.getFileName().toString().contains("25"))
                    .sorted();
            return Stream.concat(named, found)
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .findFirst();
        }
    }

    /** The same, or the test is skipped, also where tools are required: Debian 12 has no such JDK. */
    public static Path require() throws IOException {
        Optional<Path> home = find();
        Assumptions.assumeTrue(
                home.isPresent(), "no JDK 25: neither -Drelocpy.jdk25, JAVA_HOME_25 nor /usr/lib/jvm/*25* is one");
        return home.orElseThrow();
    }
}
