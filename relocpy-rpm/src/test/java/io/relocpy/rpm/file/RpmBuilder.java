package io.relocpy.rpm.file;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Writes small packages, including ones that rpmbuild would never write. */
public final class RpmBuilder {
    /** All compressions of rpm, by their names in PAYLOADCOMPRESSOR. */
    public static final Map<String, Compressor> COMPRESSORS = Map.of(
            "gzip",
            GZIPOutputStream::new,
            "bzip2",
            BZip2CompressorOutputStream::new,
            "xz",
            out -> new XZOutputStream(out, new LZMA2Options(0)),
            "lzma",
            out -> new LZMAOutputStream(out, new LZMA2Options(0), -1),
            "zstd",
            ZstdOutputStream::new,
            "none",
            out -> out);

    /** A file in header and payload; the payload can be made to differ. */
    public static final class FileSpec {
        private final String path;
        private int mode = 0100644;
        private byte[] content = new byte[0];
        private String link = "";
        private int flags;
        private int inode;
        private String payloadName;
        private String digest;
        private boolean inHeader = true;
        private boolean inPayload = true;
        private boolean contentInPayload = true;

        private FileSpec(String path, int inode) {
            this.path = path;
            this.payloadName = "." + path;
            this.inode = inode;
        }

        public FileSpec content(String text) {
            content = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        public FileSpec mode(int value) {
            mode = value;
            return this;
        }

        public FileSpec linkTo(String target) {
            mode = 0120777;
            link = target;
            content = target.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        public FileSpec folder() {
            mode = 0040755;
            return this;
        }

        public FileSpec flags(int bits) {
            flags = bits;
            return this;
        }

        public FileSpec inode(int number) {
            inode = number;
            return this;
        }

        public FileSpec payloadName(String name) {
            payloadName = name;
            return this;
        }

        public FileSpec digest(String hex) {
            digest = hex;
            return this;
        }

        public FileSpec notInHeader() {
            inHeader = false;
            return this;
        }

        public FileSpec notInPayload() {
            inPayload = false;
            return this;
        }

        public FileSpec withoutContent() {
            contentInPayload = false;
            return this;
        }

        private boolean isFile() {
            return (mode & 0170000) == 0100000;
        }
    }

    private final List<FileSpec> files = new ArrayList<>();
    private final List<Consumer<HeaderBuilder>> headerChanges = new ArrayList<>();
    private final List<Consumer<HeaderBuilder>> signatureChanges = new ArrayList<>();
    private UnaryOperator<byte[]> payloadChange = bytes -> bytes;
    private UnaryOperator<byte[]> archiveChange = bytes -> bytes;
    private String compressorName = "gzip";
    private Compressor compressor = GZIPOutputStream::new;
    private boolean stripped;
    private boolean version6;
    private boolean version3;
    private boolean oldDigests;

    public FileSpec file(String path) {
        FileSpec file = new FileSpec(path, files.size() + 1);
        files.add(file);
        return file;
    }

    /** With the additional tags of rpm 6. */
    RpmBuilder version6() {
        version6 = true;
        return this;
    }

    /** With SHA-1 of the header, and MD5 of header and payload, as for EL 5 to 7. */
    RpmBuilder oldDigests() {
        oldDigests = true;
        return this;
    }

    /** With headers without a region. */
    RpmBuilder version3() {
        version3 = true;
        return this;
    }

    public RpmBuilder stripped() {
        stripped = true;
        return this;
    }

    public RpmBuilder header(Consumer<HeaderBuilder> change) {
        headerChanges.add(change);
        return this;
    }

    RpmBuilder signature(Consumer<HeaderBuilder> change) {
        signatureChanges.add(change);
        return this;
    }

    /** Changes the compressed payload after digests are computed. */
    RpmBuilder damagePayload(UnaryOperator<byte[]> change) {
        payloadChange = change;
        return this;
    }

    /** Compresses the payload with something other than gzip. */
    public RpmBuilder compressor(String name, Compressor how) {
        compressorName = name;
        compressor = how;
        return this;
    }

    /** Opens a compressing stream. */
    public interface Compressor {
        java.io.OutputStream open(java.io.OutputStream out) throws IOException;
    }

    /** Changes the archive before digests are computed. */
    public RpmBuilder archive(UnaryOperator<byte[]> change) {
        archiveChange = change;
        return this;
    }

    public Path write(Path file) {
        try {
            return Files.write(file, build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] build() {
        byte[] archive = archiveChange.apply(archive());
        byte[] payload = compress(archive);
        HeaderBuilder header = new HeaderBuilder(version3 ? 0 : RpmTag.HEADER_IMMUTABLE)
                .string(RpmTag.NAME, "sample")
                .string(RpmTag.VERSION, "1.0")
                .string(RpmTag.RELEASE, "1")
                .string(RpmTag.ARCH, "noarch")
                .string(RpmTag.SOURCERPM, "sample-1.0-1.src.rpm")
                .string(RpmTag.LICENSE, "MIT")
                .string(RpmTag.PAYLOADFORMAT, "cpio")
                .string(RpmTag.PAYLOADCOMPRESSOR, compressorName);
        if (!oldDigests) {
            header.strings(RpmTag.PAYLOADDIGEST, List.of(hex("SHA-256", payload)))
                    .int32(RpmTag.PAYLOADDIGESTALGO, List.of(8));
        }
        List<FileSpec> listed = files.stream().filter(file -> file.inHeader).toList();
        if (!listed.isEmpty()) {
            addFiles(header, listed);
        }
        if (version6) {
            header.int32(RpmTag.RPMFORMAT, List.of(6))
                    .strings(RpmTag.PAYLOADDIGESTALT, List.of(hex("SHA-256", archive)))
                    .string(RpmTag.PAYLOADSHA512, hex("SHA-512", payload))
                    .string(RpmTag.PAYLOADSHA512ALT, hex("SHA-512", archive))
                    .string(RpmTag.PAYLOADSHA3_256, hex("SHA3-256", payload))
                    .string(RpmTag.PAYLOADSHA3_256ALT, hex("SHA3-256", archive));
        }
        headerChanges.forEach(change -> change.accept(header));
        byte[] main = header.build();
        HeaderBuilder signature = new HeaderBuilder(version3 ? 0 : RpmTag.HEADER_SIGNATURES);
        if (oldDigests) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(main);
            both.writeBytes(payload);
            signature
                    .string(RpmTag.SIG_SHA1, hex("SHA-1", main))
                    .binary(RpmTag.SIG_MD5, HexFormat.of().parseHex(hex("MD5", both.toByteArray())));
        } else {
            signature.string(RpmTag.SIG_SHA256, hex("SHA-256", main));
        }
        if (version6) {
            signature.string(RpmTag.SIG_SHA3_256, hex("SHA3-256", main));
        }
        signatureChanges.forEach(change -> change.accept(signature));
        byte[] signatures = signature.build();
        ByteArrayOutputStream rpm = new ByteArrayOutputStream();
        byte[] lead = new byte[96];
        System.arraycopy(HexFormat.of().parseHex("edabeedb0300000000"), 0, lead, 0, 9);
        lead[79] = 5;
        rpm.writeBytes(lead);
        rpm.writeBytes(signatures);
        rpm.writeBytes(new byte[-signatures.length & 7]);
        rpm.writeBytes(main);
        rpm.writeBytes(payloadChange.apply(payload));
        return rpm.toByteArray();
    }

    private static void addFiles(HeaderBuilder header, List<FileSpec> files) {
        header.strings(RpmTag.BASENAMES, files.stream().map(RpmBuilder::base).toList())
                .strings(RpmTag.DIRNAMES, files.stream().map(RpmBuilder::folder).toList())
                .int32(
                        RpmTag.DIRINDEXES,
                        java.util.stream.IntStream.range(0, files.size())
                                .boxed()
                                .toList())
                .int32(
                        RpmTag.FILESIZES,
                        files.stream().map(f -> f.content.length).toList())
                .int16(RpmTag.FILEMODES, files.stream().map(f -> f.mode).toList())
                .int32(RpmTag.FILEMTIMES, files.stream().map(f -> 1_700_000_000).toList())
                .int32(RpmTag.FILEFLAGS, files.stream().map(f -> f.flags).toList())
                .int32(RpmTag.FILEINODES, files.stream().map(f -> f.inode).toList())
                .int32(RpmTag.FILEDEVICES, files.stream().map(f -> 1).toList())
                .strings(RpmTag.FILELINKTOS, files.stream().map(f -> f.link).toList())
                .strings(RpmTag.FILEUSERNAME, files.stream().map(f -> "root").toList())
                .strings(RpmTag.FILEGROUPNAME, files.stream().map(f -> "root").toList())
                .int32(RpmTag.FILEDIGESTALGO, List.of(8))
                .strings(
                        RpmTag.FILEDIGESTS,
                        files.stream().map(RpmBuilder::digest).toList());
    }

    private static String base(FileSpec file) {
        return file.path.substring(file.path.lastIndexOf('/') + 1);
    }

    private static String folder(FileSpec file) {
        return file.path.substring(0, file.path.lastIndexOf('/') + 1);
    }

    private static String digest(FileSpec file) {
        if (file.digest != null) {
            return file.digest;
        }
        return file.isFile() ? hex("SHA-256", file.content) : "";
    }

    private byte[] archive() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int index = 0;
        for (FileSpec file : files) {
            if (file.inPayload) {
                boolean content = file.contentInPayload && !((file.mode & 0170000) == 0040000);
                if (stripped) {
                    out.writeBytes(String.format("07070X%08x", index).getBytes(StandardCharsets.US_ASCII));
                } else {
                    writeNewc(out, file.payloadName, file.mode, content ? file.content.length : 0);
                }
                pad(out);
                out.writeBytes(content ? file.content : new byte[0]);
                pad(out);
            }
            index++;
        }
        writeNewc(out, "TRAILER!!!", 0, 0);
        pad(out);
        return out.toByteArray();
    }

    private static void writeNewc(ByteArrayOutputStream out, String name, int mode, int size) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int[] fields = {1, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, bytes.length, 0};
        out.writeBytes("070701".getBytes(StandardCharsets.US_ASCII));
        for (int field : fields) {
            out.writeBytes(String.format("%08x", field).getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(bytes);
    }

    private static void pad(ByteArrayOutputStream out) {
        out.writeBytes(new byte[-out.size() & 3]);
    }

    private byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.io.OutputStream compressing = compressor.open(out)) {
            compressing.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
