package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfVerifier;
import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command against the real patchelf: same output, same status, same meaning of the edited file. */
class PatchelfIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void programs() throws IOException {
        HostTools.require("gcc", "patchelf");
        Path main = folder.resolve("main.c");
        Files.writeString(
                main,
                "#include <stdio.h>\n#include <math.h>\nint main(int c, char **v) { printf(\"%f\\n\", cos(c)); return 0; }\n");
        Path library = folder.resolve("lib.c");
        Files.writeString(library, "#include <math.h>\ndouble f(double x) { return sin(x); }\n");
        gcc("pie", main, "-pie", "-fPIE", "-lm");
        gcc("nopie", main, "-no-pie", "-fno-pie", "-lm", "-Wl,-rpath,/usr/lib:/x/y");
        gcc("rpath", main, "-lm", "-Wl,--disable-new-dtags", "-Wl,-rpath,/usr/lib/x86_64-linux-gnu:/x/y");
        gcc("static", main, "-static", "-lm");
        gcc("lib.so", library, "-shared", "-fPIC", "-lm", "-Wl,-soname,libf.so.1");
        gcc("plain.so", library, "-shared", "-fPIC", "-lm");
        gcc("object.o", library, "-c");
        Files.writeString(
                folder.resolve("text"),
                "no ELF file, but longer than the header of one would be, so that it is read\n");
        Files.writeString(folder.resolve("short"), "x");
        Files.writeString(folder.resolve("path"), "/from/a/file");
    }

    private static void gcc(String name, Path source, String... options) {
        List<String> command =
                new ArrayList<>(List.of("gcc", "-o", folder.resolve(name).toString(), source.toString()));
        command.addAll(List.of(options));
        HostTools.run(command, Map.of()).orFail();
    }

    static Stream<String> commandLines() {
        List<String> options = List.of(
                "--print-interpreter",
                "--print-soname",
                "--print-rpath",
                "--print-needed",
                "--print-rpath --print-needed --print-soname",
                "--set-rpath /a:/b",
                "--set-rpath @path",
                "--set-rpath /a/much/longer/path/than/there/was/before:$ORIGIN/../lib",
                "--force-rpath --set-rpath /forced",
                "--add-rpath /added",
                "--force-rpath --add-rpath /added",
                "--remove-rpath",
                "--shrink-rpath",
                "--shrink-rpath --force-rpath",
                "--shrink-rpath --allowed-rpath-prefixes /opt:/srv",
                "--set-interpreter /short",
                "--set-interpreter /a/much/longer/interpreter/than/there/was/before/ld.so",
                "--set-soname libother.so.2",
                "--add-needed libz.so.1",
                "--add-needed libz.so.1 --add-needed liba.so.1 --print-needed",
                "--remove-needed libm.so.6",
                "--replace-needed libm.so.6 libmm.so.66",
                "--no-default-lib",
                "--clear-symbol-version cos",
                "--page-size 65536 --set-rpath /paged",
                "--set-rpath",
                "--replace-needed a",
                "--set-rpath a --add-rpath b",
                "--page-size 0",
                "--version=no");
        return Stream.of("pie", "nopie", "rpath", "static", "lib.so", "plain.so", "object.o", "text", "short", "absent")
                .flatMap(file -> options.stream().map(option -> option + " " + file));
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void doesWhatPatchelfDoes(String commandLine) throws Exception {
        Path theirs = copies("theirs");
        Path ours = copies("ours");
        List<String> words = List.of(commandLine.split(" "));

        HostTools.Result expected = HostTools.run(command("patchelf", words, theirs), Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments = command("", words, ours);
        int status = new Patchelf(print(out), print(err))
                .run(arguments.subList(1, arguments.size()).toArray(String[]::new));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.stdout());
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(expected.exitStatus());
        assertThat(err.toString(StandardCharsets.UTF_8).replace("/ours/", "/theirs/"))
                .isEqualTo(expected.stderr().replaceAll("(?m)^warning: .*\n", ""));
        String file = words.get(words.size() - 1);
        if (status == 0) {
            assertThat(meaning(ours.resolve(file))).isEqualTo(meaning(theirs.resolve(file)));
            assertThat(ElfVerifier.problems(ElfFile.open(ours.resolve(file)))).isEmpty();
        }
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static List<String> command(String program, List<String> words, Path in) {
        List<String> command = new ArrayList<>(List.of(program));
        for (int i = 0; i < words.size(); i++) {
            boolean last = i == words.size() - 1;
            command.add(
                    last
                            ? in.resolve(words.get(i)).toString()
                            : words.get(i).replace("@path", "@" + in.resolve("path")));
        }
        return command;
    }

    private static Path copies(String name) throws IOException {
        Path copies = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.write(copies.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return copies;
    }

    private static List<Object> meaning(Path path) throws IOException {
        ElfFile file = ElfFile.open(path);
        return List.of(
                file.interpreter(),
                file.needed(),
                file.soname(),
                file.rpath(),
                file.runpath(),
                file.dynamic().map(d -> d.flags1()),
                file.dynamicSymbols().find("cos").toString());
    }

    @Test
    void theScriptPrintsAndEdits() throws Exception {
        Path script = Path.of("patchelf").toAbsolutePath();
        HostTools.missingUnless(Files.isExecutable(script), "script patchelf is not in " + script.getParent());
        Path file = copies("script").resolve("pie");
        file.toFile().setExecutable(true);

        HostTools.run(script.toString(), "--force-rpath", "--set-rpath", "$ORIGIN/lib", file.toString())
                .orFail();

        assertThat(HostTools.run(script.toString(), "--print-rpath", file.toString())
                        .stdout())
                .isEqualTo("$ORIGIN/lib\n");
        HostTools.run(file.toString()).orFail();
        assertThat(HostTools.run(script.toString(), "--print-rpath", "/absent").exitStatus())
                .isEqualTo(1);
    }
}
