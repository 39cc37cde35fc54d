package io.relocpy.rpm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes packages as tables of numbers: every string, version, capability and boolean dependency once, then the packages,
 * which refer to them by their place. {@link IndexDecoder} is the other half.
 */
final class IndexEncoder {
    private final Table<String> strings = new Table<>(this::writeString);
    private final Table<Evr> versions = new Table<>(this::writeVersion);
    private final Table<Capability> capabilities = new Table<>(this::writeCapability);
    private final Table<String> richDependencies = new Table<>((out, text) -> out.putInt(strings.add(text)));
    private final Output packages = new Output();
    private int packageCount;

    private IndexEncoder() {}

    static byte[] encode(List<PackageMetadata> packages) {
        IndexEncoder encoder = new IndexEncoder();
        packages.forEach(encoder::writePackage);
        Output all = new Output();
        encoder.strings.writeTo(all);
        encoder.versions.writeTo(all);
        encoder.richDependencies.writeTo(all);
        encoder.capabilities.writeTo(all);
        all.putInt(encoder.packageCount);
        encoder.packages.writeTo(all);
        return all.toByteArray();
    }

    private void writePackage(PackageMetadata metadata) {
        packageCount++;
        putString(metadata.nevra().name());
        packages.putInt(versions.add(metadata.nevra().evr()));
        putString(metadata.nevra().arch());
        putString(metadata.summary());
        putString(metadata.license());
        putString(metadata.sourceRpm());
        putString(metadata.checksum().algorithm());
        putString(metadata.checksum().hex());
        putString(metadata.location());
        packages.putLong(metadata.packageSize());
        packages.putLong(metadata.installedSize());
        putDependencies(metadata.provides());
        putDependencies(metadata.requires());
        putDependencies(metadata.conflicts());
        putDependencies(metadata.obsoletes());
        putDependencies(metadata.recommends());
        putDependencies(metadata.suggests());
        putDependencies(metadata.supplements());
        putDependencies(metadata.enhances());
        packages.putInt(metadata.files().size());
        metadata.files().forEach(this::putString);
    }

    private void putString(String text) {
        packages.putInt(strings.add(text));
    }

    private void putDependencies(List<? extends Dependency> dependencies) {
        packages.putInt(dependencies.size());
        for (Dependency dependency : dependencies) {
            packages.putInt(
                    dependency instanceof Capability capability
                            ? capabilities.add(capability)
                            : -1 - richDependencies.add(dependency.toString()));
        }
    }

    /** Latin-1 where that does, which is read fastest: its length; UTF-8: its length, negated. */
    private void writeString(Output out, String text) {
        boolean narrow = text.chars().allMatch(c -> c < 256);
        byte[] bytes = text.getBytes(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        out.putInt(narrow ? bytes.length : -bytes.length);
        out.writeBytes(bytes);
    }

    private void writeVersion(Output out, Evr evr) {
        out.putLong(evr.epoch());
        out.putInt(strings.add(evr.version()));
        out.putInt(optional(evr.release()));
    }

    private int optional(@Nullable String text) {
        return text == null ? -1 : strings.add(text);
    }

    private void writeCapability(Output out, Capability capability) {
        out.putInt(strings.add(capability.name()));
        out.putInt(IndexDecoder.COMPARISONS.indexOf(capability.comparison()));
        out.putInt(capability.evr() == null ? -1 : versions.add(capability.evr()));
    }

    /** Bytes that grow. */
    static final class Output extends ByteArrayOutputStream {
        private final ByteBuffer number = ByteBuffer.allocate(8);

        void putInt(int value) {
            number.putInt(0, value);
            write(number.array(), 0, 4);
        }

        void putLong(long value) {
            number.putLong(0, value);
            write(number.array(), 0, 8);
        }

        void putInts(int[] values) {
            for (int value : values) {
                putInt(value);
            }
        }

        void writeTo(Output other) {
            other.write(buf, 0, count);
        }
    }

    private interface Writer<T> {
        void write(Output out, T value);
    }

    /** Values in the order of their first use. */
    private static final class Table<T> {
        private final Map<T, Integer> places = new HashMap<>();
        private final Output out = new Output();
        private final Writer<T> writer;

        Table(Writer<T> writer) {
            this.writer = writer;
        }

        int add(T value) {
            Integer known = places.get(value);
            if (known != null) {
                return known;
            }
            int place = places.size();
            places.put(value, place);
            writer.write(out, value);
            return place;
        }

        void writeTo(Output all) {
            all.putInt(places.size());
            out.writeTo(all);
        }
    }
}
