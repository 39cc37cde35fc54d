package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The properties of a dynamic section that glibc relies on: it asserts them, or crashes if they do not hold.
 *
 * <p>Sources: glibc, elf/get-dynamic-info.h ({@code elf_get_dynamic_info}; before 2.20 in dynamic-link.h), elf/rtld.c
 * ({@code dl_main}, {@code rtld_chain_load}), elf/dl-version.c ({@code _dl_check_map_versions}),
 * elf/dl-reloc-static-pie.c.
 */
final class LoaderRules {
    /** Machines for which glibc supports only relocations with addends. */
    private static final Set<Integer> WITH_ADDENDS = Set.of(
            ElfConstants.EM_X86_64,
            ElfConstants.EM_AARCH64,
            ElfConstants.EM_PPC,
            ElfConstants.EM_PPC64,
            ElfConstants.EM_S390,
            ElfConstants.EM_RISCV,
            ElfConstants.EM_LOONGARCH,
            ElfConstants.EM_SPARC,
            ElfConstants.EM_SPARCV9,
            ElfConstants.EM_ALPHA);

    private final ElfFile file;
    private final DynamicSection dynamic;
    private final List<String> problems = new ArrayList<>();

    private LoaderRules(ElfFile file, DynamicSection dynamic) {
        this.file = file;
        this.dynamic = dynamic;
    }

