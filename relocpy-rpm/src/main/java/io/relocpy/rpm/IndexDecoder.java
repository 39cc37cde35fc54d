package io.relocpy.rpm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IndexEncoder} wrote; what another wrote ends in an {@link RpmFormatException}. */
final class IndexDecoder {
    static final List<Capability.Comparison> COMPARISONS = List.of(
            Capability.Comparison.ANY,
            Capability.Comparison.LT,
            Capability.Comparison.LE,
            Capability.Comparison.EQ,
            Capability.Comparison.GE,
            Capability.Comparison.GT);
    /** No value takes less. */
    private static final int MIN_BYTES = 4;

    private final ByteBuffer in;
    private byte[] scratch = new byte[256];
    private String[] strings = {};
    private Evr[] versions = {};
    private Dependency[] richDependencies = {};
    private Capability[] capabilities = {};

    private IndexDecoder(ByteBuffer in) {
        this.in = in;
    }

    static List<PackageMetadata> decode(ByteBuffer in, String where) throws RpmFormatException {
        try {
            return new IndexDecoder(in).packages();
        } catch (RpmFormatException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            throw new RpmFormatException(where, "an index of packages", e);
        }
    }

    private List<PackageMetadata> packages() throws RpmFormatException {
        strings = new String[count()];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = readString();
        }
        versions = new Evr[count()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = new Evr(in.getLong(), string(), optionalString());
        }
        richDependencies = new Dependency[count()];
        for (int i = 0; i < richDependencies.length; i++) {
            richDependencies[i] = Dependency.parse(string());
        }
        capabilities = new Capability[count()];
        for (int i = 0; i < capabilities.length; i++) {
            capabilities[i] = new Capability(string(), COMPARISONS.get(in.getInt()), optionalVersion());
        }
        PackageMetadata[] packages = new PackageMetadata[count()];
        for (int i = 0; i < packages.length; i++) {
            packages[i] = readPackage();
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many");
        }
        return List.of(packages);
    }

    private PackageMetadata readPackage() {
        return new PackageMetadata(
                new Nevra(string(), versions[in.getInt()], string()),
                string(),
                string(),
                string(),
                new Checksum(string(), string()),
                string(),
                in.getLong(),
                in.getLong(),
                readCapabilities(),
                readDependencies(),
                readDependencies(),
                readCapabilities(),
                readDependencies(),
                readDependencies(),
                readDependencies(),
                readDependencies(),
                readStrings());
    }

    private List<Capability> readCapabilities() {
        Capability[] values = new Capability[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = capabilities[in.getInt()];
        }
        return List.of(values);
    }

    private List<Dependency> readDependencies() {
        Dependency[] values = new Dependency[count()];
        for (int i = 0; i < values.length; i++) {
            int place = in.getInt();
            values[i] = place < 0 ? richDependencies[-1 - place] : capabilities[place];
        }
        return List.of(values);
    }

    private List<String> readStrings() {
        String[] values = new String[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = string();
        }
        return List.of(values);
    }

    /** A count of values that the rest of the bytes can hold. */
    private int count() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / MIN_BYTES) {
            throw new IllegalArgumentException("a count of " + Integer.toUnsignedString(count));
        }
        return count;
    }

    private String string() {
        return strings[in.getInt()];
    }

    private @Nullable String optionalString() {
        int place = in.getInt();
        return place == -1 ? null : strings[place];
    }

    private @Nullable Evr optionalVersion() {
        int place = in.getInt();
        return place == -1 ? null : versions[place];
    }

    private String readString() {
        int stated = in.getInt();
        int length = Math.abs(stated);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a string of " + Integer.toUnsignedString(stated) + " bytes");
        }
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, scratch.length * 2)];
        }
        in.get(scratch, 0, length);
        Charset charset = stated < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new String(scratch, 0, length, charset);
    }
}
