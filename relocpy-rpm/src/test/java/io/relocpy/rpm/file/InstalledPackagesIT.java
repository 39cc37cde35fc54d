package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Dependency;
import io.relocpy.testing.HostTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database written by the real rpm. */
class InstalledPackagesIT {
    private static final String HOLD = """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute('begin')
            c.execute('select count(*) from Packages').fetchall()
            print('held', flush=True)
            sys.stdin.read()
            """;

    @TempDir
    Path root;

    private Path database;

    @BeforeEach
    void makeDatabase() throws IOException {
        HostTools.require("rpm", "rpmbuild");
        database = Files.createDirectories(root.resolve("var/lib/rpm"));
        rpm("--initdb");
    }

    private HostTools.Result rpm(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("rpm", "--define", "_db_backend sqlite", "--dbpath", database.toString()));
        command.addAll(List.of(arguments));
        return HostTools.run(command, Map.of("LC_ALL", "C.UTF-8")).orFail();
    }

    /** Builds a package with this many files and installs it, only in the database. */
    private void install(String name, int files) throws IOException {
        Path spec = Files.writeString(root.resolve(name + ".spec"), """
                Name: %s
                Epoch: 1
                Version: 2
                Release: 3
                Summary: %s
                License: MIT
                BuildArch: noarch
                Requires: (a or b), c >= 1
                %%description
                x
                %%install
                mkdir -p %%{buildroot}/usr/%s
                cd %%{buildroot}/usr/%s
                touch $(seq 1 %d)
                %%files
                /usr/%s
                """.formatted(name, name, name, name, files, name));
        Path top = root.resolve("top");
        HostTools.run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + top, spec.toString())
                .orFail();
        rpm("-i", "--justdb", "--nodeps", top + "/RPMS/noarch/" + name + "-2-3.noarch.rpm");
    }

    private List<String> fromRpm() {
        return rpm("-qa", "--qf", "%{NAME}-%{EPOCH}:%{VERSION}-%{RELEASE}.%{ARCH}\n").lines().stream()
                .sorted()
                .toList();
    }

    private List<String> fromUs() throws IOException {
        return InstalledPackages.read(root).packages().stream()
                .map(metadata -> metadata.nevra().toString())
                .sorted()
                .toList();
    }

    @Test
    void readsWhatRpmInstalled() throws IOException {
        install("small", 3);
        install("large", 3_000); // a header of several overflow pages
        for (int i = 0; i < 12; i++) {
            install("p" + i, 40);
        }
        assertThat(fromUs()).isEqualTo(fromRpm()).hasSize(14);
        InstalledPackages packages = InstalledPackages.read(root);
        int large = packages.packages().stream()
                .map(metadata -> metadata.nevra().name())
                .toList()
                .indexOf("large");
        assertThat(packages.files(packages.packages().get(large)))
                .isEqualTo(rpm("-ql", "large").lines());
        assertThat(packages.packages().get(large).requires())
                .extracting(Dependency::toString)
                .contains("(a or b)", "c >= 1");
        assertThat(packages.installed().get(large).files().get(0).type()).isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void readsADatabaseInUseWithItsLog() throws Exception {
        HostTools.require("python3");
        install("before", 3);
        Process holder = new ProcessBuilder(
                        "python3", "-c", HOLD, database.resolve("rpmdb.sqlite").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).isEqualTo("held");
            install("meanwhile", 500);
            assertThat(database.resolve("rpmdb.sqlite-wal")).isNotEmptyFile();
            assertThat(fromUs()).isEqualTo(fromRpm()).hasSize(2);
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> InstalledPackages.read(root.resolve("nowhere")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("an rpm database");
    }

    @Test
    void rejectsADamagedDatabaseOrReadsItsIntactPart() throws IOException {
        install("small", 3);
        install("large", 500);
        Path file = database.resolve("rpmdb.sqlite");
        byte[] right = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] wrong = right.clone();
            for (int j = 0; j < 20; j++) {
                wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, wrong);
            try {
                InstalledPackages.readDatabase(root, file);
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("rpmdb.sqlite");
            }
        }
    }
}
