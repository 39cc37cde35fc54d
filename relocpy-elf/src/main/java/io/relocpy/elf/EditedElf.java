package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** The verified result of an edit. Immutable and safe for use by several threads. */
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

    /** All bytes of the edited file. */
    public byte[] toBytes() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(bytes.size()));
        for (ByteBuffer part : bytes.parts()) {
            all.put(part);
        }
        return all.array();
    }

    /** Writes all bytes to a channel, which stays open. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (ByteBuffer part : bytes.parts()) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }

    /**
     * Writes the file under a temporary name beside the target and renames it when it is whole, so that the target is at
     * every moment the old file or the new one.
     *
     * <p>A target that exists keeps its permissions, owner, group and times; a symbolic link stays and the file it leads
     * to is replaced; other hard links to that file keep the old contents. A new file gets the permissions of the file
     * that was edited, where that was opened from a path.
     *
     * @throws IOException if the target's directory can not be written to
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, source, this::writeTo);
    }
}
