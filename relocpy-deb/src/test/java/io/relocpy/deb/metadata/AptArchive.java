package io.relocpy.deb.metadata;

import com.github.luben.zstd.ZstdOutputStream;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.testing.TestKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** A repository with one suite, {@code alpha}, as a test needs it, right or wrong. */
final class AptArchive {
    static final String SUITE = "alpha";
    static final String PACKAGES = "main/binary-amd64/Packages";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The directory that is served. */
    final Path root;

    /** The fields of the Release file; hashes follow them. */
    final Map<String, String> release = new LinkedHashMap<>();

    /** By name below the suite. */
    final Map<String, byte[]> files = new TreeMap<>();

    /** Of the suite below the root. */
    String directory = "dists/" + SUITE;

    /** The hashes that the Release file has. */
    List<String> hashes = List.of("SHA256");

    AptArchive(Path root) {
        this.root = root;
        release.put("Origin", "Test");
        release.put("Label", "Test");
        release.put("Suite", "stable");
        release.put("Codename", SUITE);
        release.put("Version", "1");
        date(Instant.now().minusSeconds(3600));
        release.put("Architectures", "amd64");
        release.put("Components", "main");
        version(1);
    }

    /** The content of a Packages file with one package of that version. */
    static byte[] packages(int version) {
        return bytes("Package: hello\nVersion: " + version + "\nArchitecture: amd64\nMaintainer: A <a@example.org>\n"
                + "Filename: pool/hello.deb\nSize: 1\nSHA256: " + "0".repeat(64) + "\nDescription: test\n\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void version(int version) {
        files.put(PACKAGES, packages(version));
    }

    void date(Instant date) {
        release.put("Date", DATE.format(date));
    }

    void validUntil(Instant date) {
        release.put("Valid-Until", DATE.format(date));
    }

    /** The Release file. */
    byte[] text() {
        StringBuilder text = new StringBuilder();
        release.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        for (String hash : hashes) {
            text.append(hash).append(":\n");
            Checksum.Algorithm algorithm =
                    Checksum.Algorithm.ofMetadata(hash.replace("Sum", "")).orElseThrow();
            files.forEach((name, content) -> text.append(' ')
                    .append(Checksums.of(algorithm, content).hex())
                    .append(' ')
                    .append(content.length)
                    .append(' ')
                    .append(name)
                    .append('\n'));
        }
        return bytes(text.toString());
    }

    /** The content in the compression that a name with this extension has. */
    static byte[] compressed(String extension, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressor(extension, bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static OutputStream compressor(String extension, OutputStream out) throws IOException {
        return switch (extension) {
            case "" -> out;
            case ".gz" -> new GZIPOutputStream(out);
            case ".bz2" -> new BZip2CompressorOutputStream(out);
            case ".xz" -> new XZOutputStream(out, new LZMA2Options(1));
            case ".lzma" -> new LZMAOutputStream(out, new LZMA2Options(1), -1);
            case ".lz4" -> new FramedLZ4CompressorOutputStream(out);
            case ".zst" -> new ZstdOutputStream(out);
            default -> throw new IllegalArgumentException(extension);
        };
    }

    Path suite(String name) {
        return root.resolve(directory).resolve(name);
    }

    void put(String name, byte[] content) throws IOException {
        Files.createDirectories(suite(name).getParent());
        Files.write(suite(name), content);
    }

    /** Writes all files but those of the signature. */
    void writeFiles() throws IOException {
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            put(each.getKey(), each.getValue());
        }
    }

    /** Writes everything, signed by these keys in InRelease. */
    void write(TestKey... keys) throws IOException {
        writeFiles();
        put("InRelease", clearSigned(text(), keys));
    }

    /** The text with a signature of its bytes by each key. */
    static byte[] clearSigned(byte[] text, TestKey... keys) {
        String signed = new String(text, StandardCharsets.UTF_8).stripTrailing();
        List<byte[]> signatures = new ArrayList<>();
        for (TestKey key : keys) {
            signatures.add(key.sign(bytes(signed), Instant.now().minusSeconds(60), hashed -> {}));
        }
        return clearSigned(signed, signatures);
    }

    static byte[] clearSigned(String signed, List<byte[]> signatures) {
        String escaped = signed.replaceAll("(?m)^-", "- -");
        return bytes("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + escaped + "\n"
                + armored(TestKey.join(signatures.toArray(byte[][]::new))));
    }

    static String armored(byte[] packets) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(packets);
        return "-----BEGIN PGP SIGNATURE-----\n\n" + lines + "\n=" + crc(packets) + "\n-----END PGP SIGNATURE-----\n";
    }

    /** RFC 9580 section 6.1. */
    private static String crc(byte[] data) {
        int crc = 0xb704ce;
        for (byte b : data) {
            crc ^= (b & 0xff) << 16;
            for (int i = 0; i < 8; i++) {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) {
                    crc ^= 0x1864cfb;
                }
            }
        }
        return Base64.getEncoder().encodeToString(new byte[] {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc});
    }

    /** A keyring file with these keys, as their owners published them. */
    static byte[] keyring(TestKey... keys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (TestKey key : keys) {
            out.writeBytes(TestKey.join(key.publicKey(), TestKey.NAME, key.certify(key.created(), hashed -> {})));
        }
        return out.toByteArray();
    }
}
