package io.relocpy.rpm.internal.sqlite;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages that transactions have written since the last checkpoint, up to the last commit.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_write_ahead_log">SQLite's write-ahead log</a>
 */
final class SqliteWal {
    private static final int MAGIC = 0x377f0682; // the last bit is the byte order of the checksums
    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final long MAX_SIZE = 1L << 30;

    private final Map<Long, ByteBuffer> committed = new HashMap<>();
    private long pages;

    private SqliteWal() {}

    static SqliteWal read(Path file, int pageSize) throws IOException {
        SqliteWal wal = new SqliteWal();
        if (Files.exists(file) && Files.size(file) > HEADER) {
            if (Files.size(file) > MAX_SIZE) {
                throw new FormatException(file.toString(), "at most " + MAX_SIZE + " bytes", Files.size(file) + "");
            }
            try (FileChannel channel = RegularFile.open(file)) {
                wal.replay(channel, file, pageSize);
            }
        }
        return wal;
    }

    private void replay(FileChannel channel, Path file, int pageSize) throws IOException {
        ByteBuffer header = read(channel, 0, HEADER);
        if (header == null || (header.getInt(0) & ~1) != MAGIC || header.getInt(8) != pageSize) {
            throw new FormatException(
                    file.toString(), "a write-ahead log with pages of " + pageSize + " bytes", "something else");
        }
        Sum sum = new Sum((header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        sum.add(header.slice(0, 24));
        if (!sum.matches(header.getInt(24), header.getInt(28))) {
            return; // incomplete: SQLite also treats such a log as empty
        }
        Map<Long, ByteBuffer> open = new HashMap<>();
        for (long at = HEADER; ; at += FRAME + pageSize) {
            ByteBuffer frame = read(channel, at, FRAME + pageSize);
            if (frame == null || frame.getLong(8) != header.getLong(16)) {
                return; // the end, or frames left from an earlier use of the log
            }
            sum.add(frame.slice(0, 8));
            sum.add(frame.slice(FRAME, pageSize));
            if (!sum.matches(frame.getInt(16), frame.getInt(20))) {
                return;
            }
            open.put(frame.getInt(0) & 0xffffffffL, frame.slice(FRAME, pageSize));
            int sizeAfterCommit = frame.getInt(4);
            if (sizeAfterCommit != 0) {
                committed.putAll(open);
                open.clear();
                pages = sizeAfterCommit & 0xffffffffL;
            }
        }
    }

    private static @Nullable ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer.flip();
    }

    /** Returns the page as of the last commit; null if the database file has it. */
    @Nullable
    ByteBuffer page(long number) {
        ByteBuffer page = committed.get(number);
        return page == null ? null : page.duplicate();
    }

    /** Returns the number of pages of the database after the last commit; 0 if there is no commit. */
    long pages() {
        return pages;
    }

    /** The running checksum of section 4.2. */
    private static final class Sum {
        private final ByteOrder order;
        private int first;
        private int second;

        Sum(ByteOrder order) {
            this.order = order;
        }

        void add(ByteBuffer words) {
            ByteBuffer in = words.order(order);
            while (in.hasRemaining()) {
                first += in.getInt() + second;
                second += in.getInt() + first;
            }
        }

        boolean matches(int one, int two) {
            return first == one && second == two;
        }
    }
}
