package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.RootPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one form that a bundle has as a tar archive, byte for byte but for the contents of files: what is written, and what
 * is expected where an archive is verified. So it never changes within a format of the manifest.
 *
 * <p>POSIX ustar, owned by 0:0 without names. A pax header goes before an entry only where the name or target has 100
 * bytes or more, or is not ASCII, or the size needs more than eleven octal digits.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax Interchange Format</a>
 */
public final class TarLayout {
    /** Bytes of a header, and what contents are padded to. */
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final long MAX_SIZE = (1L << 33) - 1;
    private static final String PAX_DIRECTORY = "./PaxHeaders.X/";

    private TarLayout() {}

    /**
     * All entries in their order.
     *
     * @param filesAndLinks without the top directory, sorted by name
     * @return the same below the top directory, and each directory once, before the first entry in it
     */
    static List<TarEntry> entries(String top, long modified, Collection<TarEntry> filesAndLinks) {
        List<TarEntry> entries = new ArrayList<>();
        Set<String> directories = new HashSet<>();
        for (TarEntry entry : filesAndLinks) {
            String name = top + "/" + entry.name();
            addDirectories(RootPath.parent(name), modified, directories, entries);
            entries.add(new TarEntry(name, entry.type(), entry.mode(), entry.size(), entry.modified(), entry.target()));
        }
        return entries;
    }

    private static void addDirectories(String path, long modified, Set<String> done, List<TarEntry> entries) {
        if (!path.isEmpty() && done.add(path)) {
            addDirectories(RootPath.parent(path), modified, done, entries);
            entries.add(TarEntry.directory(path, modified));
        }
    }

    /** The blocks before an entry's content. */
    public static byte[] header(TarEntry entry) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] records = paxRecords(entry);
        if (records.length > 0) {
            out.writeBytes(block(paxName(entry.name()), 'x', 0100644, records.length, entry.modified(), ""));
            out.writeBytes(records);
            out.writeBytes(padding(records.length));
        }
        long size = entry.size() > MAX_SIZE ? 0 : entry.size();
        out.writeBytes(block(entry.name(), entry.type().flag, entry.mode(), size, entry.modified(), entry.target()));
        return out.toByteArray();
    }

    /** The zeros after a file's content. */
    static byte[] padding(long size) {
        return new byte[(int) (-size & (BLOCK - 1))];
    }

    /** What follows the last entry. */
    static byte[] end() {
        return new byte[2 * BLOCK];
    }

    private static byte[] block(String name, char flag, int mode, long size, long modified, String target) {
        byte[] block = new byte[BLOCK];
        put(block, Field.NAME, name);
        octal(block, Field.MODE, mode, ' ');
        octal(block, Field.UID, 0, ' ');
        octal(block, Field.GID, 0, ' ');
        octal(block, Field.SIZE, size, ' ');
        octal(block, Field.MTIME, modified, ' ');
        put(block, Field.CHECKSUM, "        ");
        block[Field.TYPE.offset] = (byte) flag;
        put(block, Field.LINK_NAME, target);
        put(block, Field.MAGIC, "ustar\00000");
        octal(block, Field.DEVICE_MAJOR, 0, ' ');
        octal(block, Field.DEVICE_MINOR, 0, ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, Field.CHECKSUM, sum, '\0');
        return block;
    }

    /** As much of the UTF-8 as fits. */
    private static void put(byte[] block, Field field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, field.offset, Math.min(bytes.length, field.length));
    }

    /** As many octal digits of the number as fit before the end; one fewer for a checksum, since a space follows. */
    private static void octal(byte[] block, Field field, long value, char end) {
        int at = field.offset + field.length - (field == Field.CHECKSUM ? 2 : 1);
        block[at] = (byte) end;
        for (long rest = value; at > field.offset; rest >>>= 3) {
            block[--at] = (byte) ('0' + (rest & 7));
        }
    }

    private static byte[] paxRecords(TarEntry entry) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (needsRecord(entry.name())) {
            records.writeBytes(paxRecord("path", entry.name()));
        }
        if (entry.size() > MAX_SIZE) {
            records.writeBytes(paxRecord("size", Long.toString(entry.size())));
        }
        if (needsRecord(entry.target())) {
            records.writeBytes(paxRecord("linkpath", entry.target()));
        }
        return records.toByteArray();
    }

    private static boolean needsRecord(String text) {
        return text.length() >= NAME || text.chars().anyMatch(c -> c > 127);
    }

    /** Its length in decimal digits, which count themselves, the keyword and the value. */
    private static byte[] paxRecord(String keyword, String value) {
        byte[] rest = (" " + keyword + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
        int length = rest.length;
        while (length != rest.length + Integer.toString(length).length()) {
            length = rest.length + Integer.toString(length).length();
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        record.writeBytes(rest);
        return record.toByteArray();
    }

    /**
     * The file name under which a program without support for pax unpacks the records: seven bits of each character,
     * and no slash.
     */
    private static String paxName(String name) {
        StringBuilder ascii = new StringBuilder(PAX_DIRECTORY);
        for (int i = 0; i < name.length(); i++) {
            char c = (char) (name.charAt(i) & 0x7f);
            ascii.append(c == 0 || c == '/' || c == '\\' ? '_' : c);
        }
        return ascii.length() >= NAME ? ascii.substring(0, NAME - 1) : ascii.toString();
    }

    /** The fields of a ustar header, for writing and for describing differences. */
    enum Field {
        NAME(0, 100, "name"),
        MODE(100, 8, "mode"),
        UID(108, 8, "owner's number"),
        GID(116, 8, "group's number"),
        SIZE(124, 12, "size"),
        MTIME(136, 12, "time"),
        CHECKSUM(148, 8, "checksum"),
        TYPE(156, 1, "type"),
        LINK_NAME(157, 100, "link's target"),
        MAGIC(257, 8, "magic and version"),
        OWNER(265, 32, "owner's name"),
        GROUP(297, 32, "group's name"),
        DEVICE_MAJOR(329, 8, "device's major number"),
        DEVICE_MINOR(337, 8, "device's minor number"),
        PREFIX(345, 155, "prefix of the name"),
        UNUSED(500, 12, "unused last bytes");

        final int offset;
        final int length;
        final String words;

        Field(int offset, int length, String words) {
            this.offset = offset;
            this.length = length;
            this.words = words;
        }

        /** The field that holds a byte of a header. */
        static Field at(int offset) {
            Field found = NAME;
            for (Field field : values()) {
                if (field.offset <= offset) {
                    found = field;
                }
            }
            return found;
        }
    }
}
