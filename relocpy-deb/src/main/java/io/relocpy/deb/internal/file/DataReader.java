package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.DecodedStream;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code data.tar} member of a package. Not safe for use by several threads. */
public final class DataReader implements AutoCloseable {
    /**
     * What a payload may have after decompression: nothing in Debian comes near the ratio, but small packages may consist of
     * zeros.
     */
    private static final long MAX_RATIO = 1000;

    private static final long FREE = 256L << 20;

    private final DebArchive archive;
    private final FileSlice file;
    private final BlockStream raw;
    private final DecodedStream decoded;
    private final TarReader tar;
    private final @Nullable MessageDigest digest;
    private final PayloadTree tree = new PayloadTree();
    private final Map<String, String> hardLinks = new HashMap<>();
    private boolean ended;

    private DataReader(DebArchive archive, FileSlice file, @Nullable MessageDigest digest) throws IOException {
        this.archive = archive;
        this.file = file;
        this.digest = digest;
        ArReader.Member member = archive.data();
        if (file.remaining() < member.size()) {
            throw new FormatException(where(), member.size() + " bytes", file.remaining() + " bytes");
        }
        this.raw = new Limited(file, member.size());
        long limit = Math.max(FREE, member.size() * MAX_RATIO);
        this.decoded = new DecodedStream(raw, archive.dataCompression()::open, where(), limit);
        this.tar = new TarReader(decoded);
    }

    static DataReader open(DebArchive archive, @Nullable MessageDigest digest) throws IOException {
        FileSlice file = FileSlice.open(archive.path(), archive.data().offset(), digest);
        try {
            return new DataReader(archive, file, digest);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** For messages: the file and its member. */
    public String where() {
        return archive.path() + ", " + archive.data().name();
    }

    /**
     * The next entry, after what is left of the last one.
     *
     * @return null after the last entry, when the rest of the member, and of a file with a known digest, was read
     */
    public @Nullable DataEntry next() throws IOException {
        if (ended) {
            return null;
        }
        TarHeader header = tar.next();
        if (header == null) {
            ended = true;
            finish();
            return null;
        }
        String where = where() + ", entry " + header.name();
        char type = header.type() == '0' && header.name().endsWith("/") ? '5' : header.type();
        String path = tree.add(header.name(), type, where);
        return new DataEntry(path, type, linkTarget(path, type, header, where), header);
    }

    private String linkTarget(String path, char type, TarHeader header, String where) throws FormatException {
        if (type == '2') {
            if (header.linkName().isEmpty()) {
                throw new FormatException(where, "the target of a symbolic link", "an empty one");
            }
            if (PayloadTree.isLonger(header.linkName(), PayloadTree.MAX_PATH)) {
                throw new FormatException(
                        where, "a target of at most " + PayloadTree.MAX_PATH + " bytes", header.linkName());
            }
            return header.linkName();
        }
        if (type != '1') {
            return "";
        }
        String target = tree.linked(header.linkName(), where);
        if (target.equals(path)) {
            throw new FormatException(where, "a hard link to an earlier file", "one to itself");
        }
        String first = hardLinks.getOrDefault(target, target);
        hardLinks.put(path, first);
        return first;
    }

    /** Bytes of the entry that were not read yet. */
    public long remaining() {
        return tar.remaining();
    }

    /** Reads content of the entry; -1 at its end. */
    public int read(byte[] target, int offset, int length) throws IOException {
        return tar.read(target, offset, length);
    }

    /** What follows the archive is ignored, as by dpkg; but the checks of the compression come last. */
    private void finish() throws IOException {
        decoded.transferTo(OutputStream.nullOutputStream());
        if (digest != null) {
            raw.transferTo(OutputStream.nullOutputStream());
            file.transferTo(OutputStream.nullOutputStream());
            archive.checkDigest(HexFormat.of().formatHex(digest.digest()));
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            decoded.close();
        }
    }

    /** The first bytes of a stream. */
    private static final class Limited extends BlockStream {
        private final FileSlice in;
        private long remaining;

        Limited(FileSlice in, long size) {
            this.in = in;
            this.remaining = size;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (remaining == 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, remaining));
            remaining -= Math.max(0, read);
            return read;
        }

        @Override
        public int available() {
            return (int) Math.min(remaining, Integer.MAX_VALUE);
        }
    }
}
