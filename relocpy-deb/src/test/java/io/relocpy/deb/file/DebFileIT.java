package io.relocpy.deb.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.ControlStanza;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is in a closure of Debian packages, compared with python-debian and dpkg-deb. */
class DebFileIT {
    private static final List<String> REQUESTS = List.of("python3", "python3-yaml", "python3-numpy");

    /** Downloaded once, then found again. */
    private static final Path PACKAGES = Path.of("target", "debian-packages").toAbsolutePath();

    @TempDir
    static Path folder;

    @BeforeAll
    static void download() throws IOException {
        DebOracle.require();
        HostTools.require("apt-get", "apt-cache");
        Files.createDirectories(PACKAGES);
        Path complete = PACKAGES.resolve("complete");
        if (Files.exists(complete)) {
            return;
        }
        List<String> depends = new ArrayList<>(List.of("apt-cache", "depends", "--recurse", "--important"));
        depends.addAll(REQUESTS);
        List<String> names = HostTools.run(depends, Map.of()).lines().stream()
                .filter(line -> line.matches("[a-z0-9].*"))
                .distinct()
                .toList();
        HostTools.missingUnless(!names.isEmpty(), "index of apt is empty: run apt-get update");
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "download"));
        command.addAll(names);
        HostTools.Result result = HostTools.run(new ProcessBuilder(command).directory(PACKAGES.toFile()));
        HostTools.missingUnless(result.exitStatus() == 0, "packages cannot be downloaded: " + result.stderr());
        Files.createFile(complete);
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.list(PACKAGES)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFieldFileAndEntryIsWhatTheOraclesSee() throws IOException {
        assertThat(packages()).hasSizeGreaterThan(30);
        List<Path> packages = Sample.of(packages(), "packages");
        List<String> ours = new ArrayList<>();
        for (Path file : packages) {
            ours.addAll(Description.of(file));
        }
        List<String> theirs = DebOracle.describe(folder, packages);
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) { // one line, not all of both in a message
            assertThat(ours.get(i)).isEqualTo(theirs.get(i));
        }
        assertThat(ours).hasSameSizeAs(theirs);
    }

    @Test
    void freeTextIsTheSameToTheByteForDpkg() throws IOException {
        for (Path file : packages()) {
            ControlStanza control = DebFile.open(file).control();
            for (String field : List.of("Description", "Maintainer", "Homepage")) {
                assertThat(control.get(field) + "\n")
                        .isEqualTo(HostTools.run("dpkg-deb", "--field", file.toString(), field)
                                .orFail()
                                .stdout());
            }
        }
    }

    @Test
    void listsOfControlFilesParse() throws IOException {
        int conffiles = 0;
        int triggers = 0;
        int shlibs = 0;
        int symbols = 0;
        int templates = 0;
        for (Path file : packages()) {
            DebFile deb = DebFile.open(file);
            conffiles += deb.conffiles().size();
            triggers += deb.triggers().size();
            shlibs += deb.shlibs().size();
            symbols += deb.symbols().size();
            templates += deb.templates().size();
        }
        assertThat(List.of(conffiles, triggers, shlibs, symbols, templates)).allMatch(count -> count > 2);
    }
}
