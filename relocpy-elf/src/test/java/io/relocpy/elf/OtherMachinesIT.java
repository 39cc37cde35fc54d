package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Edited programs of other machines run under qemu, with the loader and libraries of Debian's cross compilers. */
class OtherMachinesIT {
    private static final String LIBRARY = "libtwice.so";

    private static final String OTHER_NAME = "lib-of-another-and-rather-longer-name.so.17";

    static final String MACHINES = """
            aarch64-linux-gnu, qemu-aarch64-static, lib/ld-linux-aarch64.so.1
            arm-linux-gnueabihf, qemu-arm-static, lib/ld-linux-armhf.so.3
            i686-linux-gnu, qemu-i386-static, lib/ld-linux.so.2
            powerpc64le-linux-gnu, qemu-ppc64le-static, lib64/ld64.so.2
            s390x-linux-gnu, qemu-s390x-static, lib/ld64.so.1
            riscv64-linux-gnu, qemu-riscv64-static, lib/ld-linux-riscv64-lp64d.so.1
            mips64el-linux-gnuabi64, qemu-mips64el-static, lib64/ld.so.1
            """;

    @TempDir
    Path folder;

    static List<Arguments> machines() {
        return Sample.of(
                MACHINES.lines()
                        .map(line -> Arguments.of((Object[]) line.split(", ")))
                        .toList(),
                "machines");
    }

    @ParameterizedTest
    @MethodSource("machines")
    void editedProgramRuns(String machine, String emulator, String loader) throws Exception {
        HostTools.require(machine + "-gcc", emulator, "eu-elflint", "llvm-strip");
        Path main = sources();
        Path shared = library(machine);
        for (String pie : List.of("-pie", "-no-pie")) {
            Path program = folder.resolve("main" + pie);
            link(machine, pie, program, main, shared);
            Path lib = Files.createDirectories(folder.resolve("edited" + pie)
                    .resolve("a")
                    .resolve("rather")
                    .resolve("long")
                    .resolve("path"));
            Path edited = lib.getParent().resolve("main");
            ElfEditor.open(shared)
                    .addRpath("/nowhere/" + "x".repeat(200))
                    .addNeeded("libm.so.6")
                    .write(lib.resolve("libtwice.so"));
            ElfEditor.open(program)
                    .setInterpreter("/./././././././././././" + loader)
                    .addRpath("$ORIGIN/path")
                    .addNeeded("libm.so.6")
                    .write(edited);
            runs(machine, emulator, edited);
            accepted(program, edited);
            accepted(shared, lib.resolve("libtwice.so"));
            for (Path file : List.of(edited, lib.resolve("libtwice.so"))) {
                ElfEditor.open(file)
                        .addRpath("/again/" + "y".repeat(500))
                        .addNeeded("libdl.so.2")
                        .write(file);
            }
            runs(machine, emulator, edited);
            strip(machine + "-strip", program, edited);
            runs(machine, emulator, edited);
        }
    }

    private Path sources() throws IOException {
        Files.writeString(
                folder.resolve("lib.c"),
                "#include <stdlib.h>\nstatic int *cell;\n"
                        + "__attribute__((constructor)) static void start(void) { cell = malloc(4); *cell = 2; }\n"
                        + "int twice(int x) { return *cell * x; }\n");
        return Files.writeString(
                folder.resolve("main.c"),
                "#include <stdio.h>\nint twice(int); static __thread int t = 40;\n"
                        + "int main(void) { printf(\"%d\\n\", twice(t)); return 0; }\n");
    }

    private Path library(String machine) {
        Path shared = folder.resolve(LIBRARY);
        gcc(
                machine,
                "-shared",
                "-fPIC",
                "-o",
                shared.toString(),
                folder.resolve("lib.c").toString(),
                "-Wl,-soname," + LIBRARY);
        return shared;
    }

