package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The verified result of an edit. {@link #write} makes a whole new file, under any name; {@link #overwrite} writes what differs
 * over the file that was opened. Immutable and safe for use by several threads.
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

    /** Whether a byte differs from the file that was edited. */
    public boolean isChanged() {
        return bytes != original.bytes();
    }

    /** The edited file, read. */
    public ElfFile file() {
        return file;
    }

    /** Bytes in the edited file. */
    public long size() {
        return bytes.size();
    }

    /**
     * All bytes of the edited file.
     *
     * @throws IOException if they cannot be read, or are more than an array holds: then {@link #writeTo} gives them
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
     * Writes the file under a temporary name beside the target and renames it when it is whole, so that the target is at
     * every moment the old file or the new one. A target that is the file that was edited is left alone if the edit changes
     * nothing.
     *
     * <p>A target that exists keeps its permissions, owner, group and times; a symbolic link stays and the file it leads
     * to is replaced; other hard links to that file keep the old contents. A new file gets the permissions of the file
     * that was edited, where that was opened from a path.
     *
     * @throws IOException if the target's directory cannot be written to, or the target is there and no regular file
     */
    public void write(Path target) throws IOException {
        boolean own = source.isPresent() && Files.exists(target) && Files.isSameFile(target, source.get());
        if (!own || isChanged()) {
            AtomicFile.write(target, source, this::writeTo);
        }
    }

    /**
     * Writes the bytes that differ over the file that was opened: the cost follows the edit, and not the file. The file
     * stays the same one: inode, hard links, mode, owner, group, access control lists and times are kept.
     *
     * <p>A write that fails is undone. A process killed while it writes, or a machine without power, may leave a part of
     * the edit; and processes that have the file mapped see the new bytes. Where that matters, {@link #write} replaces the
     * file as a whole. A program that runs cannot be written to.
     *
     * <p>Afterwards this object, the file and the editor that it was made from read nothing more; open the file again. Nothing is
     * done if the edit changes nothing.
     *
     * @throws IllegalStateException if the file was not opened from a path
     * @throws ElfFormatException if somebody has written to the file, or replaced it, since it was opened
     * @throws IOException if it cannot be written; it is then as it was
     */
    public void overwrite() throws IOException {
        if (source.isEmpty()) {
            throw new IllegalStateException(original.name() + " was not opened from a path, so it has no place");
        }
        if (bytes instanceof PatchedBytes patched && patched.source() instanceof FileBytes onDisk) {
            FileOverwriter.overwrite(onDisk, original, patched);
        }
    }
}
