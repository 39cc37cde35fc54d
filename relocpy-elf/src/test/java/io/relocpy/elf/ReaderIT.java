package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that the reader says of a file, against what GNU readelf says of it. */
class ReaderIT {
    private static final int OF_THE_MACHINE = 25;

    /** What readelf calls them. */
    private static final Map<Symbol.Type, String> TYPES = Map.of(
            Symbol.Type.NONE, "NOTYPE",
            Symbol.Type.OBJECT, "OBJECT",
            Symbol.Type.FUNCTION, "FUNC",
            Symbol.Type.SECTION, "SECTION",
            Symbol.Type.FILE, "FILE",
            Symbol.Type.COMMON, "COMMON",
            Symbol.Type.TLS, "TLS",
            Symbol.Type.INDIRECT_FUNCTION, "IFUNC");

    private static final List<String> CROSS = List.of(
            "aarch64-linux-gnu",
            "arm-linux-gnueabihf",
            "i686-linux-gnu",
            "mips64el-linux-gnuabi64",
            "powerpc64le-linux-gnu",
            "riscv64-linux-gnu",
            "s390x-linux-gnu");

    @TempDir
    static Path folder;

    /** Kinds of made files, by name. */
    private static final Map<String, ElfKind> MADE = new TreeMap<>();

    @BeforeAll
    static void makeFiles() throws IOException {
        HostTools.require("readelf", "gcc", "objcopy", "strip", "qemu-x86_64-static");
        write("main.c", "#include <stdlib.h>\n#include <stdio.h>\nint main(void) { puts(\"x\"); abort(); }\n");
        write(
                "lib.c",
                "static int x; int *table[100] = {&x, &x}; int f(void) { return 1; } int g(void) { return f(); }\n");
        write("v.map", "V_1 { global: f; };\nV_2 { global: g; } V_1;\n");
        made(ElfKind.PIE, "gcc -pie -fPIE -o pie main.c");
        made(ElfKind.EXECUTABLE, "gcc -no-pie -fno-pie -o nopie main.c");
        made(ElfKind.STATIC_EXECUTABLE, "gcc -static -o static main.c");
        made(ElfKind.STATIC_PIE, "gcc -static-pie -o static-pie main.c");
        made(ElfKind.RELOCATABLE, "gcc -c -g -o object.o lib.c");
        made(
                ElfKind.SHARED_LIBRARY,
                "gcc -shared -fPIC -Wl,--version-script=v.map -Wl,-soname,libv.so -o versions.so lib.c");
        made(ElfKind.SHARED_LIBRARY, "gcc -shared -fPIC -Wl,-z,pack-relative-relocs -o packed.so lib.c");
        made(ElfKind.SHARED_LIBRARY, "gcc -shared -fPIC -Wl,--hash-style=sysv -o sysv.so lib.c");
        made(
                ElfKind.SHARED_LIBRARY,
                "gcc -shared -fPIC -Wl,--hash-style=gnu -Wl,--build-id=0xabcdef01 -o gnu.so lib.c");
        made(ElfKind.DEBUG_FILE, "objcopy --only-keep-debug pie pie.debug");
        made(ElfKind.PIE, "objcopy --strip-debug --add-gnu-debuglink=pie.debug pie linked");
        made(ElfKind.PIE, "strip -o stripped pie");
        made(ElfKind.CORE, "ulimit -c unlimited; qemu-x86_64-static ./static; mv qemu_static_*.core core");
        StringBuilder sections = new StringBuilder();
        for (int i = 0; i < 66_000; i++) {
            sections.append(".section .s")
                    .append(i)
                    .append(",\"a\"\nl")
                    .append(i)
                    .append(": .byte 1\n");
        }
        write("many.s", sections.toString());
        made(ElfKind.RELOCATABLE, "gcc -c -o many.o many.s");
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** The made file is the last word, or the one behind -o. */
    private static void made(ElfKind kind, String command) {
        HostTools.run(new ProcessBuilder("sh", "-c", command + "; true").directory(folder.toFile()))
                .orFail();
        List<String> words = List.of(command.split(" "));
        int output = words.indexOf("-o");
        MADE.put(output < 0 ? words.get(words.size() - 1) : words.get(output + 1), kind);
    }

    static Stream<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        MADE.keySet().forEach(name -> all.add(folder.resolve(name)));
        for (String machine : CROSS) {
            Path libraries = Path.of("/usr", machine, "lib");
            Stream.of("libc.so.6", "libm.so.6", "crt1.o")
                    .map(libraries::resolve)
                    .filter(Files::isReadable)
                    .forEach(all::add);
        }
        all.addAll(ofTheMachine());
        return all.stream();
    }

