package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the changed ranges of an edit into the original file.
 *
 * <p>The old and new bytes of all ranges are saved before the first one is written, so a failed write can be undone.
 * What no loader reads until the headers refer to it is written first, then the headers, then the rest: a process that
 * is killed in between leaves a file that still loads, as far as that is possible without a copy.
 */
final class FileOverwriter {
    private static final int SET_ID = 06000;

    private final FileBytes file;
    private final PatchedBytes edited;
    private final Opener opener;
    private final List<Range> ranges = new ArrayList<>();

    /** A range to be written, and where its new and old bytes are saved; the file may have ended inside the range. */
    private record Range(long offset, long length, long newAt, long oldAt, long oldLength) {}

    /** The file opened for writing; replaceable in tests. */
    interface Output extends AutoCloseable {
        void write(ByteBuffer bytes, long offset) throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens the file for writing; a second time for undoing, since an interrupted thread's channel is closed. */
    interface Opener {
        Output open(Path path) throws IOException;
    }

    private FileOverwriter(FileBytes file, PatchedBytes edited, Opener opener) {
        this.file = file;
        this.edited = edited;
        this.opener = opener;
    }

    static void overwrite(FileBytes file, ElfFile original, PatchedBytes edited) throws IOException {
        overwrite(file, original, edited, FileOverwriter::openChannel);
    }

    static void overwrite(FileBytes file, ElfFile original, PatchedBytes edited, Opener opener) throws IOException {
        new FileOverwriter(file, edited, opener).run(inOrder(original, edited));
    }

    /** The changes, in the order in which they are written. */
    private static List<PatchedBytes.Extent> inOrder(ElfFile original, PatchedBytes edited) throws ElfFormatException {
        long loaded = original.programHeaders().stream()
                .filter(ProgramHeader::isLoad)
                .mapToLong(ProgramHeader::endOffset)
                .max()
                .orElse(0);
        long headers = original.header().programHeaderOffset();
        Comparator<PatchedBytes.Extent> order = Comparator.comparing((PatchedBytes.Extent e) -> e.start() < loaded)
                .thenComparing(e -> e.start() > headers)
                .thenComparing(PatchedBytes.Extent::isZeros);
        return edited.extents().stream()
                .filter(extent -> !extent.isUnchanged())
                .sorted(order)
                .toList();
    }

    private void run(List<PatchedBytes.Extent> changes) throws IOException {
        BasicFileAttributes times = Files.readAttributes(file.path(), BasicFileAttributes.class);
        int mode = (int) Files.getAttribute(file.path(), "unix:mode");
        long changed = changes.stream().mapToLong(PatchedBytes.Extent::length).sum();
        long cutOff = Math.max(0, file.size() - edited.size());
        try (Spool spool = new Spool(2 * changed + cutOff)) {
            Range end = file.readingMuch(() -> {
                for (PatchedBytes.Extent extent : changes) {
                    setAside(extent.start(), extent.length(), spool);
                }
                Range last = new Range(edited.size(), 0, 0, spool.size(), cutOff);
                file.copyTo(last.offset(), cutOff, spool);
                return last;
            });
            file.setOverwritten();
            write(spool, end);
        }
        restoreAttributes(times, mode);
    }

    private void setAside(long offset, long length, Spool spool) throws IOException {
        long newAt = spool.size();
        edited.copyTo(offset, length, spool);
        long oldAt = spool.size();
        long oldLength = Math.max(0, Math.min(length, file.size() - offset));
        file.copyTo(offset, oldLength, spool);
        ranges.add(new Range(offset, length, newAt, oldAt, oldLength));
    }

    private void write(Spool spool, Range end) throws IOException {
        try (Output out = opener.open(file.path())) {
            for (Range range : ranges) {
                copy(spool, range.newAt(), range.length(), out, range.offset());
            }
            if (end.oldLength() > 0) {
                out.truncate(edited.size());
            }
        } catch (IOException | RuntimeException | Error e) {
            boolean interrupted = Thread.interrupted();
            try {
                undo(spool, end);
            } catch (IOException undoing) {
                e.addSuppressed(undoing);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            throw e;
        }
    }

    /** Restores all old bytes, since it is unknown how far the write got. */
    private void undo(Spool spool, Range end) throws IOException {
        try (Output out = opener.open(file.path())) {
            for (Range range : ranges) {
                copy(spool, range.oldAt(), range.oldLength(), out, range.offset());
            }
            copy(spool, end.oldAt(), end.oldLength(), out, end.offset());
            out.truncate(file.size());
        }
    }

    private static void copy(Spool spool, long from, long length, Output out, long to) throws IOException {
        for (long done = 0; done < length; ) {
            ByteBuffer some = spool.read(from + done, length - done);
            int count = some.remaining();
            out.write(some, to + done);
            done += count;
        }
    }

    private void restoreAttributes(BasicFileAttributes times, int mode) throws IOException {
        if ((mode & SET_ID) != 0) {
            // the kernel clears these bits when a file is written
            Files.setAttribute(file.path(), "unix:mode", mode);
        }
        try {
            Files.getFileAttributeView(file.path(), BasicFileAttributeView.class)
                    .setTimes(times.lastModifiedTime(), times.lastAccessTime(), null);
        } catch (FileSystemException e) {
            // who may write to somebody else's file may still not set its times; the edit has succeeded
        }
    }

    static Output openChannel(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes, long offset) throws IOException {
                for (long at = offset; bytes.hasRemaining(); ) {
                    at += channel.write(bytes, at);
                }
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
