package io.relocpy.deb.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which odd packages we accept, and which dpkg does: {@code dpkg-deb} parses the control file and extracts with GNU tar,
 * {@code dpkg} unpacks with its own reader. {@code odd-packages.tsv} lists all verdicts; where ours is another one than
 * dpkg's, it says why.
 */
class OddPackagesIT {
    /** What python-debian or Python's tarfile refuses or reads otherwise than dpkg. */
    private static final Set<String> NOT_FOR_PYTHON = Set.of(
            "ar: junk behind data",
            "ar: junk behind size",
            "ar: junk in other fields",
            "control: field that starts with a number sign", // a comment there
            "control archive: control as a hard link",
            "control archive: names without a dot",
            "data: old form of a directory",
            "data: long name twice",
            "data: long name without an entry");

    @TempDir
    Path folder;

    private static String verdict(boolean accepted) {
        return accepted ? "accepts" : "refuses";
    }

    private String ours(Path deb) throws IOException {
        try {
            DebFile.open(deb).conffiles();
            DebFile.open(deb).triggers();
            Description.of(deb);
            return "accepts";
        } catch (FormatException e) {
            assertThat(e.getMessage()).startsWith(deb.toString()).contains(": expected ", ", found ");
            return "refuses";
        }
    }

    private String dpkgDeb(Path deb) throws IOException {
        Path target = Files.createTempDirectory(folder, "extracted").resolve("a/b/c");
        Files.createDirectories(target.getParent());
        return verdict(
                HostTools.run("dpkg-deb", "--field", deb.toString(), "Package").exitStatus() == 0
                        && HostTools.run("dpkg-deb", "--extract", deb.toString(), target.toString())
                                        .exitStatus()
                                == 0);
    }

    private String dpkg(Path deb) throws IOException {
        Path root = Files.createTempDirectory(folder, "root").resolve("a/b/c");
        for (String directory : List.of("info", "updates", "triggers", "parts")) {
            Files.createDirectories(root.resolve("var/lib/dpkg").resolve(directory));
        }
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createFile(root.resolve("var/lib/dpkg/available"));
        return verdict(HostTools.run(
                                "dpkg",
                                "--root=" + root,
                                "--log=/dev/null",
                                "--force-not-root",
                                "--force-bad-path",
                                "--force-unsafe-io",
                                "--unpack",
                                deb.toString())
                        .exitStatus()
                == 0);
    }

    private static List<String> expected() {
        try (InputStream in = OddPackagesIT.class.getResourceAsStream("odd-packages.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void verdictsAreThoseOfTheTable() throws IOException {
        HostTools.require("dpkg", "dpkg-deb", "tar");
        HostTools.requireRoot();
        Map<String, OddPackages.Recipe> recipes = new OddPackages().recipes();
        List<String> verdicts = new ArrayList<>();
        for (String name : Sample.of(List.copyOf(recipes.keySet()), "odd packages")) {
            Path deb = Files.write(folder.resolve("odd.deb"), recipes.get(name).make());
            verdicts.add(String.join("\t", name, ours(deb), dpkgDeb(deb), dpkg(deb)));
        }
        Files.write(Path.of("target/odd-packages.tsv"), verdicts); // where the table is to be changed
        assertThat(expected()).hasSameSizeAs(recipes.entrySet());
        List<String> expected = Sample.of(expected(), "odd packages");
        assertThat(verdicts)
                .isEqualTo(expected.stream()
                        .map(line -> String.join("\t", List.of(line.split("\t")).subList(0, 4)))
                        .toList());
        assertThat(expected).allSatisfy(line -> {
            String[] columns = line.split("\t");
            boolean differs = !columns[1].equals(columns[2]) || !columns[1].equals(columns[3]);
            assertThat(columns).as(line).hasSize(differs ? 5 : 4);
        });
    }

    @Test
    void whatAllAcceptIsTheSameForAll() throws IOException {
        DebOracle.require();
        Map<String, OddPackages.Recipe> recipes = new OddPackages().recipes();
        List<Path> packages = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        for (String line : expected()) {
            String[] columns = line.split("\t");
            if (columns.length == 4 && columns[1].equals("accepts") && !NOT_FOR_PYTHON.contains(columns[0])) {
                Path deb = folder.resolve(columns[0].replace("/", "_") + ".deb");
                packages.add(Files.write(deb, recipes.get(columns[0]).make()));
                ours.addAll(Description.of(deb));
            }
        }
        assertThat(packages).hasSizeGreaterThan(40);
        List<String> theirs = DebOracle.describe(folder, packages);
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            assertThat(ours.get(i)).isEqualTo(theirs.get(i));
        }
        assertThat(ours).hasSameSizeAs(theirs);
    }
}
