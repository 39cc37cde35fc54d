package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random edits on programs and libraries of random make: whatever was edited, in whatever order, tools accept the file
 * and it runs, also after strip.
 *
 * <p>{@code -Drelocpy.sequences=N} runs more, {@code -Drelocpy.seed=N} others. A failure names its seed.
 */
class RandomEditsIT {
    /** What the table segment may add: all movable tables of these small files, and one page of long strings. */
    private static final long GROWTH = 16384;

    private static final String INTERPRETER = "/lib64/ld-linux-x86-64.so.2";

    @TempDir
    static Path folder;

    private static final List<List<String>> LINKERS = new ArrayList<>();

    @BeforeAll
    static void toolsAndSources() throws IOException {
        HostTools.require("gcc", "g++", "readelf", "eu-elflint", "strip", "llvm-strip");
        HostTools.missingUnless(
                Files.exists(Path.of("/usr/include/zlib.h")), "header zlib.h is missing (Debian: zlib1g-dev)");
        Files.writeString(folder.resolve("main.cc"), """
                #include <cstdio>
                #include <stdexcept>
                #include <zlib.h>
                extern "C" int answer(int);
                __attribute__((weak)) extern int never;
                static __thread char local[TLS] = "tls";
                struct S { int v; S() : v(40) {} } s;
                static const char *table[] = {"one", "two", "three"};
                int main() {
                    int got = 0;
                    try { throw std::runtime_error("thrown"); } catch (std::exception &e) { got = e.what()[0]; }
                    std::printf("%d %d %s %s %d %d\\n", answer(s.v), got, local, table[2], &never == nullptr,
                                (int) crc32(0, (const unsigned char *) "x", 1));
                    return 0;
                }
                """);
        Files.writeString(folder.resolve("lib.c"), """
                #include <stdlib.h>
                static int *cell;
                __attribute__((constructor)) static void start(void) { cell = malloc(sizeof(int)); *cell = 2; }
                int twice(int x) { return 2 * x; }
                int answer(int x) { return twice(x) / 2 + *cell; }
                """);
        LINKERS.add(List.of());
        for (String linker : List.of("gold", "lld", "mold")) {
            if (HostTools.find("ld." + linker).isPresent()) {
                LINKERS.add(List.of("-fuse-ld=" + linker));
            }
        }
    }

    /** One of many ways to link. */
    private record Recipe(List<String> options, boolean pie, boolean stripSections) {
        static Recipe random(Random random) {
            List<String> options = new ArrayList<>(LINKERS.get(random.nextInt(LINKERS.size())));
            boolean bfd = options.isEmpty();
            boolean pie = random.nextInt(3) > 0;
            options.add(pie ? "-pie" : "-no-pie");
            if (!options.contains("-fuse-ld=gold")) {
                add(random, options, "-Wl,-z,noseparate-code");
            }
            add(random, options, "-Wl,-z,now");
            add(random, options, "-Wl,-z,norelro");
            add(
                    random,
                    options,
                    "-Wl,--hash-style=" + List.of("gnu", "sysv", "both").get(random.nextInt(3)));
            add(random, options, "-Wl,--build-id=none");
            add(random, options, "-Wl,-z,max-page-size=65536");
            add(random, options, "-Wl,-z,execstack");
            add(random, options, "-Wl,--disable-new-dtags");
            add(random, options, "-Wl,--export-dynamic");
            add(random, options, "-Wl,-rpath,/first/path:$ORIGIN");
            add(random, options, "-DTLS=40000");
            add(random, options, "-s");
            if (bfd && pie) {
                add(random, options, "-Wl,-z,pack-relative-relocs");
            }
            if (!options.contains("-DTLS=40000")) {
                options.add("-DTLS=4");
            }
            return new Recipe(options, pie, random.nextInt(6) == 0);
        }

        private static void add(Random random, List<String> options, String option) {
            if (random.nextInt(3) == 0) {
                options.add(option);
            }
        }
    }

    private record Built(Path program, Path library, String output) {}

    private final Map<String, Built> built = new HashMap<>();