    private static void link(String machine, String pie, Path program, Path main, Path shared, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                pie,
                pie.equals("-pie") ? "-fPIE" : "-fno-pie",
                "-o",
                program.toString(),
                main.toString(),
                shared.toString()));
        arguments.addAll(List.of(options));
        gcc(machine, arguments.toArray(String[]::new));
    }

    /** What is done to a program and its library, and what the program then says. */
    private record Verb(
            UnaryOperator<ElfEditor> program, UnaryOperator<ElfEditor> library, Question setting, Object expected) {}

    private interface Question {
        Object ask(ElfFile file) throws IOException;
    }

    private static Verb verb(UnaryOperator<ElfEditor> both, Question question, Object expected) {
        return new Verb(both, both, question, expected);
    }

    private static Map<String, Verb> verbs(String machine, String loader, Path own) {
        String name = "./".repeat(20);
        String system = "/usr/%s/lib:/usr/%s/lib64".formatted(machine, machine);
        Map<String, String> names = Map.of("twice", "double_of_a_number");
        UnaryOperator<ElfEditor> none = e -> e;
        Map<String, Verb> all = new LinkedHashMap<>();
        all.put(
                "interpreter",
                new Verb(
                        e -> e.setInterpreter("/" + name + loader),
                        none,
                        f -> f.interpreter().orElse(""),
                        "/" + name + loader));
        all.put(
                "rpath set",
                verb(e -> e.setRpath(name + ":$ORIGIN"), f -> f.rpath().orElse(""), name + ":$ORIGIN"));
        all.put(
                "rpath add",
                verb(e -> e.addRpath("/" + name), f -> f.rpath().orElse("").endsWith("/" + name), true));
        all.put(
                "rpath remove",
                verb(
                        ElfEditor::removeRpath,
                        f -> f.rpath().isPresent() || f.runpath().isPresent(),
                        false));
        all.put(
                "rpath shrink",
                new Verb(
                        e -> e.setRunpath("/nowhere:" + own + ":/elsewhere")
                                .shrinkRpath(FileTree.of(Path.of("/")), List.of()),
                        none,
                        f -> f.runpath().orElse(""),
                        own.toString()));
        all.put("rpath force", verb(ElfEditor::forceRpath, f -> f.runpath().isPresent(), false));
        all.put(
                "needed add",
                verb(e -> e.addNeeded("libm.so.6"), f -> f.needed().get(0), "libm.so.6"));
        all.put(
                "needed remove",
                verb(
                        e -> e.addNeeded("libdl.so.2", "libm.so.6").removeNeeded("libdl.so.2"),
                        f -> f.needed().contains("libdl.so.2"),
                        false));
        all.put(
                "needed replace",
                new Verb(
                        e -> e.replaceNeeded(Map.of(LIBRARY, OTHER_NAME)),
                        none,
                        f -> f.needed().contains(OTHER_NAME),
                        true));
        all.put("soname", new Verb(none, e -> e.setSoname("lib" + "x".repeat(60) + ".so.2"), f -> true, true));
        all.put(
                "no default lib",
                verb(
                        e -> e.setRpath("$ORIGIN:" + system).noDefaultLib(),
                        f -> (f.dynamic().orElseThrow().flags1() & ElfConstants.DF_1_NODEFLIB) != 0,
                        true));
        all.put(
                "debug tag",
                verb(
                        ElfEditor::addDebugTag,
                        f -> f.dynamic()
                                .orElseThrow()
                                .value(ElfConstants.DT_DEBUG)
                                .isPresent(),
                        true));
        all.put("stack executable", verb(e -> e.setExecutableStack(true), OtherMachinesIT::hasExecutableStack, true));
        all.put(
                "stack not executable",
                verb(
                        e -> e.setExecutableStack(true).setExecutableStack(false),
                        OtherMachinesIT::hasExecutableStack,
                        false));
        all.put(
                "os abi",
                verb(e -> e.setOsAbi(ElfConstants.ELFOSABI_GNU), f -> f.header().osAbi(), 3));
        all.put(
                "clear symbol version",
                verb(
                        e -> e.clearSymbolVersion("printf", "malloc"),
                        f -> f.dynamicSymbols().find("printf").stream()
                                .anyMatch(s -> s.version().isPresent()),
                        false));
        all.put(
                "rename dynamic symbols",
                verb(
                        e -> e.renameDynamicSymbols(names),
                        f -> f.dynamicSymbols().find("double_of_a_number").size(),
                        1));
        all.put(
                "page size",
                verb(e -> e.pageSize(65536).addNeeded("libm.so.6").addRpath("/" + name.repeat(20)), f -> true, true));
        return all;
    }

    private static boolean hasExecutableStack(ElfFile file) throws IOException {
        return file.programHeaders().stream()
                .anyMatch(p -> p.type() == ElfConstants.PT_GNU_STACK && (p.flags() & ElfConstants.PF_X) != 0);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyVerbWorksOnPrograms(String machine, String emulator, String loader) throws Exception {
        HostTools.require(machine + "-gcc", machine + "-strip", emulator, "eu-elflint", "llvm-strip");
        Path main = sources();
        Path shared = library(machine);
        for (String pie : List.of("-pie", "-no-pie")) {
            link(machine, pie, folder.resolve("main" + pie), main, shared, "-Wl,-rpath,$ORIGIN");
        }
        Map<String, List<Path>> variants = new LinkedHashMap<>();
        int number = machine.length();
        for (Map.Entry<String, Verb> verb :
                verbs(machine, loader, shared.getParent()).entrySet()) {
            // qemu is slow: a verb has a position independent program on some machines, and one that is not on others
            Path program = folder.resolve(number++ % 2 == 0 ? "main-pie" : "main-no-pie");
            Path own = folder.resolve(verb.getKey().replace(' ', '-'));
            edit(verb.getValue(), program, shared, own);
            for (String variant : List.of("edited", machine + "-strip", "llvm-strip")) {
                variants.computeIfAbsent(variant, v -> new ArrayList<>()).add(copy(own, variant));
            }
        }
        for (String strip : List.of(machine + "-strip", "llvm-strip")) {
            strip(
                    strip,
                    variants.get(strip).stream()
                            .flatMap(f -> Stream.of(f.resolve("main"), f.resolve(LIBRARY)))
                            .toArray(Path[]::new));
        }
        variants.values().stream().flatMap(List::stream).parallel().forEach(one -> {
            Map<String, String> environment = one.getParent().endsWith("rpath-remove")
                    ? Map.of("LD_BIND_NOW", "1", "LD_LIBRARY_PATH", one.toString())
                    : Map.of("LD_BIND_NOW", "1");
            HostTools.Result result = HostTools.run(
                    List.of(
                            emulator,
                            "-L",
                            "/usr/" + machine,
                            one.resolve("main").toString()),
                    environment);
            assertThat(result.stdout() + result.stderr()).as("%s", one).isEqualTo("80\n");
        });
    }

    private static void edit(Verb verb, Path program, Path shared, Path own) throws IOException {
        Files.createDirectory(own);
        verb.program().apply(ElfEditor.open(program)).write(own.resolve("main"));
        verb.library().apply(ElfEditor.open(shared)).write(own.resolve(LIBRARY));
        Files.createSymbolicLink(own.resolve(OTHER_NAME), Path.of(LIBRARY));
        assertThat(verb.setting().ask(ElfFile.open(own.resolve("main"))))
                .as("%s", own)
                .isEqualTo(verb.expected());
        accepted(program, own.resolve("main"));
        accepted(shared, own.resolve(LIBRARY));
    }

    private static Path copy(Path from, String variant) throws IOException {
        Path to = Files.createDirectory(from.resolve(variant));
        for (String file : List.of("main", LIBRARY)) {
            Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createSymbolicLink(to.resolve(OTHER_NAME), Path.of(LIBRARY));
        return to;
    }

    private static void gcc(String machine, String... arguments) {
        List<String> command = new ArrayList<>(List.of(machine + "-gcc"));
        command.addAll(List.of(arguments));
        HostTools.run(command, Map.of()).orFail();
    }

    private static void strip(String strip, Path... files) {
        List<String> command = new ArrayList<>(List.of(strip));
        Stream.of(files).forEach(file -> command.add(file.toString()));
        HostTools.run(command, Map.of()).orFail();
    }

    private static void runs(String machine, String emulator, Path program) {
        HostTools.Result result = HostTools.run(
                List.of(emulator, "-L", "/usr/" + machine, program.toString()), Map.of("LD_BIND_NOW", "1"));
        assertThat(result.orFail().stdout()).isEqualTo("80\n");
    }

    private static void accepted(Path before, Path after) throws IOException {
        List<String> known = lint(before).toList();
        assertThat(lint(after).filter(line -> !known.contains(line)))
                .as("%s", after)
                .isEmpty();
    }

    private static Stream<String> lint(Path file) {
        return HostTools.run("eu-elflint", "--gnu-ld", file.toString()).lines().stream()
                .filter(line -> !line.equals("No errors"))
                .map(line -> line.replaceAll("0x[0-9a-f]+|[0-9]+", "N"));
    }
}
