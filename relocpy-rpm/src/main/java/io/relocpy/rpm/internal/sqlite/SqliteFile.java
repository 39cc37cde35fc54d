package io.relocpy.rpm.internal.sqlite;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the rows of a table in an SQLite database without SQLite, by traversing its B-tree as of the last commit in the
 * write-ahead log.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html">SQLite's file format</a>
 */
public final class SqliteFile implements AutoCloseable {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int INTERIOR_TABLE = 5;
    private static final int LEAF_TABLE = 13;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_PAYLOAD = 512 << 20;

    private final String where;
    private final FileChannel channel;
    private final SqliteWal wal;
    private final int pageSize;
    private final int usable;
    private final long pages;
    private long visited;

    /** Receives the rows of a table. */
    public interface Rows {
        void row(SqliteRecord row) throws IOException;
    }

    private SqliteFile(Path file, FileChannel channel) throws IOException {
        this.where = file.toString();
        this.channel = channel;
        ByteBuffer header = ByteBuffer.allocate(100);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
            // until the buffer is full
        }
        if (header.hasRemaining() || !header.flip().slice(0, 16).equals(ByteBuffer.wrap(MAGIC))) {
            throw new FormatException(where, "an SQLite database", "something else");
        }
        int stated = header.getShort(16) & 0xffff;
        this.pageSize = stated == 1 ? 65_536 : stated;
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1) {
            throw new FormatException(where, "a page size of 512 to 65536", String.valueOf(stated));
        }
        this.usable = pageSize - (header.get(20) & 0xff);
        if (usable < 480) {
            throw new FormatException(where, "at least 480 usable bytes in a page", String.valueOf(usable));
        }
        this.wal = SqliteWal.read(Path.of(where + "-wal"), pageSize);
        this.pages = Math.max(channel.size() / pageSize, wal.pages());
    }

    public static SqliteFile open(Path file) throws IOException {
        FileChannel channel = RegularFile.open(file);
        try {
            return new SqliteFile(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Passes all rows of a table to the receiver, by ascending rowid. */
    public void scan(String table, Rows rows) throws IOException {
        List<Long> roots = new ArrayList<>();
        walk(1, 0, row -> {
            if (row.text(0).equals("table") && row.text(1).equals(table)) {
                roots.add(row.number(3));
            }
        });
        if (roots.isEmpty()) {
            throw new FormatException(where, "a table " + table, "none");
        }
        visited = 0;
        walk(roots.get(0), 0, rows);
    }

    private void walk(long page, int depth, Rows rows) throws IOException {
        if (depth > MAX_DEPTH || ++visited > pages) {
            throw new FormatException(where, "a tree of " + pages + " pages", "one with a cycle");
        }
        ByteBuffer content = page(page);
        int start = page == 1 ? 100 : 0;
        int type = content.get(start);
        int cells = content.getShort(start + 3) & 0xffff;
        int pointers = start + (type == INTERIOR_TABLE ? 12 : 8);
        if ((type != INTERIOR_TABLE && type != LEAF_TABLE) || pointers + 2 * cells > usable) {
            throw bad(page, "a page of a table", "type " + type + " with " + cells + " cells");
        }
        for (int i = 0; i < cells; i++) {
            int cell = content.getShort(pointers + 2 * i) & 0xffff;
            if (cell < pointers || cell > usable - 4) {
                throw bad(page, "a cell within the page", "offset " + cell);
            }
            if (type == INTERIOR_TABLE) {
                walk(content.getInt(cell) & 0xffffffffL, depth + 1, rows);
            } else {
                rows.row(SqliteRecord.parse(payload(page, content.position(cell)), where));
            }
        }
        if (type == INTERIOR_TABLE) {
            walk(content.getInt(start + 8) & 0xffffffffL, depth + 1, rows);
        }
    }

    /** Returns the payload of a leaf's cell, including that on overflow pages. */
    private byte[] payload(long page, ByteBuffer cell) throws IOException {
        long length = SqliteRecord.varint(cell, where);
        SqliteRecord.varint(cell, where); // the rowid
        if (length < 0 || length > MAX_PAYLOAD || length > pages * pageSize) {
            throw bad(page, "a row that fits into the database", length + " bytes");
        }
        int local = localLength((int) length);
        int needed = local + (local < length ? 4 : 0);
        if (needed > usable - cell.position()) {
            throw bad(page, needed + " bytes of a row", (usable - cell.position()) + " bytes");
        }
        byte[] payload = new byte[(int) length];
        cell.get(payload, 0, local);
        int done = local;
        long next = done < length ? cell.getInt() & 0xffffffffL : 0;
        while (done < length) {
            ByteBuffer overflow = page(next);
            next = overflow.getInt() & 0xffffffffL;
            int part = Math.min(usable - 4, payload.length - done);
            overflow.get(payload, done, part);
            done += part;
        }
        return payload;
    }

    /** Returns how many bytes of a row are in the cell itself: section 1.6 of the format. */
    private int localLength(int length) {
        int most = usable - 35;
        if (length <= most) {
            return length;
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int fitting = least + (length - least) % (usable - 4);
        return fitting <= most ? fitting : least;
    }

    private ByteBuffer page(long number) throws IOException {
        if (number < 1 || number > pages) {
            throw bad(number, "a page of 1 to " + pages, String.valueOf(number));
        }
        ByteBuffer logged = wal.page(number);
        if (logged != null) {
            return logged;
        }
        ByteBuffer content = ByteBuffer.allocate(pageSize);
        while (content.hasRemaining()) {
            if (channel.read(content, (number - 1) * pageSize + content.position()) < 0) {
                throw bad(number, pageSize + " bytes", "the end of the file");
            }
        }
        return content.flip();
    }

    private FormatException bad(long page, String expected, String found) {
        return new FormatException(where + ", page " + page, expected, found);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
