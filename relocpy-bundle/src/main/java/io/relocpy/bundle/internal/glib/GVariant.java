package io.relocpy.bundle.internal.glib;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value of GLib in its serialized form, little-endian, see "GVariant Serialisation" of GLib's documentation.
 *
 * @param type its type string
 * @param data its bytes, which nobody changes
 * @param children what a container holds
 */
record GVariant(String type, byte[] data, List<GVariant> children) {
    static GVariant number(char type, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        int size = GVariantType.fixedSize(String.valueOf(type));
        return new GVariant(String.valueOf(type), Arrays.copyOf(bytes.array(), size), List.of());
    }

    static GVariant number(double value) {
        return number('d', Double.doubleToRawLongBits(value));
    }

    static GVariant string(String text) {
        return string('s', text);
    }

    /** Also an object path or a signature. */
    static GVariant string(char type, String text) {
        return new GVariant(String.valueOf(type), (text + "\0").getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** An array of unsigned numbers of 32 bits, of its bytes. */
    static GVariant words(byte[] data) {
        return new GVariant("au", data.clone(), List.of());
    }

    static GVariant variant(GVariant value) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(value.data);
        data.write(0);
        data.writeBytes(value.type.getBytes(StandardCharsets.US_ASCII));
        return new GVariant("v", data.toByteArray(), List.of(value));
    }

    /** A value of a type that begins with {@code m}; null for nothing. */
    static GVariant maybe(String type, @Nullable GVariant value) {
        if (value == null) {
            return new GVariant(type, new byte[0], List.of());
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(value.data);
        if (GVariantType.fixedSize(value.type) == 0) {
            data.write(0);
        }
        return new GVariant(type, data.toByteArray(), List.of(value));
    }

    static GVariant tuple(List<GVariant> members) {
        String type = members.stream().map(GVariant::type).collect(Collectors.joining("", "(", ")"));
        return container(type, members);
    }

    static GVariant entry(GVariant key, GVariant value) {
        return container("{" + key.type + value.type + "}", List.of(key, value));
    }

    private static GVariant container(String type, List<GVariant> members) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            append(data, members.get(i));
            if (i < members.size() - 1 && GVariantType.fixedSize(members.get(i).type) == 0) {
                ends.add(0, data.size());
            }
        }
        int fixed = GVariantType.fixedSize(type);
        while (data.size() < fixed) {
            data.write(0);
        }
        appendOffsets(data, ends);
        return new GVariant(type, data.toByteArray(), List.copyOf(members));
    }

    /** @param type of the array, for its elements may be none */
    static GVariant array(String type, List<GVariant> elements) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (GVariant element : elements) {
            append(data, element);
            ends.add(data.size());
        }
        if (GVariantType.fixedSize(type.substring(1)) == 0) {
            appendOffsets(data, ends);
        }
        return new GVariant(type, data.toByteArray(), List.copyOf(elements));
    }

    private static void append(ByteArrayOutputStream data, GVariant child) {
        int start = GVariantType.aligned(data.size(), GVariantType.alignment(child.type));
        while (data.size() < start) {
            data.write(0);
        }
        data.writeBytes(child.data);
    }

    /** Each in as few bytes as hold the size of the whole. */
    private static void appendOffsets(ByteArrayOutputStream data, List<Integer> offsets) {
        int size = 1;
        while (size < 4 && data.size() + (long) size * offsets.size() >= 1L << (8 * size)) {
            size *= 2;
        }
        for (int offset : offsets) {
            for (int i = 0; i < size; i++) {
                data.write(offset >>> (8 * i));
            }
        }
    }

    /** All strings in it. */
    Stream<String> strings() {
        return type.equals("s")
                ? Stream.of(new String(data, 0, data.length - 1, StandardCharsets.UTF_8))
                : children.stream().flatMap(GVariant::strings);
    }

    /** Compares numbers of the same type. */
    int compareNumber(GVariant other) {
        return switch (type.charAt(0)) {
            case 'd' -> Double.compare(Double.longBitsToDouble(word()), Double.longBitsToDouble(other.word()));
            case 'y', 'q', 'u', 't' -> Long.compareUnsigned(word(), other.word());
            default -> Long.compare(signed(), other.signed());
        };
    }

    /** The lower 32 bits of a number. */
    int toInt() {
        return (int) word();
    }

    private long word() {
        long word = 0;
        for (int i = data.length - 1; i >= 0; i--) {
            word = (word << 8) | (data[i] & 0xff);
        }
        return word;
    }

    private long signed() {
        int unused = Long.SIZE - 8 * data.length;
        return (word() << unused) >> unused;
    }
}
