package io.relocpy.elf;

import java.util.List;

/** Determines the kind of a file from its type, segments and sections. */
final class KindDetector {
    private KindDetector() {}

    static ElfKind kind(ElfFile file) throws ElfFormatException {
        return switch (file.header().type()) {
            case ElfConstants.ET_REL -> ElfKind.RELOCATABLE;
            case ElfConstants.ET_CORE -> ElfKind.CORE;
            case ElfConstants.ET_EXEC -> {
                if (isDebugFile(file)) {
                    yield ElfKind.DEBUG_FILE;
                }
                yield has(file, ElfConstants.PT_INTERP) || has(file, ElfConstants.PT_DYNAMIC)
                        ? ElfKind.EXECUTABLE
                        : ElfKind.STATIC_EXECUTABLE;
            }
            case ElfConstants.ET_DYN -> isDebugFile(file) ? ElfKind.DEBUG_FILE : dynamicKind(file);
            default -> ElfKind.OTHER;
        };
    }

    /** A debug file has no code: its executable sections have no bytes. */
    private static boolean isDebugFile(ElfFile file) {
        List<SectionHeader> code = file.sectionHeaders().stream()
                .filter(s -> s.isAllocated() && (s.isExecutable() || s.name().equals(".dynamic")))
                .toList();
        return !code.isEmpty() && code.stream().allMatch(s -> s.type() == ElfConstants.SHT_NOBITS);
    }

    private static ElfKind dynamicKind(ElfFile file) throws ElfFormatException {
        Tags tags = Tags.of(file);
        boolean pieFlag = (tags.flags1 & ElfConstants.DF_1_PIE) != 0;
        if (has(file, ElfConstants.PT_INTERP)) {
            // libc.so.6 has an interpreter, so that it can print its version
            return pieFlag || !tags.soname ? ElfKind.PIE : ElfKind.SHARED_LIBRARY;
        }
        // linkers before DF_1_PIE: they give DT_DEBUG to programs only
        boolean program = pieFlag || (tags.debug && !tags.soname && !tags.needed);
        boolean runs = file.header().entry() != 0 && (program || !has(file, ElfConstants.PT_DYNAMIC));
        return runs ? ElfKind.STATIC_PIE : ElfKind.SHARED_LIBRARY;
    }

    private static boolean has(ElfFile file, int segmentType) throws ElfFormatException {
        return file.segment(segmentType).isPresent();
    }

    /** The facts of the dynamic section that are needed here, before it is known whether there is one. */
    private record Tags(boolean soname, boolean needed, boolean debug, long flags1) {
        static Tags of(ElfFile file) throws ElfFormatException {
            ProgramHeader segment = file.segment(ElfConstants.PT_DYNAMIC).orElse(null);
            if (segment == null) {
                return new Tags(false, false, false, 0);
            }
            var table = file.read("PT_DYNAMIC", segment.offset(), segment.fileSize());
            int size = file.codec().dynamicEntrySize();
            boolean soname = false;
            boolean needed = false;
            boolean debug = false;
            long flags1 = 0;
            for (int at = 0; at + size <= table.limit(); at += size) {
                DynamicEntry entry = file.codec().dynamicEntry(table, at);
                if (entry.tag() == ElfConstants.DT_NULL) {
                    break;
                }
                soname |= entry.tag() == ElfConstants.DT_SONAME;
                needed |= entry.tag() == ElfConstants.DT_NEEDED;
                debug |= entry.tag() == ElfConstants.DT_DEBUG;
                flags1 = entry.tag() == ElfConstants.DT_FLAGS_1 ? entry.value() : flags1;
            }
            return new Tags(soname, needed, debug, flags1);
        }
    }
}
