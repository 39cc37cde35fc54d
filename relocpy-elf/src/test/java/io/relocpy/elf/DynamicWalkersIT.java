package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs and libraries whose code goes through its own {@code _DYNAMIC}: after an edit they find what the edit wrote, or
 * the edit is refused.
 */
class DynamicWalkersIT {
    private static final String WALKER = """
            #include <link.h>
            #include <stdio.h>
            #ifdef HIDDEN
            extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden")));
            #endif
            #ifdef POINTER
            static ElfW(Dyn) *volatile start = _DYNAMIC;
            #elif defined(INSIDE)
            static ElfW(Dyn) *volatile second = _DYNAMIC + 1;
            #define start (second - 1)
            #else
            #define start _DYNAMIC
            #endif
            int WALK(void) {
                int needed = 0, debug = 0;
                for (ElfW(Dyn) *d = start; d->d_tag != DT_NULL; d++) {
                    if (d->d_tag == DT_NEEDED) needed++;
                    if (d->d_tag == DT_DEBUG && d->d_un.d_ptr) debug = ((struct r_debug *) d->d_un.d_ptr)->r_version;
                }
                printf("%d needed, debug %d\\n", needed, debug);
                return 0;
            }
            """;

    private static final List<String> MORE =
            List.of("libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libutil.so.1", "libresolv.so.2");

    private static final List<String> MODES = List.of("-pie -fPIE -O2", "-no-pie -fno-pie -O0", "-no-pie -fno-pie -O2");

    private static final List<String> FORMS = List.of("", "-DHIDDEN", "-DPOINTER", "-DINSIDE");

    /** How a program is compiled, and how its code refers to {@code _DYNAMIC}. */
    private record Variant(String compiler, String mode, String form) {
        static List<Variant> of(List<String> compilers, List<String> modes) {
            return compilers.stream()
                    .flatMap(compiler -> modes.stream()
                            .flatMap(mode -> FORMS.stream().map(form -> new Variant(compiler, mode, form))))
                    .toList();
        }
    }

    @TempDir
    Path folder;

