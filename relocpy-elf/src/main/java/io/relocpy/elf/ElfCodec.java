package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of ELF structures: sizes and fields for one class and byte order.
 *
 * <p>Source: gABI, chapters 4 and 5.
 */
record ElfCodec(ElfClass elfClass, ByteOrder order) {

    static final int EI_NIDENT = 16;

    boolean is64() {
        return elfClass == ElfClass.ELF64;
    }

    int wordSize() {
        return is64() ? 8 : 4;
    }

    int headerSize() {
        return is64() ? 64 : 52;
    }

    /** Offset of {@code e_ehsize} in the header. */
    int headerSizeOffset() {
        return EI_NIDENT + 12 + 3 * wordSize();
    }

    int programHeaderSize() {
        return is64() ? 56 : 32;
    }

    int sectionHeaderSize() {
        return is64() ? 64 : 40;
    }

    int dynamicEntrySize() {
        return 2 * wordSize();
    }

    int symbolSize() {
        return is64() ? 24 : 16;
    }

    /** An address, offset or size. In 64-bit files the top bit may be set, which callers treat as out of bounds. */
    long word(ByteBuffer bytes, int position) {
        return is64() ? bytes.getLong(position) : u32(bytes, position);
    }

    void putWord(ByteBuffer bytes, int position, long value) {
        if (is64()) {
            bytes.putLong(position, value);
        } else {
            bytes.putInt(position, (int) value);
        }
    }

    static long u32(ByteBuffer bytes, int position) {
        return bytes.getInt(position) & 0xffffffffL;
    }

    static int u16(ByteBuffer bytes, int position) {
        return bytes.getShort(position) & 0xffff;
    }

    /** A new buffer of this byte order. */
    ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    /** A new buffer with one word. */
    ByteBuffer wordOf(long value) {
        ByteBuffer bytes = allocate(wordSize());
        putWord(bytes, 0, value);
        return bytes;
    }

    ElfHeader header(ByteBuffer b) {
        int w = wordSize();
        int flags = EI_NIDENT + 8 + 3 * w;
        return new ElfHeader(
                elfClass,
                order,
                b.get(7) & 0xff,
                b.get(8) & 0xff,
                u16(b, 16),
                u16(b, 18),
                word(b, 24),
                word(b, 24 + w),
                word(b, 24 + 2 * w),
                u32(b, flags),
                u16(b, flags + 6),
                u16(b, flags + 8),
                u16(b, flags + 10),
                u16(b, flags + 12),
                u16(b, flags + 14));
    }

    void putHeader(ByteBuffer b, ElfHeader h) {
        int w = wordSize();
        int flags = EI_NIDENT + 8 + 3 * w;
        b.put(7, (byte) h.osAbi());
        b.put(8, (byte) h.abiVersion());
        b.putShort(16, (short) h.type());
        b.putShort(18, (short) h.machine());
        putWord(b, 24, h.entry());
        putWord(b, 24 + w, h.programHeaderOffset());
        putWord(b, 24 + 2 * w, h.sectionHeaderOffset());
        b.putInt(flags, (int) h.flags());
        b.putShort(flags + 6, (short) h.programHeaderEntrySize());
        b.putShort(flags + 8, (short) h.programHeaderCount());
        b.putShort(flags + 10, (short) h.sectionHeaderEntrySize());
        b.putShort(flags + 12, (short) h.sectionHeaderCount());
        b.putShort(flags + 14, (short) h.sectionNameIndex());
    }

    ProgramHeader programHeader(ByteBuffer b, int at) {
        if (is64()) {
            return new ProgramHeader(
                    b.getInt(at),
                    b.getInt(at + 4),
                    b.getLong(at + 8),
                    b.getLong(at + 16),
                    b.getLong(at + 24),
                    b.getLong(at + 32),
                    b.getLong(at + 40),
                    b.getLong(at + 48));
        }
        return new ProgramHeader(
                b.getInt(at),
                b.getInt(at + 24),
                u32(b, at + 4),
                u32(b, at + 8),
                u32(b, at + 12),
                u32(b, at + 16),
                u32(b, at + 20),
                u32(b, at + 28));
    }

