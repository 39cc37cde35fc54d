package io.relocpy.elf.cli;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that the command is compared with. */
enum RealPatchelf {
    /** The machine's own: 0.14.3 on Debian 12. */
    INSTALLED,
    /** Debian 13's, 0.18.0, run with its own C library. */
    NEWER;

    private static final String SUITE = "trixie";

    /** Its command line; skips the test where it is not to be had. */
    List<String> command(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (this == INSTALLED) {
            HostTools.require("patchelf");
            command.add("patchelf");
        } else {
            Path root = unpacked();
            Path loader = find(root, "ld-linux*.so.*");
            command.addAll(List.of(
                    loader.toString(),
                    "--library-path",
                    find(root, "libc.so.6").getParent().toString(),
                    "--argv0",
                    "patchelf",
                    root.resolve("usr/bin/patchelf").toString()));
        }
        command.addAll(arguments);
        return command;
    }

    private static Path find(Path root, String glob) throws IOException {
        var matcher = root.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> all = Files.walk(root.resolve("usr/lib"))) {
            Optional<Path> found =
                    all.filter(path -> matcher.matches(path.getFileName())).findFirst();
            return found.orElseThrow(() -> new IOException(root + ": expected " + glob + ", found none"));
        }
    }

    /** Fetched once for each build folder. */
    private static synchronized Path unpacked() throws IOException {
        Path root = Path.of("target", "patchelf-" + SUITE).toAbsolutePath();
        if (!Files.exists(root.resolve("usr/bin/patchelf"))) {
            HostTools.require("python3", "apt-get", "dpkg");
            HostTools.Result result = HostTools.run(
                    List.of("src/test/scripts/debian-packages", SUITE, root.toString(), "patchelf"), Map.of());
            HostTools.missingUnless(
                    result.exitStatus() == 0, "patchelf of " + SUITE + " cannot be fetched: " + result.stderr());
        }
        return root;
    }
}
