package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A relocation table: DT_RELA, DT_REL or DT_JMPREL, or a section of a relocatable file. */
final class RelocationTable {
    private final ElfFile file;
    private final long offset;
    private final int entrySize;
    private final ByteBuffer bytes;

    private RelocationTable(ElfFile file, long offset, int entrySize, ByteBuffer bytes) {
        this.file = file;
        this.offset = offset;
        this.entrySize = entrySize;
        this.bytes = bytes;
    }

    /** All tables of a file, ordered by offset; one that is part of another is omitted. */
    static List<RelocationTable> all(ElfFile file) throws ElfFormatException {
        List<RelocationTable> tables = new ArrayList<>();
        add(file, tables, ElfConstants.DT_RELA, ElfConstants.DT_RELASZ, true);
        add(file, tables, ElfConstants.DT_REL, ElfConstants.DT_RELSZ, false);
        boolean rela = file.tag(ElfConstants.DT_PLTREL).orElse(0) == ElfConstants.DT_RELA;
        add(file, tables, ElfConstants.DT_JMPREL, ElfConstants.DT_PLTRELSZ, rela);
        return tables;
    }

    private static void add(ElfFile file, List<RelocationTable> tables, long tag, long sizeTag, boolean addends)
            throws ElfFormatException {
        OptionalLong address = file.tag(tag);
        OptionalLong size = file.tag(sizeTag);
        if (address.isEmpty() || size.isEmpty() || size.getAsLong() == 0) {
            return;
        }
        String where = file.name() + ": relocations of tag " + tag;
        long offset = file.offsetOf(where, address.getAsLong(), size.getAsLong());
        ByteBuffer bytes = file.read(where, offset, size.getAsLong());
        boolean inside = tables.stream()
                .anyMatch(t -> t.offset <= offset && t.offset + t.bytes.limit() >= offset + bytes.limit());
        if (!inside) {
            int entrySize = file.codec().wordSize() * (addends ? 3 : 2);
            tables.add(new RelocationTable(file, offset, entrySize, bytes));
        }
    }

    /** A section's relocations, of either kind. */
    static RelocationTable of(ElfFile file, SectionHeader section) throws ElfFormatException {
        String where = file.name() + ": section " + section.name();
        boolean addends = section.type() == ElfConstants.SHT_RELA;
        if (!addends && section.type() != ElfConstants.SHT_REL) {
            throw new ElfFormatException(where, "type SHT_REL or SHT_RELA", "" + section.type());
        }
        ByteBuffer bytes = section.hasBytes()
                ? file.read(where, section.offset(), section.size())
                : file.codec().allocate(0);
        return new RelocationTable(file, section.offset(), file.codec().wordSize() * (addends ? 3 : 2), bytes);
    }

    /**
     * The addresses to which the packed DT_RELR table adds the load address. An even word is an address; an odd one is
     * a bitmap of the words after the last address.
     */
    static List<Long> packed(ElfFile file) throws ElfFormatException {
        OptionalLong address = file.tag(ElfConstants.DT_RELR);
        OptionalLong size = file.tag(ElfConstants.DT_RELRSZ);
        if (address.isEmpty() || size.isEmpty() || size.getAsLong() == 0) {
            return List.of();
        }
        int word = file.codec().wordSize();
        ByteBuffer table = file.readAddress("DT_RELR", address.getAsLong(), size.getAsLong());
        List<Long> targets = new ArrayList<>();
        long next = 0;
        for (int at = 0; at + word <= table.limit(); at += word) {
            long entry = file.codec().word(table, at);
            if ((entry & 1) == 0) {
                targets.add(entry);
                next = entry + word;
            } else {
                for (int bit = 1; bit < 8 * word; bit++) {
                    if ((entry >>> bit & 1) != 0) {
                        targets.add(next + (long) (bit - 1) * word);
                    }
                }
                next += (8L * word - 1) * word;
            }
        }
        return List.copyOf(targets);
    }

    long offset() {
        return offset;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int count() {
        return bytes.limit() / entrySize;
    }

    /** {@code r_offset}: the address that the relocation changes. */
    long target(int index) {
        return file.codec().word(bytes, index * entrySize);
    }

    /** Index of the relocation's dynamic symbol, 0 if there is none. */
    long symbol(int index) {
        int info = index * entrySize + file.codec().wordSize();
        if (!file.codec().is64()) {
            return ElfCodec.u32(bytes, info) >>> 8;
        }
        return isMips64Little() ? ElfCodec.u32(bytes, info) : bytes.getLong(info) >>> 32;
    }

    List<Relocation> entries() {
        List<Relocation> all = new ArrayList<>();
        int word = file.codec().wordSize();
        for (int i = 0; i < count(); i++) {
            int at = i * entrySize + 2 * word;
            OptionalLong addend = OptionalLong.empty();
            if (entrySize == 3 * word) {
                addend = OptionalLong.of(file.codec().is64() ? bytes.getLong(at) : bytes.getInt(at));
            }
            all.add(new Relocation(target(i), type(i), symbol(i), addend));
        }
        return List.copyOf(all);
    }

    /** File offset of the addend; empty if the relocated place holds it. */
    OptionalLong addendOffset(int index) {
        int word = file.codec().wordSize();
        return entrySize == 3 * word
                ? OptionalLong.of(offset + (long) index * entrySize + 2L * word)
                : OptionalLong.empty();
    }

    long type(int index) {
        int info = index * entrySize + file.codec().wordSize();
        if (!file.codec().is64()) {
            return bytes.get(info + (file.header().byteOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 3)) & 0xff;
        }
        if (isMips64Little()) {
            return Integer.toUnsignedLong(Integer.reverseBytes(bytes.getInt(info + 4)));
        }
        return bytes.getLong(info) & 0xffffffffL;
    }

    void putSymbol(ByteBuffer into, int index, int symbol) {
        int info = index * entrySize + file.codec().wordSize();
        if (!file.codec().is64()) {
            into.putInt(info, symbol << 8 | (into.getInt(info) & 0xff));
        } else if (isMips64Little()) {
            into.putInt(info, symbol);
        } else {
            into.putLong(info, (long) symbol << 32 | (into.getLong(info) & 0xffffffffL));
        }
    }

    /** On MIPS r_info is four fields instead of one number, so byte order does not reverse them. */
    private boolean isMips64Little() {
        return file.header().machine() == ElfConstants.EM_MIPS && file.header().byteOrder() == ByteOrder.LITTLE_ENDIAN;
    }
}
