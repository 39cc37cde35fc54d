package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The verified result of an edit. {@link #write} writes a complete new file; {@link #overwrite} writes only the changed
 * bytes into the file that was opened. Immutable and safe for use by several threads.
 */
public final class EditedElf {
    private final ElfFile original;
    private final Optional<Path> source;
    private final ElfBytes bytes;
    private final ElfFile file;

    EditedElf(ElfFile original, Optional<Path> source, ElfBytes bytes, ElfFile file) {
        this.original = original;
        this.source = source;
        this.bytes = bytes;
        this.file = file;
    }

    /** Whether any byte differs from the original file. */
    public boolean isChanged() {
        return bytes != original.bytes();
    }

    /** The edited file, parsed. */
    public ElfFile file() {
        return file;
    }

    /** Size of the edited file in bytes. */
    public long size() {
        return bytes.size();
    }

    /**
     * All bytes of the edited file.
     *
     * @throws IOException if they cannot be read, or do not fit into an array; use {@link #writeTo} then
     */
    public byte[] toBytes() throws IOException {
        if (bytes.size() > Integer.MAX_VALUE - 8) {
            throw new IOException(original.name() + ": expected a file that fits into an array, found one of "
                    + bytes.size() + " bytes");
        }
        ByteBuffer all = ByteBuffer.allocate((int) bytes.size());
        ByteBuffer some = bytes.at(0, all.limit());
        return all.put(some).array();
    }

    /** Writes all bytes to a channel, which stays open. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        bytes.copyTo(0, bytes.size(), channel);
    }

    /**
     * Writes the file under a temporary name beside the target and renames it when it is complete, so the target is
     * always either the old file or the new one. If the target is the file that was edited and the edit changes
     * nothing, it is left alone.
     *
     * <p>An existing target keeps its permissions, owner, group and times. If it is a symbolic link, the link is kept
     * and the file that it leads to is replaced, or created; other hard links to that file keep the old contents. A new
     * file gets the permissions of the file that was edited, if that was opened from a path.
     *
     * @throws IOException if the target's directory is not writable, or the target exists and is not a regular file
     */
    public void write(Path target) throws IOException {
        boolean own = source.isPresent() && Files.exists(target) && Files.isSameFile(target, source.get());
        if (!own || isChanged()) {
            AtomicFile.write(target, source, this::writeTo);
        }
    }

    /**
     * Writes the bytes that differ into the file that was opened: the cost depends on the edit, not on the size of the
     * file. The inode, hard links, mode, owner, group, access control lists and times are kept.
     *
     * <p>A failed write is undone. If the process is killed or the machine loses power while it writes, part of the
     * edit may remain; and processes that have the file mapped see the new bytes. Where that matters, use {@link
     * #write}, which replaces the file as a whole. A running program cannot be overwritten.
     *
     * <p>Afterwards this object, the original {@link ElfFile} and its editor can no longer be read from; open the file
     * again. If the edit changes nothing, nothing is written.
     *
     * @throws IllegalStateException if the file was not opened from a path
     * @throws ElfFormatException if the file has been modified or replaced since it was opened
     * @throws IOException if it cannot be written; it is then unchanged
     */
    public void overwrite() throws IOException {
        if (source.isEmpty()) {
            throw new IllegalStateException(
                    original.name() + " was not opened from a path, so there is no file to overwrite");
        }
        if (bytes instanceof PatchedBytes patched && patched.source() instanceof FileBytes onDisk) {
            FileOverwriter.overwrite(onDisk, original, patched);
        }
    }
}