    /** The violated rules, as phrases. */
    static List<String> problems(ElfFile file, Optional<ElfFile> original) throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return List.of();
        }
        LoaderRules rules = new LoaderRules(file, dynamic.get());
        rules.checkRelocations();
        rules.checkVersions();
        ElfFile unedited = original.orElse(file); // an edit does not make it another kind of file
        if (isLoader(unedited)) {
            rules.checkLoader(original);
        } else if (unedited.kind() == ElfKind.STATIC_PIE) {
            rules.checkSearchPath("a static position-independent program");
        }
        return rules.problems;
    }

    /** What some loaders or processes refuse, as phrases. */
    static List<String> notices(ElfFile file) throws ElfFormatException {
        List<String> notices = new ArrayList<>();
        if (file.kind() == ElfKind.SHARED_LIBRARY) {
            addStack(file, notices);
        }
        List<String> needed = file.needed();
        for (VersionNeed need : file.versionNeeds()) {
            if (!needed.contains(need.file())) {
                notices.add(
                        "needs versions of %s, but not the library: glibc ends a program in which nothing else loads it"
                                .formatted(need.file()));
            }
        }
        return List.copyOf(notices);
    }

    /** Source: glibc, NEWS of 2.41; elf/dl-load.c, {@code _dl_map_object_from_fd}. */
    private static void addStack(ElfFile file, List<String> notices) throws ElfFormatException {
        Optional<ProgramHeader> stack = file.programHeaders().stream()
                .filter(segment -> segment.type() == ElfConstants.PT_GNU_STACK)
                .reduce((first, last) -> last);
        String refusal = ": glibc 2.41 and newer do not load it with dlopen into a process without one";
        if (stack.isPresent()) {
            if (stack.get().isExecutable()) {
                notices.add("asks for an executable stack, by PT_GNU_STACK" + refusal);
            }
        } else if (Machines.isStackExecutableByDefault(file.header().machine())) {
            notices.add("asks for an executable stack, because it has no PT_GNU_STACK" + refusal);
        }
    }

    /** Whether it is glibc's loader: only that defines this symbol, for libc. */
    private static boolean isLoader(ElfFile file) throws ElfFormatException {
        return file.header().type() == ElfConstants.ET_DYN
                && file.segment(ElfConstants.PT_INTERP).isEmpty()
                && !file.lookup("_rtld_global").isEmpty();
    }

    private void checkRelocations() {
        int word = file.codec().wordSize();
        checkEntrySize("DT_RELA", ElfConstants.DT_RELA, ElfConstants.DT_RELAENT, 3 * word);
        checkEntrySize("DT_REL", ElfConstants.DT_REL, ElfConstants.DT_RELENT, 2 * word);
        checkEntrySize("DT_RELR", ElfConstants.DT_RELR, ElfConstants.DT_RELRENT, word);
        if (dynamic.value(ElfConstants.DT_SYMENT).isPresent()) {
            checkEntrySize(
                    "DT_SYMTAB",
                    ElfConstants.DT_SYMTAB,
                    ElfConstants.DT_SYMENT,
                    file.codec().symbolSize());
        }
        OptionalLong kind = dynamic.value(ElfConstants.DT_PLTREL);
        boolean addendsOnly = WITH_ADDENDS.contains(file.header().machine());
        if (kind.isPresent()
                && kind.getAsLong() != ElfConstants.DT_RELA
                && (addendsOnly || kind.getAsLong() != ElfConstants.DT_REL)) {
            problems.add("DT_PLTREL is %d, expected %s"
                    .formatted(
                            kind.getAsLong(),
                            addendsOnly
                                    ? "DT_RELA, %d".formatted(ElfConstants.DT_RELA)
                                    : "DT_REL or DT_RELA, %d or %d"
                                            .formatted(ElfConstants.DT_REL, ElfConstants.DT_RELA)));
        }
    }

    private void checkEntrySize(String table, long tag, long sizeTag, int expected) {
        if (dynamic.value(tag).isPresent()) {
            long found = dynamic.value(sizeTag).orElse(0);
            if (found != expected) {
                problems.add("%s declares entries of %d bytes, expected %d".formatted(table, found, expected));
            }
        }
    }

    private void checkVersions() throws ElfFormatException {
        List<VersionNeed> needs = file.versionNeeds();
        OptionalLong table = dynamic.value(ElfConstants.DT_VERSYM);
        if (table.isPresent()) {
            int last = Math.max(
                    needs.stream()
                            .flatMap(need -> need.versions().stream())
                            .mapToInt(version -> version.index() & 0x7fff)
                            .max()
                            .orElse(0),
                    file.versionDefinitions().stream()
                            .mapToInt(version -> version.index() & 0x7fff)
                            .max()
                            .orElse(0));
            checkVersionsOfSymbols(table.getAsLong(), last);
        }
        int osAbi = file.header().osAbi();
        boolean mayBeForGlibc = osAbi == ElfConstants.ELFOSABI_NONE || osAbi == ElfConstants.ELFOSABI_GNU;
        if (mayBeForGlibc && lacksRelrMarker(file)) {
            problems.add("DT_RELR in a file that does not need the version GLIBC_ABI_DT_RELR of libc");
        }
    }

    /** Whether it has packed relocations and needs libc and some version, but not the one that marks such files. */
    static boolean lacksRelrMarker(ElfFile file) throws ElfFormatException {
        List<VersionNeed> needs = file.versionNeeds();
        return file.tag(ElfConstants.DT_RELR).isPresent()
                && file.needed().stream().anyMatch(name -> name.startsWith("libc.so."))
                && !needs.isEmpty()
                && needs.stream().flatMap(need -> need.versions().stream()).noneMatch(version -> version.name()
                        .equals("GLIBC_ABI_DT_RELR"));
    }

    /** glibc looks indexes up in an array that ends with the last version. */
    private void checkVersionsOfSymbols(long table, int last) throws ElfFormatException {
        int count = DynamicSymbols.of(file).count();
        if (count == 0) {
            return;
        }
        if (last == 0) {
            problems.add("DT_VERSYM without DT_VERNEED and DT_VERDEF");
            return;
        }
        ByteBuffer versions = file.readAddress("DT_VERSYM", table, 2L * count);
        for (int i = 0; i < count; i++) {
            int version = ElfCodec.u16(versions, 2 * i) & 0x7fff;
            if (version > Math.max(last, ElfConstants.VER_NDX_GLOBAL)) {
                problems.add("dynamic symbol %d has version %d, the last version is %d".formatted(i, version, last));
                return;
            }
        }
    }

    private void checkLoader(Optional<ElfFile> original) throws ElfFormatException {
        checkSearchPath("glibc's loader");
        int size = file.codec().headerSize();
        int found = ElfCodec.u16(file.read("ELF header", 0, size), file.codec().headerSizeOffset());
        if (found != size) {
            problems.add("e_ehsize of glibc's loader is %d, expected %d".formatted(found, size));
        }
        checkFlags("DT_FLAGS", dynamic.flags(), ElfConstants.DF_BIND_NOW, "DF_BIND_NOW");
        checkFlags("DT_FLAGS_1", dynamic.flags1(), ElfConstants.DF_1_NOW, "DF_1_NOW");
        if (!dynamic.needed().isEmpty()) {
            problems.add("DT_NEEDED " + dynamic.needed().get(0)
                    + " in glibc's loader, which can load no library for itself");
        }
        String name = dynamic.soname().orElse("");
        String before = original.isPresent() ? original.get().soname().orElse("") : name;
        if (name.isEmpty() || !name.equals(before)) {
            problems.add("glibc's loader has the DT_SONAME '%s', expected '%s', by which libc needs it"
                    .formatted(name, before));
        }
    }

    /** A file that relocates itself has nothing that could search for libraries, and glibc asserts that it need not. */
    private void checkSearchPath(String what) {
        boolean rpath = dynamic.value(ElfConstants.DT_RPATH).isPresent();
        if (rpath || dynamic.value(ElfConstants.DT_RUNPATH).isPresent()) {
            problems.add("%s in %s, which relocates itself: nothing searches it, and glibc asserts that there is none"
                    .formatted(rpath ? "DT_RPATH" : "DT_RUNPATH", what));
        }
    }

    private void checkFlags(String tag, long flags, long allowed, String name) {
        if ((flags & ~allowed) != 0) {
            problems.add("%s is 0x%x in glibc's loader, which allows only %s".formatted(tag, flags, name));
        }
    }
}
