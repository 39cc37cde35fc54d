package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file composed of ranges of another file and of new bytes. Nothing is read or copied until it is needed. */
final class PatchedBytes extends ElfBytes {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 12);

    /**
     * A run of consecutive bytes.
     *
     * @param fresh new bytes, null for a range of the source or zeros
     * @param source where the range starts in the source, -1 for new bytes and zeros
     */
    record Extent(long start, long length, @Nullable ByteBuffer fresh, long source) {

        /** A part of it. */
        private Extent cut(long skip, long some) {
            return new Extent(
                    start + skip,
                    some,
                    fresh == null ? null : fresh.slice((int) skip, (int) some),
                    source < 0 ? -1 : source + skip);
        }

        private Extent at(long offset) {
            return new Extent(offset, length, fresh, source);
        }

        long end() {
            return start + length;
        }

        boolean isZeros() {
            return fresh == null && source < 0;
        }

        /** Whether the source has the same bytes at the same offset. */
        boolean isUnchanged() {
            return source == start;
        }
    }

    private final ElfBytes source;
    private final List<Extent> extents;
    private final long size;

    private PatchedBytes(ElfBytes source, List<Extent> extents) {
        super(source.name());
        this.source = source;
        this.extents = List.copyOf(extents);
        this.size = extents.isEmpty() ? 0 : extents.get(extents.size() - 1).end();
    }

    /** The file that the ranges belong to. */
    ElfBytes source() {
        return source;
    }

    /** All bytes in order. */
    List<Extent> extents() {
        return extents;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    ByteBuffer at(long offset, int length) throws ElfFormatException {
        int first = find(offset);
        if (first < extents.size() && offset + length <= extents.get(first).end()) {
            Extent extent = extents.get(first);
            return bytes(extent.cut(offset - extent.start(), length));
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (int i = first; joined.hasRemaining(); i++) {
            Extent extent = extents.get(i);
            long skip = offset + joined.position() - extent.start();
            joined.put(bytes(extent.cut(skip, Math.min(joined.remaining(), extent.length() - skip))));
        }
        return joined.flip();
    }

    private ByteBuffer bytes(Extent extent) throws ElfFormatException {
        if (extent.isZeros()) {
            int length = (int) extent.length();
            return length <= ZEROS.limit() ? ZEROS.slice(0, length) : ByteBuffer.allocate(length);
        }
        return extent.fresh() == null
                ? source.at(extent.source(), (int) extent.length())
                : extent.fresh().duplicate();
    }

    @Override
    void copyTo(long offset, long length, WritableByteChannel channel) throws IOException {
        long done = 0;
        for (int i = find(offset); done < length; i++) {
            Extent extent = extents.get(i);
            long skip = offset + done - extent.start();
            long some = Math.min(length - done, extent.length() - skip);
            if (extent.source() >= 0) {
                source.copyTo(extent.source() + skip, some, channel);
            } else {
                super.copyTo(offset + done, some, channel);
            }
            done += some;
        }
    }

    /** Whether a range equals the same range of the source, byte for byte. */
    boolean isCopy(long offset, long length, long sourceOffset) {
        for (int i = find(offset); i < extents.size() && extents.get(i).start() < offset + length; i++) {
            Extent extent = extents.get(i);
            if (extent.source() < 0 || extent.source() - sourceOffset != extent.start() - offset) {
                return false;
            }
        }
        return true;
    }

    private int find(long offset) {
        return firstEndingAfter(offset, extents);
    }

    private static int firstEndingAfter(long offset, List<Extent> extents) {
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

    /** Appends ranges, then overwrites parts of them. */
    static final class Builder {
        private final ElfBytes from;
        private final List<Extent> extents = new ArrayList<>();
        private long size;

        Builder(ElfBytes from) {
            this.from = from;
        }

        long size() {
            return size;
        }

        void appendSource(long offset, long length) {
            for (Extent extent : rangeOfSource(offset, length)) {
                extents.add(extent.at(size));
                size += extent.length();
            }
        }

        void appendZeros(long length) {
            if (length > 0) {
                extents.add(new Extent(size, length, null, -1));
                size += length;
            }
        }

        /** The range in terms of the underlying file, if the source is itself composed. */
        private List<Extent> rangeOfSource(long offset, long length) {
            if (length <= 0) {
                return List.of();
            }
            if (!(from instanceof PatchedBytes patched)) {
                return List.of(new Extent(offset, length, null, offset));
            }
            List<Extent> parts = new ArrayList<>();
            for (int i = patched.find(offset);
                    i < patched.extents.size() && patched.extents.get(i).start() < offset + length;
                    i++) {
                Extent extent = patched.extents.get(i);
                long skip = Math.max(0, offset - extent.start());
                parts.add(extent.cut(skip, Math.min(extent.end(), offset + length) - extent.start() - skip));
            }
            return parts;
        }

        /** Overwrites bytes, which must have been appended. */
        void overwrite(long offset, ByteBuffer bytes) {
            replace(new Extent(offset, bytes.limit(), bytes.slice(0, bytes.limit()), -1));
        }

        void overwriteWithZeros(long offset, long length) {
            replace(new Extent(offset, length, null, -1));
        }

        void overwriteWithSource(long offset, long sourceOffset, long length) {
            for (Extent extent : rangeOfSource(sourceOffset, length)) {
                replace(extent.at(offset + extent.start() - sourceOffset));
            }
        }

        private void replace(Extent placed) {
            long offset = placed.start();
            long end = placed.end();
            if (offset < 0 || end > size) {
                throw new IllegalArgumentException("bytes %d to %d of %d".formatted(offset, end, size));
            }
            if (placed.length() == 0) {
                return;
            }
            int first = firstEndingAfter(offset, extents);
            int last = first;
            List<Extent> instead = new ArrayList<>(3);
            Extent head = extents.get(first);
            if (head.start() < offset) {
                instead.add(head.cut(0, offset - head.start()));
            }
            instead.add(placed);
            while (extents.get(last).end() < end) {
                last++;
            }
            Extent rest = extents.get(last);
            if (rest.end() > end) {
                long skip = end - rest.start();
                instead.add(rest.cut(skip, rest.length() - skip));
            }
            List<Extent> replaced = extents.subList(first, last + 1);
            replaced.clear();
            replaced.addAll(instead);
        }

        PatchedBytes build() {
            return new PatchedBytes(from instanceof PatchedBytes patched ? patched.source : from, extents);
        }
    }
}
