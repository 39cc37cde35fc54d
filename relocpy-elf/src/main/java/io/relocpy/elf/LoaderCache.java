package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The loader's cache, {@code /etc/ld.so.cache}: library names and the paths that ldconfig found for them.
 *
 * <p>Sources: glibc's {@code sysdeps/generic/dl-cache.h} and {@code elf/dl-cache.c}.
 */
final class LoaderCache {
    private static final String PATH = "/etc/ld.so.cache";
    private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_SIZE = 48;
    private static final int ENTRY_SIZE = 24;
    private static final int EXTENSION_MAGIC = 0xeaa42174;
    private static final int TAG_HWCAPS = 1;
    private static final int SECTION_SIZE = 16;

    /**
     * Flag of an entry's hwcap: the entry belongs to a subdirectory of glibc-hwcaps, whose index is in the lower half.
     */
    private static final long NAMED = 1L << 62;

    /** With {@link #NAMED}: the x86-64 level that the library needs. */
    private static final long LEVEL = 0x3ffL << 32;

    /** Otherwise: the directories {@code tls/} and {@code x86_64/}, which every processor has. */
    private static final long ANY_PROCESSOR = 1L << 63 | 2;

    /** Entries share strings: each name is the end of its path. This limits what a small file can expand to. */
    private static final int LARGEST_RATIO = 16;

    private static final int MOST_HWCAPS = 1 << 10;
    private static final int LONGEST_HWCAP = 1 << 8;

    private record Entry(String path, int flags, long hwcap) {}

    /**
     * The properties of the process for which entries are looked up.
     *
     * @param root header of the file that the process runs
     * @param hwcaps subdirectories of glibc-hwcaps, best first
     * @param legacy whether entries for legacy subdirectories count
     */
    record Request(ElfHeader root, List<String> hwcaps, boolean legacy) {}

    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final List<String> hwcaps = new ArrayList<>();
    private Optional<ByteOrder> order = Optional.empty();

    private LoaderCache() {}

    /** The tree's cache; empty if it does not exist or is invalid. */
    static LoaderCache of(FileTree tree) throws IOException {
        LoaderCache cache = new LoaderCache();
        Optional<String> real = TreePaths.resolve(tree, PATH);
        if (real.isPresent() && tree.lookup(real.get()) instanceof FileTree.Entry.RegularFile) {
            cache.read(tree.read(real.get()).slice());
        }
        return cache;
    }

    private void read(ByteBuffer file) {
        int start = find(file);
        if (start < 0) {
            return;
        }
        ByteBuffer cache = file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
        int endian = cache.get(28) & 3;
        if (endian >= 2) {
            order = Optional.of(endian == 3 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            cache.order(order.get());
        }
        long count = Math.min(ElfCodec.u32(cache, 20), (cache.limit() - HEADER_SIZE) / ENTRY_SIZE);
        StringTable strings = new StringTable(PATH, cache);
        readHwcaps(cache, strings);
        long left = (long) LARGEST_RATIO * cache.limit();
        for (int i = 0; i < count; i++) {
            int at = HEADER_SIZE + i * ENTRY_SIZE;
            try {
                String name = strings.get(ElfCodec.u32(cache, at + 4));
                String path = strings.get(ElfCodec.u32(cache, at + 8));
                left -= name.length() + path.length();
                if (left < 0) {
                    entries.clear();
                    return;
                }
                entries.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(new Entry(path, cache.getInt(at), cache.getLong(at + 16)));
            } catch (ElfFormatException e) {
                // like the loader, ignore entries that point outside the cache
            }
        }
    }

    /** The subdirectory names that entries refer to by index. */
    private void readHwcaps(ByteBuffer cache, StringTable strings) {
        long at = ElfCodec.u32(cache, 32);
        if (at == 0 || at > cache.limit() - 8 || cache.getInt((int) at) != EXTENSION_MAGIC) {
            return;
        }
        long sections = Math.min(ElfCodec.u32(cache, (int) at + 4), (cache.limit() - at - 8) / SECTION_SIZE);
        for (int i = 0; i < sections; i++) {
            int section = (int) at + 8 + i * SECTION_SIZE;
            long offset = ElfCodec.u32(cache, section + 8);
            long size = ElfCodec.u32(cache, section + 12);
            if (cache.getInt(section) == TAG_HWCAPS && offset <= cache.limit() && size <= cache.limit() - offset) {
                hwcaps.clear();
                int count = (int) Math.min(size / 4, MOST_HWCAPS);
                for (int j = 0; j < count; j++) {
                    hwcaps.add(hwcap(strings, ElfCodec.u32(cache, (int) offset + 4 * j)));
                }
            }
        }
    }

    /** A name; empty if it is invalid. */
    private static String hwcap(StringTable strings, long at) {
        try {
            return strings.holds(at) && strings.end((int) at) - at <= LONGEST_HWCAP ? strings.get(at) : "";
        } catch (ElfFormatException e) {
            return "";
        }
    }

    /** The current format may follow the old one. */
    private static int find(ByteBuffer file) {
        for (int at = 0; at + HEADER_SIZE <= file.limit(); at += 4) {
            if (file.slice(at, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                return at;
            }
        }
        return -1;
    }

    /** The one path that the loader uses for a name. */
    Optional<String> path(String name, Request request) {
        if (order.isPresent() && order.get() != request.root().byteOrder()) {
            return Optional.empty();
        }
        Set<Integer> flags = CacheFlags.of(request.root());
        Optional<String> best = Optional.empty();
        int bestRank = Integer.MAX_VALUE;
        for (Entry entry : entries.getOrDefault(name, List.of())) {
            if (!flags.isEmpty() && !flags.contains(entry.flags())) {
                continue;
            }
            if ((entry.hwcap() & NAMED) != 0) {
                int rank = rank(entry, request);
                if (rank < bestRank) {
                    best = Optional.of(entry.path());
                    bestRank = rank;
                }
                continue;
            }
            // entries for specific processors come first
            boolean counts = entry.hwcap() == 0 || (request.legacy() && (entry.hwcap() & ~ANY_PROCESSOR) == 0);
            if (best.isPresent()) {
                return best;
            }
            if (counts) {
                return Optional.of(entry.path());
            }
        }
        return best;
    }

    /** The rank of an entry's subdirectory among the requested ones. */
    private int rank(Entry entry, Request request) {
        long index = entry.hwcap() & 0xffffffffL;
        String name = index < hwcaps.size() ? hwcaps.get((int) index) : "";
        int rank = request.hwcaps().indexOf(name);
        long level = (entry.hwcap() & LEVEL) >>> 32;
        boolean tooHigh = level > Subdirectories.x86Level(request.hwcaps()) - 1; // counting from v2
        return rank < 0 || tooHigh ? Integer.MAX_VALUE : rank;
    }
}