    private Built build(Recipe recipe) throws IOException {
        String key = Integer.toHexString(recipe.hashCode());
        Built known = built.get(key);
        if (known != null) {
            return known;
        }
        Path own = Files.createDirectories(folder.resolve(key));
        Path library = own.resolve("libanswer.so");
        Path program = own.resolve("main");
        List<String> linking = recipe.options().stream()
                .filter(o -> !o.endsWith("pie") && !o.startsWith("-D"))
                .toList();
        run(
                "gcc",
                List.of("-shared", "-fPIC", "-O1", "-w", "-o", library.toString()),
                linking,
                List.of(folder.resolve("lib.c").toString(), "-Wl,-soname,libanswer.so"));
        run(
                "g++",
                List.of("-O1", "-w", "-o", program.toString()),
                recipe.options(),
                List.of(
                        recipe.pie() ? "-fPIE" : "-fno-pie",
                        folder.resolve("main.cc").toString(),
                        library.toString(),
                        zlib()));
        if (recipe.stripSections()) {
            for (Path file : List.of(program, library)) {
                HostTools.run("llvm-strip", "--strip-sections", file.toString()).orFail();
            }
        }
        Built fresh = new Built(program, library, execute(program, own).orFail().stdout());
        built.put(key, fresh);
        return fresh;
    }

    private static String zlib() {
        return HostTools.run("gcc", "-print-file-name=libz.so").stdout().strip().startsWith("/")
                ? "-lz"
                : HostTools.run("gcc", "-print-file-name=libz.so.1").stdout().strip();
    }

    @SafeVarargs
    private static void run(String program, List<String>... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        for (List<String> more : arguments) {
            command.addAll(more);
        }
        HostTools.run(command, Map.of()).orFail();
    }

    private static HostTools.Result execute(Path program, Path libraries) {
        return HostTools.run(
                List.of(program.toString()),
                Map.of("LD_BIND_NOW", "1", "LD_LIBRARY_PATH", libraries.toString(), "LC_ALL", "C"));
    }

    @Test
    void editedFilesAreAcceptedAndRun() throws Exception {
        int sequences = Integer.getInteger("relocpy.sequences", 25);
        long seed = Long.getLong("relocpy.seed", 1);
        int edits = 0;
        for (int i = 0; i < sequences; i++) {
            edits += sequence(seed + i);
        }
        assertThat(edits).isGreaterThanOrEqualTo(sequences);
    }

