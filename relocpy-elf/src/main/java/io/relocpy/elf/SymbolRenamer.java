package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Renames dynamic symbols. DT_GNU_HASH requires symbols in the order of their buckets, so the symbols are reordered,
 * and everything that refers to them by index is updated: versions, DT_HASH, relocations. No table changes its size.
 */
final class SymbolRenamer {
    private final ElfFile file;
    private final ElfCodec codec;
    private final Map<Integer, String> renamed;
    private final DynamicSection dynamic;
    private final DynamicSymbols symbols;
    private final ByteBuffer table;
    private final SortedMap<Long, ByteBuffer> patches = new TreeMap<>();

    SymbolRenamer(ElfFile file, Map<Integer, String> renamed) throws ElfFormatException {
        this.file = file;
        this.codec = file.codec();
        this.renamed = renamed;
        this.dynamic = file.dynamic().orElseThrow();
        this.symbols = DynamicSymbols.of(file);
        this.table = symbols.table();
    }

    /** The changes, by offset in the file; new names go to the string table. */
    SortedMap<Long, ByteBuffer> rename(DynamicStrings strings) throws ElfFormatException {
        if (dynamic.value(ElfConstants.DT_MIPS_XHASH).isPresent()) {
            // its third table, which translates symbol indexes, is not supported
            throw new ElfEditException(
                    file.name() + ": dynamic symbols", "hash tables that can be rebuilt", "DT_MIPS_XHASH");
        }
        int count = symbols.count();
        byte[][] names = new byte[count][];
        long[] nameOffsets = new long[count];
        for (int i = 0; i < count; i++) {
            long old = ElfCodec.u32(table, i * codec.symbolSize());
            String name = renamed.get(i);
            String text = name == null ? dynamic.stringTable().get(old) : name;
            names[i] = ElfStrings.encode(text);
            nameOffsets[i] = name == null ? old : strings.place(name);
        }
        int[] oldByNew = IntStream.range(0, count).toArray();
        OptionalLong gnuHash = dynamic.value(ElfConstants.DT_GNU_HASH);
        if (gnuHash.isPresent()) {
            oldByNew = rebuildGnuHash(gnuHash.getAsLong(), names);
        }
        boolean moved = !IntStream.range(0, count)
                .boxed()
                .toList()
                .equals(IntStream.of(oldByNew).boxed().toList());
        if (moved) {
            refuseWhereOrderMatters();
            moveVersions(oldByNew);
            moveRelocations(oldByNew);
        }
        writeSymbols(oldByNew, nameOffsets);
        OptionalLong hash = dynamic.value(ElfConstants.DT_HASH);
        if (hash.isPresent()) {
            rebuildSysvHash(hash.getAsLong(), oldByNew, names);
        }
        return patches;
    }

    private void refuseWhereOrderMatters() throws ElfEditException {
        boolean packed = dynamic.entries().stream().anyMatch(e -> e.tag() >= 0x6000000fL && e.tag() <= 0x60000012L);
        if (file.header().machine() == ElfConstants.EM_MIPS || packed) {
            throw new ElfEditException(
                    file.name() + ": dynamic symbols",
                    "symbols that can be reordered",
                    packed ? "packed relocations" : "a MIPS global offset table, which has the same order");
        }
    }

    private void writeSymbols(int[] oldByNew, long[] nameOffsets) throws ElfFormatException {
        int size = codec.symbolSize();
        ByteBuffer written = codec.allocate(symbols.count() * size);
        for (int i = 0; i < oldByNew.length; i++) {
            written.put(i * size, table, oldByNew[i] * size, size);
            written.putInt(i * size, (int) nameOffsets[oldByNew[i]]);
        }
        patch(symbols.address(), written);
    }

    private void moveVersions(int[] oldByNew) throws ElfFormatException {
        OptionalLong address = dynamic.value(ElfConstants.DT_VERSYM);
        if (address.isPresent()) {
            ByteBuffer old = file.readAddress("DT_VERSYM", address.getAsLong(), 2L * oldByNew.length);
            ByteBuffer written = codec.allocate(2 * oldByNew.length);
            for (int i = 0; i < oldByNew.length; i++) {
                written.putShort(2 * i, old.getShort(2 * oldByNew[i]));
            }
            patch(address.getAsLong(), written);
        }
    }

    private void moveRelocations(int[] oldByNew) throws ElfFormatException {
        int[] newByOld = new int[oldByNew.length];
        for (int i = 0; i < oldByNew.length; i++) {
            newByOld[oldByNew[i]] = i;
        }
        for (RelocationTable relocations : RelocationTable.all(file)) {
            ByteBuffer written = codec.allocate(relocations.bytes().limit());
            written.put(0, relocations.bytes(), 0, written.limit());
            for (int i = 0; i < relocations.count(); i++) {
                long symbol = relocations.symbol(i);
                if (symbol >= newByOld.length) {
                    throw new ElfFormatException(
                            file.name() + ": relocation " + i, "a symbol below " + newByOld.length, "" + symbol);
                }
                relocations.putSymbol(written, i, newByOld[(int) symbol]);
            }
            patches.put(relocations.offset(), written);
        }
    }

