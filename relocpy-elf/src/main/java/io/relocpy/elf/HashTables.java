package io.relocpy.elf;

import java.nio.ByteBuffer;

/**
 * The two hash tables through which a loader finds dynamic symbols.
 *
 * <p>Sources: gABI, "Hash Table"; for DT_GNU_HASH binutils' {@code bfd/elflink.c} is the only specification.
 */
final class HashTables {
    private HashTables() {}

    /**
     * The shape of a DT_HASH.
     *
     * @param entrySize 4, but 8 on Alpha and 64-bit S/390
     */
    record SysvHash(int entrySize, long bucketCount, long chainCount) {
        long size() {
            return entrySize * (2 + bucketCount + chainCount);
        }
    }

    /**
     * The shape of a DT_GNU_HASH.
     *
     * @param symbolCount symbols up to the last that is hashed
     * @param size bytes of the whole table
     */
    record GnuHash(long bucketCount, long symbolOffset, long bloomWords, int bloomShift, long symbolCount, long size) {}

    static SysvHash sysv(ElfFile file, long address) throws ElfFormatException {
        ByteBuffer table = file.fromAddress("DT_HASH", address);
        int machine = file.header().machine();
        boolean wide = file.codec().is64() && (machine == ElfConstants.EM_ALPHA || machine == ElfConstants.EM_S390);
        int entrySize = wide ? 8 : 4;
        if (table.limit() < 2 * entrySize) {
            throw tooShort(file, "DT_HASH", table);
        }
        long buckets = wide ? table.getLong(0) : ElfCodec.u32(table, 0);
        long chains = wide ? table.getLong(8) : ElfCodec.u32(table, 4);
        long room = table.limit() / entrySize;
        if (buckets < 0 || chains < 0 || buckets > room || chains > room || 2 + buckets + chains > room) {
            throw new ElfFormatException(
                    file.name() + ": DT_HASH",
                    "a table inside its segment",
                    buckets + " buckets, " + chains + " chains");
        }
        return new SysvHash(entrySize, buckets, chains);
    }

    static GnuHash gnu(ElfFile file, long address) throws ElfFormatException {
        ByteBuffer table = file.fromAddress("DT_GNU_HASH", address);
        if (table.limit() < 16) {
            throw tooShort(file, "DT_GNU_HASH", table);
        }
        long buckets = ElfCodec.u32(table, 0);
        long offset = ElfCodec.u32(table, 4);
        long bloom = ElfCodec.u32(table, 8);
        long bucketsAt = 16 + bloom * file.codec().wordSize();
        long chainAt = bucketsAt + 4 * buckets;
        if (chainAt > table.limit()) {
            throw new ElfFormatException(
                    file.name() + ": DT_GNU_HASH",
                    "a table inside its segment",
                    buckets + " buckets, " + bloom + " bloom words");
        }
        long last = 0;
        for (int i = 0; i < buckets; i++) {
            last = Math.max(last, ElfCodec.u32(table, (int) (bucketsAt + 4L * i)));
        }
        if (last < offset) {
            return new GnuHash(buckets, offset, bloom, table.getInt(12), 0, chainAt);
        }
        long at = chainAt + 4 * (last - offset);
        while (true) {
            if (at + 4 > table.limit()) {
                throw new ElfFormatException(
                        file.name() + ": DT_GNU_HASH", "a chain that ends inside the segment", "none");
            }
            last++;
            if ((table.getInt((int) at) & 1) != 0) {
                return new GnuHash(buckets, offset, bloom, table.getInt(12), last, at + 4);
            }
            at += 4;
        }
    }

    private static ElfFormatException tooShort(ElfFile file, String what, ByteBuffer table) {
        return new ElfFormatException(file.name() + ": " + what, "a header", table.limit() + " bytes");
    }
}
