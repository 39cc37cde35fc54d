package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the sections that compilers, linkers and debuggers leave for each other. */
final class ToolSections {
    private ToolSections() {}

    static List<String> comment(ElfFile file) throws ElfFormatException {
        List<String> strings = new ArrayList<>();
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.name().equals(".comment") && section.hasBytes()) {
                String where = file.name() + ": section .comment";
                StringTable table = new StringTable(where, file.read(where, section.offset(), section.size()));
                for (int at = 0; at < table.size(); at = table.end(at) + 1) {
                    String text = table.get(at);
                    if (!text.isEmpty()) {
                        strings.add(text);
                    }
                }
            }
        }
        return List.copyOf(strings);
    }

    /** A name, a NUL, zeros up to a multiple of four, and the checksum. */
    static Optional<DebugLink> debugLink(ElfFile file) throws ElfFormatException {
        for (SectionHeader section : file.sectionHeaders()) {
            if (section.name().equals(".gnu_debuglink") && section.hasBytes()) {
                String where = file.name() + ": section .gnu_debuglink";
                ByteBuffer bytes = file.read(where, section.offset(), section.size());
                StringTable strings = new StringTable(where, bytes);
                int end = strings.end(0);
                int at = (end + 4) / 4 * 4;
                if (end == bytes.limit() || at + 4 > bytes.limit()) {
                    throw new ElfFormatException(where, "a name and a checksum", bytes.limit() + " bytes");
                }
                byte[] name = new byte[end];
                bytes.get(0, name);
                return Optional.of(new DebugLink(ElfStrings.decode(name), ElfCodec.u32(bytes, at)));
            }
        }
        return Optional.empty();
    }
}
