package io.relocpy.deb.file;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Makes package files for tests, right and wrong ones: the archives are those of Commons Compress, the ar form is plain. */
public final class DebBuilder {
    /** A right control file. */
    public static final String CONTROL = """
            Package: sample
            Version: 1:2.0-3
            Architecture: all
            Maintainer: Nobody <nobody@example.org>
            Description: sample package
             More of it.
            """;

    private final Map<String, byte[]> control = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final Tar data = new Tar();
    private String controlExtension = ".xz";
    private String dataExtension = ".xz";
    private String version = "2.0\n";
    private byte[] controlTar;
    private byte[] dataTar;

    private record Member(String name, byte[] content) {}

    /** A compressor by extension. */
    public static byte[] compress(String extension, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed =
                switch (extension) {
                    case "" -> out;
                    case ".gz" -> new GZIPOutputStream(out);
                    case ".xz" -> new XZOutputStream(out, new LZMA2Options(1));
                    case ".zst" -> new ZstdOutputStream(out);
                    case ".bz2" -> new BZip2CompressorOutputStream(out);
                    case ".lzma" -> new LZMAOutputStream(out, new LZMA2Options(1), -1);
                    default -> throw new IllegalArgumentException(extension);
                }) {
            compressed.write(bytes);
        }
        return out.toByteArray();
    }

    /** A package with {@link #CONTROL} and an empty payload. */
    public DebBuilder() {
        control("control", CONTROL);
    }

    /** Sets a file of the control archive. */
    public DebBuilder control(String name, String content) {
        control.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The payload, to be added to. */
    public Tar data() {
        return data;
    }

    /** Extensions that say the compression. */
    public DebBuilder extensions(String ofControl, String ofData) {
        controlExtension = ofControl;
        dataExtension = ofData;
        return this;
    }

    /** What {@code debian-binary} says. */
    public DebBuilder version(String text) {
        version = text;
        return this;
    }

    /** Another control archive, not compressed yet. */
    public DebBuilder controlTar(byte[] tar) {
        controlTar = tar;
        return this;
    }

    /** Another payload, not compressed yet. */
    public DebBuilder dataTar(byte[] tar) {
        dataTar = tar;
        return this;
    }

    /** One more member; the first such call makes the builder write no others. */
    public DebBuilder member(String name, byte[] content) {
        members.add(new Member(name, content));
        return this;
    }

    /** The members that the builder would write by itself. */
    public DebBuilder ownMembers() throws IOException {
        return member("debian-binary", version.getBytes(StandardCharsets.ISO_8859_1))
                .member("control.tar" + controlExtension, compress(controlExtension, controlTar()))
                .member("data.tar" + dataExtension, compress(dataExtension, dataTar()));
    }

    /** The control archive, not compressed. */
    public byte[] controlTar() throws IOException {
        if (controlTar != null) {
            return controlTar;
        }
        Tar tar = new Tar();
        tar.directory("./");
        control.forEach((name, content) -> tar.file("./" + name, content));
        return tar.bytes();
    }

    /** The payload, not compressed. */
    public byte[] dataTar() {
        return dataTar != null ? dataTar : data.bytes();
    }

    /** The whole file. */
    public byte[] bytes() throws IOException {
        if (members.isEmpty()) {
            ownMembers();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("!<arch>\n".getBytes(StandardCharsets.ISO_8859_1));
        for (Member member : members) {
            out.writeBytes(header(member.name(), String.valueOf(member.content().length)));
            out.writeBytes(member.content());
            if (member.content().length % 2 == 1) {
                out.write('\n');
            }
        }
        return out.toByteArray();
    }

    /** A header of a member. */
    public static byte[] header(String name, String size) {
        return String.format("%-16s%-12d%-6d%-6d%-8s%-10s`\n", name, 0, 0, 0, "100644", size)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** A tar archive. */
    public static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");

        /** Starts with GNU's form of long names. */
        public Tar() {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        }

        /** From here on PAX's form of long names and large numbers. */
        public Tar pax() {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            out.setAddPaxHeadersForNonAsciiNames(true);
            return this;
        }

        /** A directory. */
        public Tar directory(String name) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_DIR, true);
            entry.setMode(0755);
            return put(entry, new byte[0]);
        }

        /** A regular file. */
        public Tar file(String name, byte[] content) {
            return file(name, content, 0644);
        }

        /** A regular file. */
        public Tar file(String name, byte[] content, int mode) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
            entry.setMode(mode);
            entry.setSize(content.length);
            return put(entry, content);
        }

        /** A symbolic link, hard link, device, FIFO. */
        public Tar special(String name, byte type, String target) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setMode(0644);
            entry.setLinkName(target);
            return put(entry, new byte[0]);
        }

        /** An entry as it is. */
        public Tar put(TarArchiveEntry entry, byte[] content) {
            try {
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** The whole archive; nothing can be added any more. */
        public byte[] bytes() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