    /** Sorts the hashed symbols by bucket; returns the old index of each. */
    private int[] rebuildGnuHash(long address, byte[][] names) throws ElfFormatException {
        HashTables.GnuHash shape = HashTables.gnu(file, address);
        int count = names.length;
        int first = (int) Math.min(shape.symbolOffset(), count);
        if (shape.symbolCount() == 0) {
            return IntStream.range(0, count).toArray(); // nothing is defined, so nothing is hashed
        }
        if (shape.symbolCount() != count || shape.bloomWords() == 0) {
            throw new ElfFormatException(file.name() + ": DT_GNU_HASH", count + " symbols", "" + shape.symbolCount());
        }
        int buckets = (int) shape.bucketCount();
        List<Integer> sorted = IntStream.range(first, count)
                .boxed()
                .sorted(Comparator.comparingInt(i -> Integer.remainderUnsigned(gnuHash(names[i]), buckets)))
                .toList();
        int[] oldByNew = IntStream.range(0, count).toArray();
        for (int i = first; i < count; i++) {
            oldByNew[i] = sorted.get(i - first);
        }
        ByteBuffer written = codec.allocate((int) shape.size());
        ByteBuffer old = file.readAddress("DT_GNU_HASH", address, shape.size());
        written.put(0, old, 0, 16);
        int bits = 8 * codec.wordSize();
        int bucketsAt = 16 + (int) shape.bloomWords() * codec.wordSize();
        int chainsAt = bucketsAt + 4 * buckets;
        for (int i = first; i < count; i++) {
            int hash = gnuHash(names[oldByNew[i]]);
            int bucket = Integer.remainderUnsigned(hash, buckets);
            int word = 16
                    + Integer.remainderUnsigned(hash >>> (bits == 64 ? 6 : 5), (int) shape.bloomWords())
                            * codec.wordSize();
            long bloom = codec.word(written, word)
                    | 1L << (hash & (bits - 1))
                    | 1L << ((hash >>> shape.bloomShift()) & (bits - 1));
            codec.putWord(written, word, bloom);
            if (written.getInt(bucketsAt + 4 * bucket) == 0) {
                written.putInt(bucketsAt + 4 * bucket, i);
            }
            boolean last =
                    i + 1 == count || Integer.remainderUnsigned(gnuHash(names[oldByNew[i + 1]]), buckets) != bucket;
            written.putInt(chainsAt + 4 * (i - first), last ? hash | 1 : hash & ~1);
        }
        patch(address, written);
        return oldByNew;
    }

    /** Rebuilds the hash table with exactly the symbols that it had. */
    private void rebuildSysvHash(long address, int[] oldByNew, byte[][] names) throws ElfFormatException {
        HashTables.SysvHash shape = HashTables.sysv(file, address);
        if (shape.bucketCount() == 0 || shape.chainCount() < names.length) {
            throw new ElfFormatException(
                    file.name() + ": DT_HASH",
                    "buckets, and a chain entry for each of %d symbols".formatted(names.length),
                    shape.bucketCount() + " buckets, " + shape.chainCount() + " chain entries");
        }
        ByteBuffer old = file.readAddress("DT_HASH", address, shape.size());
        int entry = shape.entrySize();
        int buckets = (int) shape.bucketCount();
        int chainsAt = entry * (2 + buckets);
        boolean[] hashed = new boolean[names.length];
        for (int b = 0; b < buckets; b++) {
            long at = get(old, entry * (2 + b), entry);
            for (int steps = 0; at != 0 && at < names.length && steps < names.length; steps++) {
                hashed[(int) at] = true;
                at = get(old, chainsAt + (int) at * entry, entry);
            }
        }
        ByteBuffer written = codec.allocate((int) shape.size());
        written.put(0, old, 0, 2 * entry);
        for (int i = oldByNew.length - 1; i > 0; i--) {
            if (hashed[oldByNew[i]]) {
                int bucket = entry * (2 + Integer.remainderUnsigned(sysvHash(names[oldByNew[i]]), buckets));
                put(written, chainsAt + i * entry, entry, get(written, bucket, entry));
                put(written, bucket, entry, i);
            }
        }
        patch(address, written);
    }

    static long get(ByteBuffer bytes, int at, int size) {
        return size == 8 ? bytes.getLong(at) : ElfCodec.u32(bytes, at);
    }

    private static void put(ByteBuffer bytes, int at, int size, long value) {
        if (size == 8) {
            bytes.putLong(at, value);
        } else {
            bytes.putInt(at, (int) value);
        }
    }

    private void patch(long address, ByteBuffer bytes) throws ElfFormatException {
        patches.put(file.offsetOf(file.name(), address, bytes.limit()), bytes);
    }

    /** Source: glibc, elf/dl-lookup.c. */
    static int gnuHash(byte[] name) {
        int hash = 5381;
        for (byte c : name) {
            hash = hash * 33 + (c & 0xff);
        }
        return hash;
    }

    /** Source: gABI, "Hash Table". */
    static int sysvHash(byte[] name) {
        int hash = 0;
        for (byte c : name) {
            hash = (hash << 4) + (c & 0xff);
            int high = hash & 0xf0000000;
            hash ^= high >>> 24;
            hash &= ~high;
        }
        return hash;
    }
}
