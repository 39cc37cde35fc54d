package io.relocpy.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of the host that integration tests take as oracles.
 *
 * <p>A missing one skips the test, naming it and why; with {@code -Drelocpy.requireTools=true} it fails the test.
 */
public final class HostTools {
    private HostTools() {}

    /** What a finished program left. */
    public record Result(List<String> command, int exitStatus, String stdout, String stderr) {
        /** The same, for a program that had to succeed. */
        public Result orFail() {
            if (exitStatus != 0) {
                fail("%s ended with %d%n%s%n%s", String.join(" ", command), exitStatus, stdout, stderr);
            }
            return this;
        }

        /** The lines of its standard output. */
        public List<String> lines() {
            return stdout.lines().toList();
        }
    }

    /** Whether missing tools and data fail a test instead of skipping it. */
    public static boolean required() {
        return Boolean.getBoolean("relocpy.requireTools");
    }

    /** Skips the test (or fails it) unless all these programs are on the PATH. */
    public static void require(String... programs) {
        for (String program : programs) {
            missingUnless(find(program).isPresent(), "program " + program + " is missing");
        }
    }

    /** Skips the test (or fails it) unless it runs as root. */
    public static void requireRoot() {
        missingUnless("root".equals(System.getProperty("user.name")), "needs root (chroot)");
    }

    /** The loader of x86-64 programs; skips the test (or fails it) where there is none. */
    public static Path requireLoader() {
        Path loader = Path.of("/lib64/ld-linux-x86-64.so.2");
        missingUnless(Files.exists(loader), "loader of x86-64 is not there");
        return loader;
    }

    /** Skips the test (or fails it) with that reason unless the condition holds. */
    public static void missingUnless(boolean present, String reason) {
        if (!present && required()) {
            fail("relocpy.requireTools is set, and the %s", reason);
        }
        Assumptions.assumeTrue(present, reason);
    }

    /**
     * The folder of the large reference data ({@code -Drelocpy.data=DIR}); skips the test without, also where tools are
     * required, since only the project's own machines have it.
     */
    public static Path referenceData() {
        String folder = System.getProperty("relocpy.data", "");
        Assumptions.assumeTrue(!folder.isBlank(), "no reference data: -Drelocpy.data=DIR is not set");
        return Path.of(folder);
    }

    /** The program's path, if the PATH leads to it or it is a path itself. */
    public static Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program to its end with this process's environment. */
    public static Result run(String... command) {
        return run(List.of(command), Map.of());
    }

    /** A command with mounts of its own, which nobody else sees; needs root and {@code unshare}. */
    public static List<String> withOwnMounts(String... command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        all.addAll(List.of(command));
        return all;
    }

    /** Runs a program to its end, with these variables set besides those of this process. */
    public static Result run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return run(builder);
    }

    /** Runs a program to its end. */
    public static Result run(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("relocpy", ".out");
            Path err = Files.createTempFile("relocpy", ".err");
            try {
                Process process = builder.redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .redirectInput(new File("/dev/null"))
                        .start();
                int status = process.waitFor();
                return new Result(builder.command(), status, text(out), text(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