    void putProgramHeader(ByteBuffer b, int at, ProgramHeader p) {
        b.putInt(at, p.type());
        if (is64()) {
            b.putInt(at + 4, p.flags());
            b.putLong(at + 8, p.offset());
            b.putLong(at + 16, p.virtualAddress());
            b.putLong(at + 24, p.physicalAddress());
            b.putLong(at + 32, p.fileSize());
            b.putLong(at + 40, p.memorySize());
            b.putLong(at + 48, p.align());
        } else {
            b.putInt(at + 4, (int) p.offset());
            b.putInt(at + 8, (int) p.virtualAddress());
            b.putInt(at + 12, (int) p.physicalAddress());
            b.putInt(at + 16, (int) p.fileSize());
            b.putInt(at + 20, (int) p.memorySize());
            b.putInt(at + 24, p.flags());
            b.putInt(at + 28, (int) p.align());
        }
    }

    /** A section header whose name is not yet looked up. */
    SectionHeader sectionHeader(ByteBuffer b, int at, int index) {
        int w = wordSize();
        int link = at + 8 + 4 * w;
        return new SectionHeader(
                index,
                "",
                b.getInt(at),
                b.getInt(at + 4),
                word(b, at + 8),
                word(b, at + 8 + w),
                word(b, at + 8 + 2 * w),
                word(b, at + 8 + 3 * w),
                u32(b, link),
                u32(b, link + 4),
                word(b, link + 8),
                word(b, link + 8 + w));
    }

    void putSectionHeader(ByteBuffer b, int at, SectionHeader s) {
        int w = wordSize();
        int link = at + 8 + 4 * w;
        b.putInt(at, s.nameOffset());
        b.putInt(at + 4, s.type());
        putWord(b, at + 8, s.flags());
        putWord(b, at + 8 + w, s.address());
        putWord(b, at + 8 + 2 * w, s.offset());
        putWord(b, at + 8 + 3 * w, s.size());
        b.putInt(link, (int) s.link());
        b.putInt(link + 4, (int) s.info());
        putWord(b, link + 8, s.addressAlign());
        putWord(b, link + 8 + w, s.entrySize());
    }

    DynamicEntry dynamicEntry(ByteBuffer b, int at) {
        return new DynamicEntry(word(b, at), word(b, at + wordSize()));
    }

    void putDynamicEntry(ByteBuffer b, int at, DynamicEntry entry) {
        putWord(b, at, entry.tag());
        putWord(b, at + wordSize(), entry.value());
    }

    RawSymbol symbol(ByteBuffer b, int at, int index) {
        if (is64()) {
            return new RawSymbol(
                    index,
                    u32(b, at),
                    b.getLong(at + 8),
                    b.getLong(at + 16),
                    b.get(at + 4) & 0xff,
                    b.get(at + 5) & 0xff,
                    u16(b, at + 6));
        }
        return new RawSymbol(
                index,
                u32(b, at),
                u32(b, at + 4),
                u32(b, at + 8),
                b.get(at + 12) & 0xff,
                b.get(at + 13) & 0xff,
                u16(b, at + 14));
    }

    /** {@code st_size} of a symbol. */
    long symbolSizeField(ByteBuffer b, int at) {
        return is64() ? b.getLong(at + symbolSizeOffset()) : u32(b, at + symbolSizeOffset());
    }

    /** Offset of {@code st_size} in a symbol. */
    int symbolSizeOffset() {
        return is64() ? 16 : 8;
    }

    /** Offset of {@code st_value} in a symbol. */
    int symbolValueOffset() {
        return is64() ? 8 : 4;
    }

    /** Offset of {@code st_shndx} in a symbol. */
    int symbolSectionOffset() {
        return is64() ? 6 : 14;
    }
}
