package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks that kernels, loaders and binary tools accept a file: the guarantee that the editor gives for its output.
 *
 * <p>Sources: gABI, chapter 5; Linux {@code fs/binfmt_elf.c}; glibc {@code elf/dl-load.c}; for the assertions of
 * glibc's loader and static startup code, {@code elf/get-dynamic-info.h}, {@code elf/rtld.c} and {@code
 * elf/dl-version.c}.
 */
public final class ElfVerifier {
    /** Linux's PATH_MAX. */
    private static final int LONGEST_INTERPRETER = 4096;

    private final ElfFile file;
    private final Optional<ElfFile> original;
    private final List<String> problems = new ArrayList<>();

    private ElfVerifier(ElfFile file, Optional<ElfFile> original) {
        this.file = file;
        this.original = original;
    }

    /** The problems of a file as phrases; empty if it is sound. A file that no loader reads is always sound. */
    public static List<String> problems(ElfFile file) {
        return problems(new ElfVerifier(file, Optional.empty()));
    }

    /**
     * What is valid but keeps some loaders or processes from loading the file, as phrases: a library that requests an
     * executable stack, see {@link ElfEditor#setExecutableStack}; versions needed of a library that the file itself
     * does not need, see {@link ElfEditor#removeNeeded}.
     *
     * @throws ElfFormatException if the file is damaged where this is read
     */
    public static List<String> notices(ElfFile file) throws ElfFormatException {
        return LoaderRules.notices(file);
    }

    /** {@link #problems(ElfFile)} of an edited file: what has not changed is not checked again. */
    static List<String> problems(ElfFile edited, ElfFile original) {
        return problems(new ElfVerifier(edited, Optional.of(original)));
    }

    private static List<String> problems(ElfVerifier verifier) {
        verifier.check(verifier::checkSegments);
        verifier.check(verifier::checkProgramHeaderTable);
        verifier.check(verifier::checkDynamicSection);
        verifier.check(verifier::checkTables);
        verifier.check(() -> verifier.problems.addAll(LoaderRules.problems(verifier.file, verifier.original)));
        verifier.check(verifier::checkSections);
        return List.copyOf(verifier.problems);
    }

    private interface Check {
        void run() throws ElfFormatException;
    }

    private void check(Check check) {
        try {
            check.run();
        } catch (ElfFormatException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** The message is formatted only if there is a problem. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void require(boolean holds, String problem, Object... arguments) {
        if (!holds) {
            problems.add(problem.formatted(arguments));
        }
    }

    private void checkSegments() throws ElfFormatException {
        if (file.kind() == ElfKind.DEBUG_FILE || file.kind() == ElfKind.CORE) {
            return;
        }
        ProgramHeader before = null;
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            require(
                    segment.type() == ElfConstants.PT_NULL
                            || segment.fileSize() == 0
                            || file.bytes().contains(segment.offset(), segment.fileSize()),
                    "segment %d ends beyond the file",
                    i);
            require(
                    segment.type() != ElfConstants.PT_INTERP
                            || (segment.fileSize() > 1 && segment.fileSize() <= LONGEST_INTERPRETER),
                    "PT_INTERP has %d bytes, expected a path of 2 to %d, its NUL included: kernels accept no other",
                    segment.fileSize(),
                    LONGEST_INTERPRETER);
            if (!segment.isLoad()) {
                continue;
            }
            long align = Math.max(1, segment.align());
            require(Long.bitCount(align) == 1, "segment %d is aligned to %d, which is not a power of two", i, align);
            require(
                    (segment.offset() - segment.virtualAddress()) % align == 0,
                    "segment %d: offset 0x%x and address 0x%x differ modulo its alignment",
                    i,
                    segment.offset(),
                    segment.virtualAddress());
            require(segment.memorySize() >= segment.fileSize(), "segment %d is larger in the file than in memory", i);
            require(
                    file.codec().is64() || segment.endAddress() <= 0x100000000L,
                    "segment %d ends beyond the address space",
                    i);
            if (before != null) {
                require(
                        before.endAddress() <= segment.virtualAddress(),
                        "segment %d starts at 0x%x, before the end of the one before it",
                        i,
                        segment.virtualAddress());
                require(
                        page(before.endAddress() - 1) != page(segment.virtualAddress())
                                || before.flags() == segment.flags()
                                || before.memorySize() == 0,
                        "segment %d shares a page with the one before it, which has other permissions",
                        i);
            }
            before = segment;
        }
    }

    /** Pages of 4 KiB, the smallest of any kernel: a linker may know that the machine has no larger ones. */
    private static long page(long address) {
        return address >> 12;
    }

    /** Kernels before 5.18 compute AT_PHDR from the first segment's bias, so the table must have the same bias. */
    private void checkProgramHeaderTable() throws ElfFormatException {
        List<ProgramHeader> segments = file.programHeaders();
        Optional<ProgramHeader> first =
                segments.stream().filter(ProgramHeader::isLoad).findFirst();
        if (first.isEmpty() || !file.kind().isDynamic()) {
            return;
        }
        long from = file.header().programHeaderOffset();
        long size = Extents.programHeadersEnd(file) - from;
        long bias = first.get().virtualAddress() - first.get().offset();
        require(
                segments.stream()
                        .anyMatch(s ->
                                s.isLoad() && s.holdsOffset(from, size) && s.virtualAddress() - s.offset() == bias),
                "no segment with the bias of the first one contains the program headers");
        for (ProgramHeader segment : segments) {
            if (segment.type() == ElfConstants.PT_PHDR) {
                require(
                        segment.offset() == from
                                && segment.virtualAddress() == from + bias
                                && segment.fileSize() == size,
                        "PT_PHDR is not where the program headers are");
            }
        }
    }

    private void checkDynamicSection() throws ElfFormatException {
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return;
        }
        require(
                inSegment(dynamic.get().address(), used(dynamic.get())) && sameBytes(dynamic.get()),
                "the dynamic section is not in the segment that holds its address, or not all of it");
        require(
                dynamic.get().capacity() > dynamic.get().entries().size(),
                "the dynamic section does not end with DT_NULL");
        for (DynamicEntry entry : dynamic.get().entries()) {
            if (DynamicTags.isAddress(entry.tag()) && entry.value() != 0) {
                require(
                        inMemory(entry.value()),
                        "dynamic tag 0x%x holds 0x%x, which is in no segment",
                        entry.tag(),
                        entry.value());
            }
            if (entry.isString()) {
                dynamic.get().stringTable().get(entry.value());
            }
        }
    }