    /** A sample that is the same on every run. */
    private static List<Path> ofTheMachine() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String directory : List.of("/usr/bin", "/usr/lib/x86_64-linux-gnu", "/usr/lib/debug")) {
            if (Files.isDirectory(Path.of(directory))) {
                try (Stream<Path> files = Files.walk(Path.of(directory), 3)) {
                    files.filter(Files::isRegularFile).sorted().forEach(found::add);
                }
            }
        }
        Random random = new Random(7);
        List<Path> sample = new ArrayList<>();
        while (sample.size() < OF_THE_MACHINE) {
            Path file = found.get(random.nextInt(found.size()));
            if (Files.size(file) < 8_000_000 && ElfFile.isElf(file)) {
                sample.add(file);
            }
        }
        return sample;
    }

    @Test
    void tellsWhatEachFileIs() throws IOException {
        Map<String, ElfKind> kinds = new TreeMap<>();
        for (String name : MADE.keySet()) {
            kinds.put(name, ElfFile.open(folder.resolve(name)).kind());
        }
        assertThat(kinds).isEqualTo(MADE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatReadelfSays(Path path) throws IOException {
        ElfFile file = ElfFile.open(path);
        assertHeader(file, Readelf.of(path, "-h"));
        assertSegments(file, Readelf.of(path, "-l"));
        assertSections(file, Readelf.of(path, "-S"));
        if (file.kind() != ElfKind.DEBUG_FILE) {
            assertDynamic(file, Readelf.of(path, "-d"));
            assertVersions(file, Readelf.of(path, "-V"));
        }
        assertSymbols(file, path);
        assertRelocations(file, Readelf.of(path, "-r"));
        if (file.kind() != ElfKind.CORE) {
            assertNotes(file, Readelf.of(path, "-n"));
        }
    }

    private static void assertHeader(ElfFile file, Readelf expected) throws IOException {
        ElfHeader header = file.header();
        assertThat(header.elfClass().name()).isEqualTo(expected.header("Class"));
        assertThat(expected.header("Data"))
                .contains(header.byteOrder().toString().split("_")[0].toLowerCase(Locale.ROOT));
        assertThat(header.typeName().substring(3))
                .isEqualTo(expected.header("Type").split(" ")[0]);
        assertThat(header.entry()).isEqualTo(Long.decode(expected.header("Entry point address")));
        assertThat(header.programHeaderOffset()).isEqualTo(number(expected.header("Start of program headers")));
        assertThat(header.sectionHeaderOffset()).isEqualTo(number(expected.header("Start of section headers")));
        assertThat(header.programHeaderCount()).isEqualTo((int) number(expected.header("Number of program headers")));
        assertThat(header.sectionHeaderCount()).isEqualTo((int) number(expected.header("Number of section headers")));
        assertThat(header.sectionNameIndex())
                .isEqualTo((int) number(expected.header("Section header string table index")));
        List<String> flags = new ArrayList<>(List.of("0x" + Long.toHexString(header.flags())));
        flags.addAll(header.flagNames());
        assertThat(flags).containsExactly(expected.header("Flags").split(", "));
    }

    private static long number(String text) {
        return Long.parseLong(text.split(" ")[0]);
    }

    private static void assertSegments(ElfFile file, Readelf expected) throws IOException {
        List<String> segments = new ArrayList<>();
        for (ProgramHeader p : file.programHeaders()) {
            String name =
                    ElfNames.segmentType(p.type(), file.header().machine()).replaceFirst("^PT_(ARM_|MIPS_)?", "");
            segments.add("%.14s %x %x %x %x %x %s %x"
                    .formatted(
                            name,
                            p.offset(),
                            p.virtualAddress(),
                            p.physicalAddress(),
                            p.fileSize(),
                            p.memorySize(),
                            rights(p.flags()),
                            p.align()));
        }
        assertThat(segments)
                .isEqualTo(expected.segments().stream().map(ReaderIT::unpadded).toList());
    }

    private static String rights(int flags) {
        String rights = ((flags & ElfConstants.PF_R) != 0 ? "R" : " ")
                + ((flags & ElfConstants.PF_W) != 0 ? "W" : " ")
                + ((flags & ElfConstants.PF_X) != 0 ? "E" : " ");
        return rights.strip();
    }

    /** Without zeros before numbers. */
    private static String unpadded(String line) {
        return line.replaceAll("(?<=^| )0+(?=[0-9a-f])", "");
    }

    private static void assertSections(ElfFile file, Readelf expected) {
        List<String> sections = new ArrayList<>();
        for (SectionHeader s : file.sectionHeaders()) {
            if (s.index() == 0) {
                continue;
            }
            String type = ElfNames.sectionType(s.type(), file.header().machine())
                    .replaceFirst("^SHT_(GNU_(?=ver))?", "")
                    .replace("SYMTAB_SHNDX", "SYMTAB SECTION INDICES");
            sections.add("%d %s %s %x %x %x %x %d %d %d"
                    .formatted(
                            s.index(),
                            s.name(),
                            type.startsWith("ver") ? type.toUpperCase(Locale.ROOT) : type,
                            s.address(),
                            s.offset(),
                            s.size(),
                            s.entrySize(),
                            s.link(),
                            s.info(),
                            s.addressAlign()));
        }
        assertThat(sections)
                .isEqualTo(expected.sections().stream()
                        .map(ReaderIT::unpadded)
                        .filter(line -> !line.startsWith("0 "))
                        .toList());
    }

    private static void assertDynamic(ElfFile file, Readelf expected) throws IOException {
        List<String> tags = new ArrayList<>();
        if (file.dynamic().isPresent()) {
            for (DynamicEntry entry : file.dynamic().get().entries()) {
                tags.add(Long.toHexString(entry.tag()));
            }
            tags.add("0");
        }
        List<String> lines = expected.tags();
        assertThat(tags)
                .isEqualTo(
                        lines.stream().map(line -> unpadded(line.split(" ")[0])).toList());
        assertThat(file.needed()).isEqualTo(expected.matching("^.*\\(NEEDED\\).*\\[(.*)\\]$", 1));
        assertThat(file.soname().stream().toList()).isEqualTo(expected.matching("^.*\\(SONAME\\).*\\[(.*)\\]$", 1));
        assertThat(file.rpath().stream().toList()).isEqualTo(expected.matching("^.*\\(RPATH\\).*\\[(.*)\\]$", 1));
        assertThat(file.runpath().stream().toList()).isEqualTo(expected.matching("^.*\\(RUNPATH\\).*\\[(.*)\\]$", 1));
        long flags = file.dynamic().isPresent() ? file.dynamic().get().flags() : 0;
        long flags1 = file.dynamic().isPresent() ? file.dynamic().get().flags1() : 0;
        assertThat(words(ElfNames.dynamicFlags(flags), "DF_"))
                .isEqualTo(words(expected.matching("^.*\\(FLAGS\\) +(.*)$", 1), ""));
        assertThat(words(ElfNames.dynamicFlags1(flags1), "DF_1_"))
                .isEqualTo(words(expected.matching("^.*\\(FLAGS_1\\) +Flags: (.*)$", 1), ""));
    }

    private static Set<String> words(List<String> lines, String prefix) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.strip().split(" +")))
                .map(word -> word.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertVersions(ElfFile file, Readelf expected) throws IOException {
        List<String> needs = new ArrayList<>();
        for (VersionNeed need : file.versionNeeds()) {
            needs.add(need.file() + " " + need.versions().size());
            need.versions().forEach(v -> needs.add(v.name() + " " + (v.weak() ? "WEAK" : "none") + " " + v.index()));
        }
        assertThat(needs)
                .isEqualTo(expected
                        .matching(
                                "^ +(?:0x|0)[0-9a-f]+: +(?:Version: 1 +File: (\\S+) +Cnt: (\\d+)|Name: (\\S+) +Flags: (\\S+) +Version: (\\d+))$",
                                0)
                        .stream()
                        .map(line -> line.replaceFirst("^.*File: (\\S+) +Cnt: ", "$1 ")
                                .replaceFirst("^.*Name: (\\S+) +Flags: (\\S+) +Version: ", "$1 $2 "))
                        .toList());
        List<String> definitions = new ArrayList<>();
        for (VersionDefinition d : file.versionDefinitions()) {
            definitions.add((d.base() ? "BASE " : "") + d.index() + " " + d.name());
            d.parents().forEach(definitions::add);
        }
        assertThat(definitions)
                .isEqualTo(expected.matching("^ +(?:0x|0)[0-9a-f]+: (Rev: 1 .*Index: .*|Parent \\d+: .*)$", 1).stream()
                        .map(line -> line.replaceFirst("^Parent \\d+: ", "")
                                .replaceFirst("^Rev: 1 +Flags: (BASE )?.*?Index: (\\d+) +Cnt: \\d+ +Name: ", "$1$2 ")
                                .replaceFirst("^null", ""))
                        .toList());
    }

    private static void assertSymbols(ElfFile file, Path path) throws IOException {
        boolean debug = file.kind() == ElfKind.DEBUG_FILE;
        List<String> ours = new ArrayList<>();
        if (!debug) {
            file.dynamicSymbols().entries().forEach(e -> ours.add(line(file, e)));
        }
        file.symbols().entries().forEach(e -> ours.add(line(file, e)));
        List<String> theirs = new ArrayList<>();
        if (!debug) {
            theirs.addAll(Readelf.of(path, "--dyn-syms").symbols());
        }
        theirs.addAll(symtab(path));
        assertThat(ours).isEqualTo(theirs.stream().map(ReaderIT::symbol).toList());
        for (Symbol entry : file.dynamicSymbols().entries()) {
            if (entry.isDefined() && entry.binding() != Symbol.Binding.LOCAL) {
                assertThat(file.lookup(entry.name())).extracting(Symbol::index).contains(entry.index());
            }
        }
        assertThat(file.lookup("no such symbol")).isEmpty();
    }

    /** -s prints both tables where both are there. */
    private static List<String> symtab(Path path) {
        List<String> all = Readelf.of(path, "-s").symbols();
        int second = 0;
        for (int i = 1; i < all.size(); i++) {
            second = all.get(i).startsWith("1 ") ? i : second;
        }
        boolean hasSymtab = Readelf.of(path, "-S").sections().stream().anyMatch(line -> line.contains(" SYMTAB "));
        boolean hasDynsym = Readelf.of(path, "-S").sections().stream().anyMatch(line -> line.contains(" DYNSYM "));
        if (!hasSymtab) {
            return List.of();
        }
        return hasDynsym ? all.subList(second, all.size()) : all;
    }

    private static String line(ElfFile file, Symbol symbol) {
        String name = symbol.version().filter(symbol.name()::equals).isPresent() ? symbol.name() : symbol.toString();
        if (symbol.type() == Symbol.Type.SECTION && symbol.section().isPresent()) {
            name = file.sectionHeaders().get(symbol.section().getAsInt()).name();
        }
        String section = symbol.section().isPresent()
                ? "" + symbol.section().getAsInt()
                : switch (symbol.sectionIndex()) {
                    case ElfConstants.SHN_UNDEF -> "UND";
                    case ElfConstants.SHN_ABS -> "ABS";
                    case ElfConstants.SHN_COMMON -> "COM";
                    default -> "?";
                };
        return "%d %x %d %s %s %s %s %s"
                .formatted(
                        symbol.index(),
                        symbol.value(),
                        symbol.size(),
                        TYPES.get(symbol.type()),
                        symbol.binding(),
                        symbol.visibility(),
                        section,
                        name)
                .strip();
    }

    /** Number, value, size, section, name as readelf prints them. Nameless section symbols show their section's name. */
    private static String symbol(String line) {
        String[] words = line.split(" ", 8);
        String section = words[6].matches("\\d+|UND|ABS|COM") ? words[6] : "?";
        String name = words.length > 7 ? words[7].replaceFirst(" \\(\\d+\\)$", "") : "";
        return "%s %s %d %s %s %s %s %s"
                .formatted(
                        words[0],
                        unpadded(words[1]),
                        Long.decode(words[2]),
                        words[3],
                        words[4],
                        words[5],
                        section,
                        name)
                .strip();
    }

    private static void assertRelocations(ElfFile file, Readelf expected) throws IOException {
        List<String> ours = new ArrayList<>();
        List<String> dynamic = new ArrayList<>();
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.type() == ElfConstants.SHT_RELA || section.type() == ElfConstants.SHT_REL) {
                for (Relocation relocation : file.relocations(section)) {
                    ours.add(line(file, relocation));
                    if (section.isAllocated()) {
                        dynamic.add(line(file, relocation));
                    }
                }
            }
        }
        List<String> theirs = expected.relocations().stream()
                .map(line -> line.replaceAll("(?<=^| )0+(?=[0-9a-f])", ""))
                .toList();
        assertThat(ours).isEqualTo(theirs);
        assertThat(file.packedRelocations().stream().map(Long::toHexString).toList())
                .isEqualTo(expected.matching("^0*([0-9a-f]+)$", 1));
        if (file.kind().isDynamic()) {
            assertThat(file.relocations().stream().map(r -> line(file, r)).toList())
                    .containsExactlyInAnyOrderElementsOf(dynamic);
            assertThat(file.relocationCount()).isEqualTo(dynamic.size());
        }
    }

    private static String line(ElfFile file, Relocation r) {
        int shift = file.header().elfClass() == ElfClass.ELF64 ? 32 : 8;
        return "%x %x".formatted(r.offset(), r.symbol() << shift | r.type());
    }

    private static void assertNotes(ElfFile file, Readelf expected) throws IOException {
        Notes notes = file.notes();
        assertThat(notes.all().stream()
                        .map(n -> n.name() + " " + n.descriptor().limit())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(
                        expected.matching("^  (\\S+) +0x([0-9a-f]{8})\\t.*$", 1, 2).stream()
                                .map(line -> line.split(" ")[0] + " " + Integer.parseInt(line.split(" ")[1], 16))
                                .toList());
        assertThat(notes.buildId().stream().toList()).isEqualTo(expected.matching("^.*Build ID: (\\S*)$", 1));
        assertThat(notes.abiTag().map(Notes.AbiTag::minimumKernel).stream().toList())
                .isEqualTo(expected.matching("^.*OS: Linux, ABI: (\\S*)$", 1));
    }

    @Test
    void namesTheSeparateDebuggingInformation() throws IOException {
        ElfFile file = ElfFile.open(folder.resolve("linked"));

        assertThat(file.debugLink().map(DebugLink::fileName)).contains("pie.debug");
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(folder.resolve("pie.debug")));
        assertThat(file.debugLink().map(DebugLink::crc32)).contains(crc.getValue());
        assertThat(ElfFile.open(folder.resolve("pie")).debugLink()).isEmpty();
    }

    @Test
    void knowsTheNamesOfElfH() throws IOException {
        Path header = Path.of("/usr/include/elf.h");
        HostTools.missingUnless(Files.exists(header), "file " + header + " is missing");
        List<String> unknown = new ArrayList<>();
        for (String line : Files.readAllLines(header)) {
            String[] words = line.split("\\s+");
            if (words.length > 2
                    && words[0].equals("#define")
                    && words[1].startsWith("EM_")
                    && words[2].matches("\\d+|0x[0-9a-f]+")) {
                int number = Integer.decode(words[2]);
                if (!ElfNames.machine(number).startsWith("EM_")) {
                    unknown.add(line);
                }
            }
        }
        unknown.removeIf(line -> line.contains("EM_NUM"));
        assertThat(unknown).isEmpty();
    }
}