    private int sequence(long seed) throws Exception {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Recipe recipe = Recipe.random(random);
        Built original = build(recipe);
        Path own = Files.createDirectories(folder.resolve("edited"));
        Path program = own.resolve("main");
        Path library = own.resolve("libanswer.so");
        Files.write(program, Files.readAllBytes(original.program()));
        Files.write(library, Files.readAllBytes(original.library()));
        program.toFile().setExecutable(true);
        int length = 1 + (int) Math.min(49, Math.abs(random.nextGaussian()) * 6);
        List<String> log = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            boolean inLibrary = random.nextInt(3) == 0;
            Path target = inLibrary ? library : program;
            Path before = inLibrary ? original.library() : original.program();
            String state = "seed " + seed + " " + recipe + " " + log;
            ElfEditor editor = randomEdit(ElfEditor.open(target), random, inLibrary, log);
            EditedElf edited = editor.edit();
            byte[] bytes = edited.toBytes();
            assertThat(bytes.length - Files.size(before))
                    .as("growth, %s", state)
                    .isLessThanOrEqualTo(GROWTH);
            edited.write(target);
            target.toFile().setExecutable(true);
            check(before, target, original.output(), own, log, seed + " " + recipe);
        }
        return length;
    }

    private static ElfEditor randomEdit(ElfEditor editor, Random random, boolean library, List<String> log) {
        int verbs = 1 + random.nextInt(3);
        ElfEditor edit = editor;
        for (int i = 0; i < verbs; i++) {
            int length = 1 << random.nextInt(10);
            String path = ("$ORIGIN/../" + "lib/".repeat(length)).substring(0, Math.min(11 + length, 900));
            int verb = random.nextInt(library ? 13 : 14);
            log.add((library ? "library " : "program ") + verb + "/" + length);
            edit = switch (verb) {
                case 0 -> edit.setRpath(path);
                case 1 -> edit.setRunpath(path);
                case 2 -> edit.addRpath("/added/" + length);
                case 3 -> edit.removeRpath();
                case 4 -> edit.forceRpath();
                case 5 ->
                    edit.addNeeded(List.of("libm.so.6", "libdl.so.2", "libpthread.so.0")
                            .get(random.nextInt(3)));
                case 6 -> edit.removeNeeded("libdl.so.2", "libpthread.so.0");
                case 7 -> edit.setSoname("lib" + "x".repeat(length % 100) + ".so");
                case 8 -> edit.addDebugTag();
                case 9 -> edit.setExecutableStack(random.nextBoolean());
                case 10 -> edit.noDefaultLib().forceRunpath();
                case 11 -> edit.setOsAbi(random.nextBoolean() ? ElfConstants.ELFOSABI_GNU : ElfConstants.ELFOSABI_NONE);
                case 12 -> library ? edit.setSoname("libanswer.so") : edit.addRunpath("/r");
                default -> edit.setInterpreter("/" + "./".repeat(random.nextInt(60)) + INTERPRETER.substring(1));
            };
        }
        return findable(library ? edit.setSoname("libanswer.so") : edit);
    }

    /** With DF_1_NODEFLIB the loader must be told where the system's own libraries are. */
    private static ElfEditor findable(ElfEditor edit) {
        return edit.addRpath("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu");
    }

    private void check(Path before, Path after, String output, Path own, List<String> log, String seed)
            throws IOException {
        String state = "seed " + seed + " after " + log;
        EditedElf again = ElfEditor.open(after).forceRpath().edit();
        EditedElf twice = ElfEditor.of(ElfFile.of(ByteBuffer.wrap(again.toBytes())))
                .forceRpath()
                .edit();
        assertThat(twice.isChanged()).as("repeated, %s", state).isFalse();
        Set<String> known = complaints(before);
        Set<String> now = complaints(after);
        now.removeAll(known);
        assertThat(now).as(state).isEmpty();
        runs(own, output, state);
        byte[] bytes = Files.readAllBytes(after);
        boolean sections = !ElfFile.open(after).sectionHeaders().isEmpty();
        for (String strip : sections ? List.of("strip", "llvm-strip") : List.<String>of()) {
            Stripped unedited = stripped(before, strip, output);
            HostTools.run(strip, after.toString()).orFail();
            Set<String> stripped = complaints(after);
            stripped.removeAll(known);
            stripped.removeAll(unedited.complaints());
            assertThat(stripped).as("%s, %s", strip, state).isEmpty();
            if (unedited.runs()) {
                runs(own, output, strip + ", " + state);
            }
            Files.write(after, bytes);
        }
    }

    /** What strip makes of the file as the linker left it; that is not always good either. */
    private record Stripped(Set<String> complaints, boolean runs) {}

    private final Map<String, Stripped> strippedOriginals = new HashMap<>();

    private Stripped stripped(Path before, String strip, String output) throws IOException {
        String key = strip + " " + before;
        Stripped known = strippedOriginals.get(key);
        if (known == null) {
            Path copy = Files.createDirectories(folder.resolve("stripped")).resolve(before.getFileName());
            Files.write(copy, Files.readAllBytes(before));
            copy.toFile().setExecutable(true);
            HostTools.run(strip, copy.toString()).orFail();
            Path program = before.resolveSibling("main");
            boolean isProgram = before.equals(program);
            Path libraries = isProgram ? before.getParent() : copy.getParent();
            HostTools.Result result = execute(isProgram ? copy : program, libraries);
            known = new Stripped(complaints(copy), result.stdout().equals(output));
            Files.delete(copy);
            strippedOriginals.put(key, known);
        }
        return known;
    }

    private static void runs(Path own, String output, String state) {
        HostTools.Result result = execute(own.resolve("main"), own);
        assertThat(result.exitStatus()).as("%s%n%s", state, result.stderr()).isZero();
        assertThat(result.stdout()).as(state).isEqualTo(output);
    }

    /** What readelf and eu-elflint say against a file, without numbers. */
    private static Set<String> complaints(Path file) {
        Set<String> all = new HashSet<>();
        all.addAll(HostTools.run("readelf", "-aW", file.toString())
                .stderr()
                .lines()
                .toList());
        HostTools.run("eu-elflint", "--gnu-ld", file.toString()).lines().forEach(all::add);
        return all.stream()
                .filter(line -> !line.equals("No errors"))
                // empty, at a segment's end: llvm-strip puts it behind all segments, wherever those end
                .filter(line -> !line.contains(".tm_clone_table"))
                .map(line -> line.replace(file.toString(), "FILE").replaceAll("0x[0-9a-f]+|[0-9]+", "N"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
