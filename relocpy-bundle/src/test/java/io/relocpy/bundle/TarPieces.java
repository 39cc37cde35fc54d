package io.relocpy.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive cut into its entries, each with the headers before it and the padding behind, to be put together anew. */
public final class TarPieces {
    public static final int BLOCK = 512;

    /** An entry: all its bytes, and where among them its own header is. */
    record Piece(String name, byte[] bytes, int header) {
        /** This piece with other bytes in its own header, whose checksum is made right. */
        Piece with(Consumer<byte[]> change) {
            byte[] block = Arrays.copyOfRange(bytes, header, header + BLOCK);
            change.accept(block);
            sum(block);
            byte[] changed = bytes.clone();
            System.arraycopy(block, 0, changed, header, BLOCK);
            return new Piece(name, changed, header);
        }
    }

    final List<Piece> pieces;

    TarPieces(List<Piece> pieces) {
        this.pieces = new ArrayList<>(pieces);
    }

    public static TarPieces of(byte[] tar) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 0; tar[at] != 0; ) {
            int size = Integer.parseInt(text(tar, at + 124, 12).strip(), 8);
            int next = at + BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
            if (tar[at + 156] != 'x') {
                pieces.add(new Piece(text(tar, at, 100), Arrays.copyOfRange(tar, start, next), at - start));
                start = next;
            }
            at = next;
        }
        return new TarPieces(pieces);
    }

    /** The archive again. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pieces.forEach(piece -> out.writeBytes(piece.bytes));
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    /** Index of the entry with that end of its name. */
    int find(String end) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).name.endsWith(end)) {
                return i;
            }
        }
        throw new AssertionError(end);
    }

    /** The archive with one entry's header changed. */
    byte[] changed(String end, Consumer<byte[]> change) {
        TarPieces other = new TarPieces(pieces);
        other.pieces.set(find(end), pieces.get(find(end)).with(change));
        return other.bytes();
    }

    /** The archive with these bytes before an entry. */
    byte[] inserted(String end, byte[] bytes) {
        TarPieces other = new TarPieces(pieces);
        other.pieces.add(find(end), new Piece("", bytes, 0));
        return other.bytes();
    }

    /** The bytes that Commons Compress writes for an entry. */
    public static byte[] entry(String name, char type, String content, Consumer<TarArchiveEntry> change) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            TarArchiveEntry entry = new TarArchiveEntry(name, (byte) (isPax(type) ? '0' : type), true);
            entry.setIds(0, 0);
            entry.setNames("", "");
            entry.setModTime(Samples.TIME.toEpochMilli());
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            entry.setSize(bytes.length);
            change.accept(entry);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] written = out.toByteArray();
        if (isPax(type)) { // which Commons Compress writes by itself only
            byte[] block = Arrays.copyOf(written, BLOCK);
            block[156] = (byte) type;
            sum(block);
            System.arraycopy(block, 0, written, 0, BLOCK);
        }
        return written;
    }

    private static boolean isPax(char type) {
        return "xgX".indexOf(type) >= 0;
    }

    /** Writes a text into a header. */
    public static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    /** Makes the checksum of a header right. */
    public static void sum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
    }

    private static String text(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf('\0') < 0 ? text : text.substring(0, text.indexOf('\0'));
    }
}
