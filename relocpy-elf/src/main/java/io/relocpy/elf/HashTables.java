package io.relocpy.elf;

import java.nio.ByteBuffer;

/**
 * The two hash tables through which a loader finds dynamic symbols.
 *
 * <p>Sources: gABI, "Hash Table"; for DT_GNU_HASH, binutils' {@code bfd/elflink.c} is the only specification.
 */
final class HashTables {
    private HashTables() {}

    /**
     * The dimensions of a DT_HASH.
     *
     * @param entrySize 4, but 8 on Alpha and 64-bit S/390
     */
    record SysvHash(int entrySize, long bucketCount, long chainCount) {
        long size() {
            return entrySize * (2 + bucketCount + chainCount);
        }
    }

    /**
     * The dimensions of a DT_GNU_HASH.
     *
     * @param symbolCount symbols up to the last hashed one
     * @param size size of the table in bytes
     */
    record GnuHash(long bucketCount, long symbolOffset, long bloomWords, int bloomShift, long symbolCount, long size) {}

    static SysvHash sysv(ElfFile file, long address) throws ElfFormatException {
        long room = file.roomAt("DT_HASH", address);
        int machine = file.header().machine();
        boolean wide = file.codec().is64() && (machine == ElfConstants.EM_ALPHA || machine == ElfConstants.EM_S390);
        int entrySize = wide ? 8 : 4;
        ByteBuffer table = file.readAddress("DT_HASH", address, 2L * entrySize);
        long buckets = wide ? table.getLong(0) : ElfCodec.u32(table, 0);
        long chains = wide ? table.getLong(8) : ElfCodec.u32(table, 4);
        room /= entrySize;
        if (buckets < 0 || chains < 0 || buckets > room || chains > room || 2 + buckets + chains > room) {
            throw new ElfFormatException(
                    file.name() + ": DT_HASH",
                    "a table inside its segment",
                    buckets + " buckets, " + chains + " chains");
        }
        return new SysvHash(entrySize, buckets, chains);
    }

    static GnuHash gnu(ElfFile file, long address) throws ElfFormatException {
        long room = file.roomAt("DT_GNU_HASH", address);
        ByteBuffer table = file.readAddress("DT_GNU_HASH", address, 16);
        long buckets = ElfCodec.u32(table, 0);
        long offset = ElfCodec.u32(table, 4);
        long bloom = ElfCodec.u32(table, 8);
        long bucketsAt = 16 + bloom * file.codec().wordSize();
        long chainAt = bucketsAt + 4 * buckets;
        if (chainAt > room) {
            throw new ElfFormatException(
                    file.name() + ": DT_GNU_HASH",
                    "a table inside its segment",
                    buckets + " buckets, " + bloom + " bloom words");
        }
        ByteBuffer starts = file.readAddress("DT_GNU_HASH", address + bucketsAt, 4 * buckets);
        long last = 0;
        for (int i = 0; i < buckets; i++) {
            last = Math.max(last, ElfCodec.u32(starts, 4 * i));
        }
        if (last < offset) {
            return new GnuHash(buckets, offset, bloom, table.getInt(12), 0, chainAt);
        }
        long at = chainAt + 4 * (last - offset);
        while (true) {
            if (at + 4 > room) {
                throw new ElfFormatException(
                        file.name() + ": DT_GNU_HASH", "a chain that ends inside the segment", "none");
            }
            last++;
            if ((file.readAddress("DT_GNU_HASH", address + at, 4).getInt(0) & 1) != 0) {
                return new GnuHash(buckets, offset, bloom, table.getInt(12), last, at + 4);
            }
            at += 4;
        }
    }
}
