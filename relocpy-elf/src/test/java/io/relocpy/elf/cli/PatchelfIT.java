package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.ElfConstants;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfVerifier;
import io.relocpy.elf.ProgramHeader;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command against the real patchelf: same output, same status, same meaning of the edited file. */
class PatchelfIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void programs() throws IOException {
        HostTools.require("gcc", "objcopy");
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
        Files.writeString(folder.resolve("old"), "to be overwritten");
        HostTools.run(
                        "objcopy",
                        "--only-keep-debug",
                        folder.resolve("pie").toString(),
                        folder.resolve("pie.debug").toString())
                .orFail();
        Files.writeString(folder.resolve("names"), "cos cosinus\nf another_name\n\nsin ignored\n");
        Files.writeString(folder.resolve("half"), "cos cosinus\nf\n");
        Files.writeString(folder.resolve("twice"), "cos cosinus\ncos sinus\n");
        Files.writeString(folder.resolve("versions"), "cos cosinus\nsin@GLIBC_2.2.5 sinus\n");
        Files.writeString(folder.resolve("path"), "/from/a/file");
    }

    private static void gcc(String name, Path source, String... options) {
        List<String> command =
                new ArrayList<>(List.of("gcc", "-o", folder.resolve(name).toString(), source.toString()));
        command.addAll(List.of(options));
        HostTools.run(command, Map.of()).orFail();
    }

    /** What every patchelf of the last years understands. */
    private static final List<String> OLD_OPTIONS = List.of(
            "",
            "--print-interpreter",
            "--print-soname",
            "--print-rpath",
            "--print-needed",
            "--print-rpath --print-needed --print-soname",
            "--print-interpreter --print-rpath --set-rpath /printed/before/edited",
            "--set-rpath /a:/b",
            "--set-rpath @./path",
            "--set-rpath @./absent",
            "--set-rpath /a/much/longer/path/than/there/was/before:$ORIGIN/../lib",
            "--force-rpath",
            "--force-rpath --set-rpath /forced",
            "--add-rpath /added",
            "--add-rpath /x/y",
            "--force-rpath --add-rpath /added",
            "--remove-rpath",
            "--remove-rpath --set-rpath /not/set",
            "--shrink-rpath",
            "--shrink-rpath --force-rpath",
            "--shrink-rpath --allowed-rpath-prefixes /opt:/srv",
            "--shrink-rpath --allowed-rpath-prefixes /usr",
            "--set-interpreter /short",
            "--set-interpreter @./path",
            "--set-interpreter /a/much/longer/interpreter/than/there/was/before/ld.so",
            "--set-soname libother.so.2",
            "--set-soname @./path",
            "--add-needed libz.so.1",
            "--add-needed libz.so.1 --add-needed liba.so.1 --print-needed",
            "--remove-needed libm.so.6",
            "--remove-needed libabsent.so.6",
            "--replace-needed libm.so.6 libmm.so.66",
            "--no-default-lib",
            "--clear-symbol-version cos",
            "--clear-symbol-version sin --clear-symbol-version absent",
            "--page-size 65536 --set-rpath /paged",
            "--output ./out",
            "--output ./out --set-rpath /elsewhere",
            "--output ./absent/out --set-rpath /elsewhere",
            "--output ./old --print-rpath --set-rpath /elsewhere",
            "--debug --print-interpreter",
            "--set-rpath",
            "--replace-needed a",
            "--set-rpath a --add-rpath b",
            "--page-size 0",
            "--page-size x",
            "--version=no",
            "--no-such-option",
            "./pie --print-needed",
            "./text ./pie --set-rpath /of/several",
            "./pie ./text --set-rpath /of/several",
            "./pie --output ./out --set-rpath /of/several");

    /** What patchelf learned after 0.14.3. */
    private static final List<String> NEW_OPTIONS = List.of(
            "--print-os-abi",
            "--replace-needed libm.so.6 libc.so.6 --remove-needed libc.so.6 --add-needed libm.so.6",
            "--set-os-abi linux",
            "--set-os-abi FreeBSD --print-os-abi",
            "--set-os-abi system-v",
            "--set-os-abi amiga",
            "--set-os-abi",
            "--add-debug-tag",
            "--no-sort --set-rpath /unsorted",
            "--print-execstack",
            "--set-execstack",
            "--clear-execstack",
            "--set-execstack --clear-execstack",
            "--print-execstack --set-execstack",
            "--rename-dynamic-symbols ./names",
            "--rename-dynamic-symbols ./names --set-soname librenamed.so --force-rpath --add-rpath /renamed",
            "--rename-dynamic-symbols ./half",
            "--rename-dynamic-symbols ./twice",
            "--rename-dynamic-symbols ./versions",
            "--rename-dynamic-symbols ./absent",
            "--set-interpreter /i --set-rpath /r --add-needed n --no-default-lib --add-debug-tag --set-os-abi hurd",
            "--print-interpreter --print-os-abi --print-soname --print-rpath --print-execstack --print-needed");

    private static final List<String> LINKED = List.of("pie", "nopie", "rpath", "static", "lib.so", "plain.so");

    private static final List<String> OTHERS =
            List.of("object.o", "text", "short", "absent", "folder", "pie/below", "link", "second-name");

    /** Files that only patchelf itself would call debugging information of a program one that can be edited. */
    private static final List<String> OF_DEBUG_FILES = List.of(
            "--print-rpath", "--set-rpath /a", "--add-rpath /a", "--remove-rpath", "--shrink-rpath", "--print-os-abi");

    static List<Arguments> commandLines() {
        List<String> few = List.of("--print-rpath --print-needed", "--set-rpath /a:/b", "--set-interpreter /i", "");
        List<String> all =
                Stream.concat(OLD_OPTIONS.stream(), NEW_OPTIONS.stream()).toList();
        Stream<Arguments> installed =
                lines(OLD_OPTIONS, List.of("pie", "lib.so")).map(line -> Arguments.of(RealPatchelf.INSTALLED, line));
        Stream<String> newer = Stream.of(
                        lines(all, LINKED), lines(few, OTHERS), lines(OF_DEBUG_FILES, List.of("pie.debug")))
                .flatMap(lines -> lines);
        return Sample.of(
                Stream.concat(installed, newer.map(line -> Arguments.of(RealPatchelf.NEWER, line)))
                        .toList(),
                "command lines");
    }

    private static Stream<String> lines(List<String> options, List<String> files) {
        return files.stream().flatMap(file -> options.stream().map(option -> (option + " ./" + file).strip()));
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void doesWhatPatchelfDoes(RealPatchelf real, String commandLine) throws Exception {
        Path theirs = copies("theirs");
        Path ours = copies("ours");
        List<String> words = List.of(commandLine.split(" "));

        HostTools.Result expected = HostTools.run(real.command(in(theirs, words)), Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new Patchelf(print(out), print(err)).run(in(ours, words).toArray(String[]::new));

        String errors = err.toString(StandardCharsets.UTF_8);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.stdout());
        assertThat(status).as(errors).isEqualTo(expected.exitStatus());
        if (!words.contains("--debug")) {
            assertThat(errors.replace("/ours/", "/theirs/"))
                    .isEqualTo(expected.stderr().replaceAll("(?m)^warning: .*\n", ""));
        }
        // patchelf leaves the versions of a removed library, and glibc then ends the program; see NeededVersionsIT
        boolean versions = !words.contains("--remove-needed");
        assertThat(meanings(ours, versions)).isEqualTo(meanings(theirs, versions));
        assertThat(unsound(ours)).isEmpty();
    }

    /** Files of the command line by their whole names. */
    private static List<String> in(Path folder, List<String> words) {
        return words.stream()
                .map(word -> word.replaceFirst("^(@?)\\./", "$1" + Matcher.quoteReplacement(folder + "/")))
                .toList();
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static Path copies(String name) throws IOException {
        Path copies = folder.resolve(name);
        if (Files.exists(copies)) {
            try (Stream<Path> old = Files.walk(copies)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(copies.resolve("folder"));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createLink(copies.resolve("second-name"), copies.resolve("pie"));
        Files.createSymbolicLink(copies.resolve("link"), Path.of("lib.so"));
        return copies;
    }

    /** All files by name: what they say and what their attributes are. */
    private static Map<String, Object> meanings(Path copies, boolean versions) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(copies)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                Object contents =
                        ElfFile.isElf(ByteBuffer.wrap(Files.readAllBytes(path))) ? meaning(path, versions) : "";
                all.put(
                        path.getFileName().toString(),
                        List.of(
                                contents,
                                Files.getAttribute(path, "unix:mode"),
                                Files.getAttribute(path, "unix:nlink")));
            }
        }
        return all;
    }

    private static List<Object> meaning(Path path, boolean versions) throws IOException {
        ElfFile file = ElfFile.open(path);
        return List.of(
                file.interpreter(),
                file.needed(),
                file.soname(),
                file.rpath(),
                file.runpath(),
                file.dynamic().map(d -> d.flags1()),
                file.dynamic().map(d -> d.value(ElfConstants.DT_DEBUG).isPresent()),
                file.header().osAbi(),
                file.programHeaders().stream()
                        .filter(p -> p.type() == ElfConstants.PT_GNU_STACK)
                        .map(ProgramHeader::flags)
                        .toList(),
                symbols(file, versions));
    }

    private static List<String> unsound(Path folder) throws IOException {
        List<String> problems = new ArrayList<>();
        for (String name : List.of("pie", "nopie", "rpath", "lib.so", "plain.so")) {
            problems.addAll(ElfVerifier.problems(ElfFile.open(folder.resolve(name))));
        }
        return problems;
    }

    private static List<String> symbols(ElfFile file, boolean versions) throws IOException {
        return file.dynamicSymbols().entries().stream()
                .map(e -> e.name()
                        + e.version().filter(v -> versions).map(v -> "@" + v).orElse(""))
                .sorted()
                .toList();
    }
}
