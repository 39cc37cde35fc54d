package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loader's cache, {@code /etc/ld.so.cache}: library names and the paths that ldconfig found for them.
 *
 * <p>Source: glibc, {@code sysdeps/generic/dl-cache.h}. Entries for particular processors are left out.
 */
final class LoaderCache {
    private static final String PATH = "/etc/ld.so.cache";
    private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_SIZE = 48;
    private static final int ENTRY_SIZE = 24;

    /** Entries share strings, each name with the end of its path; not so that a small file says more than this. */
    private static final int LARGEST_RATIO = 16;

    private record Entry(String name, String path) {}

    private final List<Entry> entries;

    private LoaderCache(List<Entry> entries) {
        this.entries = entries;
    }

    /** The tree's cache; empty if there is none or it is none. */
    static LoaderCache of(FileTree tree) throws IOException {
        Optional<String> real = TreePaths.resolve(tree, PATH);
        if (real.isEmpty() || !(tree.lookup(real.get()) instanceof FileTree.Entry.RegularFile)) {
            return new LoaderCache(List.of());
        }
        return read(tree.read(real.get()).slice());
    }

    private static LoaderCache read(ByteBuffer file) {
        List<Entry> entries = new ArrayList<>();
        int start = find(file);
        if (start >= 0) {
            ByteBuffer cache = file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
            boolean big = (cache.get(28) & 3) == 3;
            cache.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            long count = Math.min(ElfCodec.u32(cache, 20), (cache.limit() - HEADER_SIZE) / ENTRY_SIZE);
            StringTable strings = new StringTable(PATH, cache);
            long left = (long) LARGEST_RATIO * cache.limit();
            for (int i = 0; i < count; i++) {
                int at = HEADER_SIZE + i * ENTRY_SIZE;
                boolean general = cache.getLong(at + 16) == 0;
                try {
                    if (general) {
                        String name = strings.get(ElfCodec.u32(cache, at + 4));
                        String path = strings.get(ElfCodec.u32(cache, at + 8));
                        left -= name.length() + path.length();
                        if (left < 0) {
                            return new LoaderCache(List.of());
                        }
                        entries.add(new Entry(name, path));
                    }
                } catch (ElfFormatException e) {
                    // as the loader does: what points outside of the cache is not in it
                }
            }
        }
        return new LoaderCache(entries);
    }

    /** The format of today may follow one of old. */
    private static int find(ByteBuffer file) {
        for (int at = 0; at + HEADER_SIZE <= file.limit(); at += 4) {
            if (file.slice(at, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                return at;
            }
        }
        return -1;
    }

    /** The paths for a name, in the cache's order. */
    List<String> paths(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .map(Entry::path)
                .toList();
    }
}
