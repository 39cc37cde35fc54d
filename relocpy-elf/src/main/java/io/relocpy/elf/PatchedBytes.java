package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A file made of ranges of another and of new bytes. Nothing is copied until it is asked for. */
final class PatchedBytes extends ElfBytes {

    /** Bytes that follow one another: new ones, or a range of the source, which is at -1 for new ones. */
    private record Extent(long start, ByteBuffer bytes, long source) {

        /** Some of them. */
        Extent cut(int skip, int length) {
            return new Extent(start + skip, bytes.slice(skip, length), source < 0 ? -1 : source + skip);
        }

        long end() {
            return start + bytes.limit();
        }
    }

    private final List<Extent> extents;
    private final long size;

    private PatchedBytes(String name, List<Extent> extents) {
        super(name);
        this.extents = List.copyOf(extents);
        this.size = extents.isEmpty() ? 0 : extents.get(extents.size() - 1).end();
    }

    @Override
    long size() {
        return size;
    }

    @Override
    List<Part> parts() {
        return extents.stream()
                .map(e -> new Part(e.bytes().duplicate(), e.source()))
                .toList();
    }

    @Override
    ByteBuffer at(long offset, int length) {
        int first = find(offset);
        if (first < extents.size()) {
            Extent extent = extents.get(first);
            if (offset + length <= extent.end()) {
                return extent.bytes().slice((int) (offset - extent.start()), length);
            }
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (int i = first; joined.hasRemaining(); i++) {
            Extent extent = extents.get(i);
            int skip = (int) (offset + joined.position() - extent.start());
            int some = Math.min(joined.remaining(), extent.bytes().limit() - skip);
            joined.put(extent.bytes().slice(skip, some));
        }
        return joined.flip();
    }

    private int find(long offset) {
        int low = 0;
        int high = extents.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (extents.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Lays ranges one after another, then writes over them. */
    static final class Builder {
        private final ElfBytes source;
        private final List<Extent> extents = new ArrayList<>();
        private long size;

        Builder(ElfBytes source) {
            this.source = source;
        }

        long size() {
            return size;
        }

        void appendSource(long offset, long length) {
            // of a file that was itself put together it is not known where its bytes come from
            boolean original = !(source instanceof PatchedBytes);
            append(source.at(offset, Math.toIntExact(length)), original ? offset : -1);
        }

        void appendZeros(long length) {
            append(ByteBuffer.allocate(Math.toIntExact(length)), -1);
        }

        private void append(ByteBuffer bytes, long from) {
            if (bytes.hasRemaining()) {
                extents.add(new Extent(size, bytes.slice(), from));
                size += bytes.remaining();
            }
        }

        /** Replaces what lies there; must be inside of what was appended. */
        void overwrite(long offset, ByteBuffer bytes) {
            long end = offset + bytes.limit();
            if (offset < 0 || end > size) {
                throw new IllegalArgumentException("bytes %d to %d of %d".formatted(offset, end, size));
            }
            if (!bytes.hasRemaining()) {
                return;
            }
            List<Extent> cut = new ArrayList<>(extents.size() + 2);
            boolean placed = false;
            for (Extent extent : extents) {
                if (extent.start() < offset) {
                    cut.add(extent.cut(0, (int)
                            Math.min(offset - extent.start(), extent.bytes().limit())));
                }
                if (!placed && extent.end() > offset) {
                    cut.add(new Extent(offset, bytes.slice(), -1));
                    placed = true;
                }
                if (extent.end() > end) {
                    int skip = (int) (Math.max(extent.start(), end) - extent.start());
                    cut.add(extent.cut(skip, extent.bytes().limit() - skip));
                }
            }
            extents.clear();
            extents.addAll(cut);
        }

        PatchedBytes build() {
            return new PatchedBytes(source.name(), extents);
        }
    }
}