    /** Bytes up to the DT_NULL. */
    private long used(DynamicSection dynamic) {
        return (long) file.codec().dynamicEntrySize() * (dynamic.entries().size() + 1);
    }

    private boolean sameBytes(DynamicSection dynamic) throws ElfFormatException {
        return file.offsetOf("PT_DYNAMIC", dynamic.address(), 1) == dynamic.offset();
    }

    private boolean inSegment(long address, long size) throws ElfFormatException {
        return file.programHeaders().stream().anyMatch(s -> s.isLoad() && s.holdsAddress(address, size));
    }

    private boolean inMemory(long address) throws ElfFormatException {
        return file.programHeaders().stream()
                .anyMatch(s -> s.isLoad() && address >= s.virtualAddress() && address <= s.endAddress());
    }

    private void checkTables() throws ElfFormatException {
        file.interpreter();
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isEmpty()) {
            return;
        }
        DynamicSymbols symbols = DynamicSymbols.of(file);
        if (!areNamesAsTheyWere(symbols, dynamic.get())) {
            checkNames(symbols, dynamic.get().stringTable().size());
        }
        OptionalLong hash = dynamic.get().value(ElfConstants.DT_HASH);
        if (hash.isPresent()) {
            HashTables.sysv(file, hash.getAsLong());
        }
        OptionalLong gnuHash = dynamic.get().value(ElfConstants.DT_GNU_HASH);
        if (gnuHash.isPresent()) {
            HashTables.gnu(file, gnuHash.getAsLong());
        }
        OptionalLong versions = dynamic.get().value(ElfConstants.DT_VERSYM);
        if (versions.isPresent() && symbols.count() > 0) {
            file.offsetOf("DT_VERSYM", versions.getAsLong(), 2L * symbols.count());
        }
        file.versionNeeds();
        file.versionDefinitions();
        file.notes();
    }

    /** Whether each name that was inside the string table still is: neither table was truncated or modified. */
    private boolean areNamesAsTheyWere(DynamicSymbols symbols, DynamicSection dynamic) throws ElfFormatException {
        Optional<DynamicSection> before = original.isPresent() ? original.get().dynamic() : Optional.empty();
        if (original.isEmpty() || before.isEmpty() || !(file.bytes() instanceof PatchedBytes patched)) {
            return false;
        }
        DynamicSymbols old = DynamicSymbols.of(original.get());
        return patched.source() == original.get().bytes()
                && symbols.count() > 0
                && symbols.count() == old.count()
                && dynamic.stringTable().size() >= before.get().stringTable().size()
                && patched.isCopy(symbols.offset(), symbols.size(), old.offset());
    }

    private void checkNames(DynamicSymbols symbols, int strings) throws ElfFormatException {
        var table = symbols.table();
        for (int i = 0; i < symbols.count(); i++) {
            if (ElfCodec.u32(table, i * file.codec().symbolSize()) >= Math.max(1, strings)) {
                problems.add("the name of dynamic symbol %d is outside the string table".formatted(i));
                break;
            }
        }
    }

    private void checkSections() throws ElfFormatException {
        file.sections().problem().ifPresent(problems::add);
        if (file.kind() == ElfKind.DEBUG_FILE) {
            return;
        }
        for (SectionHeader section : file.sectionHeaders()) {
            if (!section.hasBytes()) {
                continue;
            }
            if (!file.bytes().contains(section.offset(), section.size())) {
                problems.add("section %d (%s) ends beyond the file".formatted(section.index(), section.name()));
            } else if (section.isAllocated() && file.kind() != ElfKind.RELOCATABLE) {
                checkAllocated(section);
            }
        }
        checkRecords();
    }

    private void checkAllocated(SectionHeader section) throws ElfFormatException {
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.isLoad() && segment.holdsAddress(section.address(), section.size())) {
                require(
                        section.offset() - segment.offset() == section.address() - segment.virtualAddress(),
                        "section %d (%s) is not at the file offset that its segment implies",
                        section.index(),
                        section.name());
                return;
            }
        }
        problems.add("section %d (%s) is in no segment".formatted(section.index(), section.name()));
    }

    /** Every PT_NOTE and PT_GNU_PROPERTY lies in a note section. */
    private void checkRecords() throws ElfFormatException {
        if (file.sectionHeaders().isEmpty() || file.kind() == ElfKind.CORE) {
            return;
        }
        List<SectionHeader> notes = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_NOTE)
                .toList();
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.type() == ElfConstants.PT_NOTE || segment.type() == ElfConstants.PT_GNU_PROPERTY) {
                require(
                        segment.fileSize() == 0
                                || notes.stream().anyMatch(s -> segment.holdsOffset(s.offset(), s.size())),
                        "a segment of type 0x%x at 0x%x has no note section",
                        segment.type(),
                        segment.offset());
            }
        }
    }
}
