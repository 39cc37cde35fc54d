package io.relocpy.rpm.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes valid header structures and, entry by entry, invalid ones. */
public final class HeaderBuilder {
    private record Entry(int type, int count, int align, byte[] data) {}

    private final TreeMap<Integer, Entry> entries = new TreeMap<>();
    private final List<int[]> rawEntries = new ArrayList<>();
    private final int region;

    /** A header without a region, as written by rpm 3. */
    HeaderBuilder() {
        this(0);
    }

    /** A header with a region with this tag that covers all of it. */
    HeaderBuilder(int region) {
        this.region = region;
    }

    public HeaderBuilder string(int tag, String value) {
        return put(tag, 6, 1, 1, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    public HeaderBuilder strings(int tag, List<String> values) {
        if (values.isEmpty()) {
            return remove(tag); // a header has no empty entries
        }
        String joined = String.join("\0", values) + "\0";
        return put(tag, 8, values.size(), 1, joined.getBytes(StandardCharsets.UTF_8));
    }

    HeaderBuilder i18n(int tag, List<String> values) {
        String joined = String.join("\0", values) + "\0";
        return put(tag, 9, values.size(), 1, joined.getBytes(StandardCharsets.UTF_8));
    }

    HeaderBuilder latin1(int tag, List<String> values) {
        String joined = String.join("\0", values) + "\0";
        return put(tag, 8, values.size(), 1, joined.getBytes(StandardCharsets.ISO_8859_1));
    }

    HeaderBuilder remove(int tag) {
        entries.remove(tag);
        return this;
    }

    HeaderBuilder int16(int tag, List<Integer> values) {
        ByteBuffer data = ByteBuffer.allocate(2 * values.size());
        values.forEach(value -> data.putShort(value.shortValue()));
        return put(tag, 3, values.size(), 2, data.array());
    }

    public HeaderBuilder int32(int tag, List<Integer> values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.size());
        values.forEach(data::putInt);
        return put(tag, 4, values.size(), 4, data.array());
    }

    HeaderBuilder int64(int tag, List<Long> values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.size());
        values.forEach(data::putLong);
        return put(tag, 5, values.size(), 8, data.array());
    }

    HeaderBuilder binary(int tag, byte[] value) {
        return put(tag, 7, value.length, 1, value);
    }

    /** An index entry that is written as it is, valid or not. */
    HeaderBuilder rawEntry(int tag, int type, int offset, int count) {
        rawEntries.add(new int[] {tag, type, offset, count});
        return this;
    }

    /** An entry copied from another header. */
    HeaderBuilder copy(int tag, int type, int count, byte[] data) {
        return put(tag, type, count, type == 3 ? 2 : type == 4 ? 4 : type == 5 ? 8 : 1, data);
    }

    private HeaderBuilder put(int tag, int type, int count, int align, byte[] data) {
        entries.put(tag, new Entry(type, count, align, data));
        return this;
    }

    byte[] build() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int count = entries.size() + rawEntries.size() + (region == 0 ? 0 : 1);
        ByteBuffer index = ByteBuffer.allocate(16 * count);
        if (region != 0) {
            index.position(16);
        }
        entries.forEach((tag, entry) -> {
            while (data.size() % entry.align != 0) {
                data.write(0);
            }
            index.putInt(tag).putInt(entry.type).putInt(data.size()).putInt(entry.count);
            data.writeBytes(entry.data);
        });
        for (int[] entry : rawEntries) {
            for (int number : entry) {
                index.putInt(number);
            }
        }
        if (region != 0) {
            index.position(0).putInt(region).putInt(7).putInt(data.size()).putInt(16);
            data.writeBytes(ByteBuffer.allocate(16)
                    .putInt(region)
                    .putInt(7)
                    .putInt(-16 * count)
                    .putInt(16)
                    .array());
        }
        return ByteBuffer.allocate(16 + index.capacity() + data.size())
                .putInt(0x8eade801)
                .putInt(0)
                .putInt(count)
                .putInt(data.size())
                .put(index.array())
                .put(data.toByteArray())
                .array();
    }
}
