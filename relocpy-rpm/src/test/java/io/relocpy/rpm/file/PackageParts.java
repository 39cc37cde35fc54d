package io.relocpy.rpm.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A package file taken apart, to be reassembled differently by an attacker who cannot sign. */
final class PackageParts {
    byte[] lead;
    Header signature;
    byte[] between;
    Header main;
    byte[] payload;

    /** One header. */
    static final class Header {
        byte[] magic;
        List<int[]> index = new ArrayList<>(); // tag, type, offset, count
        byte[] data;

        static Header read(ByteBuffer in) {
            Header header = new Header();
            header.magic = take(in, 8);
            int count = in.getInt();
            int length = in.getInt();
            for (int i = 0; i < count; i++) {
                header.index.add(new int[] {in.getInt(), in.getInt(), in.getInt(), in.getInt()});
            }
            header.data = take(in, length);
            return header;
        }

        byte[] build() {
            ByteBuffer out = ByteBuffer.allocate(16 + 16 * index.size() + data.length)
                    .put(magic)
                    .putInt(index.size())
                    .putInt(data.length);
            for (int[] entry : index) {
                for (int number : entry) {
                    out.putInt(number);
                }
            }
            return out.put(data).array();
        }

        int[] entry(int tag) {
            return index.stream().filter(entry -> entry[0] == tag).findFirst().orElseThrow();
        }

        /** Appends an entry after all others, with its data after theirs. */
        Header append(int tag, int type, int count, byte[] value) {
            int align = type == 3 ? 2 : type == 4 ? 4 : type == 5 ? 8 : 1;
            byte[] padded = Arrays.copyOf(data, data.length + (-data.length & (align - 1)));
            index.add(new int[] {tag, type, padded.length, count});
            data = join(padded, value);
            return this;
        }

        Header appendStrings(int tag, String... values) {
            return append(tag, 8, values.length, (String.join("\0", values) + "\0").getBytes(StandardCharsets.UTF_8));
        }

        /** Sets a number in the region trailer: 0 its tag, 1 its type, 2 its negated length, 3 its count. */
        Header trailer(int field, int value) {
            ByteBuffer.wrap(data).putInt(index.get(0)[2] + 4 * field, value);
            return this;
        }

        /** Removes some entries and writes a valid header again, as an attacker can do with the signature header. */
        Header rebuiltWithout(Integer... tags) {
            List<Integer> dropped = List.of(tags);
            HeaderBuilder builder = new HeaderBuilder(index.get(0)[0]);
            for (int[] entry : index.subList(1, index.size())) {
                if (!dropped.contains(entry[0])) {
                    builder.copy(entry[0], entry[1], entry[3], value(entry));
                }
            }
            return read(ByteBuffer.wrap(builder.build()));
        }

        byte[] value(int[] entry) {
            int width = entry[1] == 3 ? 2 : entry[1] == 4 ? 4 : entry[1] == 5 ? 8 : 1;
            boolean text = entry[1] == 6 || entry[1] == 8 || entry[1] == 9;
            int end = entry[2] + (text ? 0 : width * entry[3]);
            for (int i = 0; text && i < entry[3]; i++) {
                while (data[end] != 0) {
                    end++;
                }
                end++;
            }
            return Arrays.copyOfRange(data, entry[2], end);
        }
    }

    static PackageParts of(byte[] rpm) {
        ByteBuffer in = ByteBuffer.wrap(rpm);
        PackageParts parts = new PackageParts();
        parts.lead = take(in, 96);
        parts.signature = Header.read(in);
        parts.between = take(in, -in.position() & 7);
        parts.main = Header.read(in);
        parts.payload = take(in, in.remaining());
        return parts;
    }

    byte[] build() {
        byte[] front = join(lead, signature.build());
        byte[] padding = between.length > 7 ? between : new byte[-front.length & 7];
        return join(join(join(front, padding), main.build()), payload);
    }

    static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