    private int edited;
    private int refused;

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "gold", "lld", "mold"})
    void programsFindWhatWasWritten(String linker) throws Exception {
        HostTools.require("gcc", "clang", "ld." + linker);
        HostTools.requireLoader();
        for (Variant each : Sample.of(Variant.of(List.of("gcc", "clang"), MODES), linker)) {
            check(link(each, "-DWALK=main", "-fuse-ld=" + linker), List.of(), each);
        }
        assertThat(edited).isPositive();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "gold", "lld", "mold"})
    void programsWithoutSectionsFindWhatWasWritten(String linker) throws Exception {
        HostTools.require("gcc", "ld." + linker, "llvm-strip");
        HostTools.requireLoader();
        for (Variant each : Sample.of(Variant.of(List.of("gcc"), MODES), linker)) {
            Path program = link(each, "-DWALK=main", "-fuse-ld=" + linker);
            HostTools.run("llvm-strip", "--strip-sections", program.toString()).orFail();
            check(program, List.of(), each);
        }
        assertThat(edited).isPositive();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfd", "gold", "lld", "mold"})
    void librariesFindWhatWasWritten(String linker) throws Exception {
        HostTools.require("gcc", "clang", "ld." + linker);
        HostTools.requireLoader();
        Path caller =
                Files.writeString(folder.resolve("caller.c"), "int walk(void); int main(void) { return walk(); }");
        for (Variant each : Sample.of(Variant.of(List.of("gcc", "clang"), List.of("-shared -fPIC -O2")), linker)) {
            Path library = link(each, "-DWALK=walk", "-fuse-ld=" + linker, "-Wl,-soname,libwalk.so");
            Path named = Files.createDirectories(folder.resolve("libraries")).resolve("libwalk.so");
            Files.move(library, named, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Path program = folder.resolve("caller");
            HostTools.run("gcc", "-o", program.toString(), caller.toString(), named.toString())
                    .orFail();
            check(named, List.of(program.toString()), each);
        }
        assertThat(edited).isPositive();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource(textBlock = OtherMachinesIT.MACHINES)
    void programsOfOtherMachinesFindWhatWasWritten(String machine, String emulator, String loader) throws Exception {
        HostTools.require(machine + "-gcc", emulator);
        for (Variant each : Sample.of(Variant.of(List.of(machine + "-gcc"), MODES), machine)) {
            check(link(each, "-DWALK=main"), List.of(emulator, "-L", "/usr/" + machine), each);
        }
        assertThat(edited + refused).isPositive();
    }

    /** How code reaches data that may be far away. */
    @ParameterizedTest
    @CsvSource({
        "gcc, bfd, -mcmodel=medium", "gcc, bfd, -mcmodel=large", "gcc, lld, -mcmodel=medium",
                "gcc, gold, -mcmodel=medium",
        "gcc, mold, -mcmodel=medium", "clang, bfd, -mcmodel=medium", "clang, lld, -mcmodel=large",
                "clang, mold, -mcmodel=large"
    })
    void programsOfOtherCodeModelsFindWhatWasWritten(String compiler, String linker, String model) throws Exception {
        HostTools.require(compiler, "ld." + linker);
        HostTools.requireLoader();
        for (Variant each : Sample.of(Variant.of(List.of(compiler), MODES), compiler + linker)) {
            check(link(each, "-DWALK=main", "-fuse-ld=" + linker, model), List.of(), each);
        }
        assertThat(edited).isPositive();
        assertThat(refused).isPositive();
    }

    /** There is no code before it, where an instruction's beginning would be looked for. */
    @Test
    void theVeryFirstInstructionCounts() throws Exception {
        HostTools.require("gcc");
        Path source = Files.writeString(folder.resolve("first.s"), """
                .globl first
                first: lea _DYNAMIC(%rip), %rax
                ret
                .section .note.GNU-stack,"",@progbits
                """);
        Path library = folder.resolve("libfirst.so");
        HostTools.run("gcc", "-shared", "-nostdlib", "-o", library.toString(), source.toString())
                .orFail();

        assertThatThrownBy(ElfEditor.open(library).addNeeded(MORE)::edit)
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("dynamic section: expected room for");
    }

    /** Instructions of 34 bits, relative to themselves. */
    @Test
    void programsForPower10FindWhatWasWritten() throws Exception {
        String machine = "powerpc64le-linux-gnu";
        HostTools.require(machine + "-gcc", "qemu-ppc64le-static");
        List<String> emulator = List.of("qemu-ppc64le-static", "-cpu", "power10", "-L", "/usr/" + machine);
        for (Variant each : Sample.of(Variant.of(List.of(machine + "-gcc"), MODES), machine)) {
            check(link(each, "-DWALK=main", "-mcpu=power10"), emulator, each);
        }
        assertThat(refused).isPositive();
    }

    /** One entry more than there is room for, where a count of relocations can go. */
    @Test
    void entriesWithoutEffectAreReused() throws Exception {
        HostTools.require("gcc", "ld.lld");
        HostTools.requireLoader();
        Path program = link(new Variant("gcc", "-pie -fPIE -O2", ""), "-DWALK=main", "-fuse-ld=lld");
        DynamicSection before = ElfFile.open(program).dynamic().orElseThrow();
        assertThat(before.capacity()).isEqualTo(before.entries().size() + 1);
        assertThat(before.value(ElfConstants.DT_RELACOUNT)).isPresent();

        ElfEditor.open(program).setRunpath("/a/b").write(program);

        DynamicSection after = ElfFile.open(program).dynamic().orElseThrow();
        assertThat(after.address()).isEqualTo(before.address());
        assertThat(after.runpath()).contains("/a/b");
        assertThat(after.value(ElfConstants.DT_RELACOUNT)).isEmpty();
        assertThat(run(List.of(), program)).isEqualTo("1 needed, debug 1\n");
    }

    private Path link(Variant variant, String define, String... options) throws IOException {
        Path source = Files.writeString(folder.resolve("walker.c"), WALKER);
        Path program = folder.resolve("walker");
        List<String> command = new ArrayList<>(List.of(variant.compiler, "-w", define, "-o", program.toString()));
        command.addAll(List.of((variant.mode + " " + variant.form).split(" ")));
        command.addAll(List.of(options));
        command.add(source.toString());
        HostTools.run(command, Map.of()).orFail();
        return program;
    }

    /** With one entry more, with one in place of it, and with many. */
    private void check(Path walker, List<String> runner, Variant variant) throws IOException {
        byte[] original = Files.readAllBytes(walker);
        String before = run(runner, walker);
        int needed = ElfFile.open(walker).needed().size();
        assertThat(before).startsWith(needed + " needed");
        List<UnaryOperator<ElfEditor>> edits =
                List.of(e -> e.setRunpath("/a/b/c"), e -> e.addNeeded(MORE).setRpath("/" + "long/".repeat(100)));
        for (int i = 0; i < edits.size(); i++) {
            Files.write(walker, original);
            try {
                edits.get(i).apply(ElfEditor.open(walker)).write(walker);
                edited++;
            } catch (ElfEditException e) {
                assertThat(e).hasMessageContaining("dynamic section: expected room for");
                refused++;
            }
            String after = run(runner, walker);
            int now = ElfFile.open(walker).needed().size();
            assertThat(after)
                    .as("%s, edit %d", variant, i)
                    .isEqualTo(before.replace(needed + " needed", now + " needed"));
        }
        Files.write(walker, original);
    }

    private static String run(List<String> runner, Path walker) {
        List<String> command = new ArrayList<>(runner);
        if (command.size() != 1) {
            command.add(walker.toString());
        }
        return HostTools.run(
                        command, Map.of("LD_LIBRARY_PATH", walker.getParent().toString()))
                .orFail()
                .stdout();
    }
}
