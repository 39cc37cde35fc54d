package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The verified result of an edit. Immutable and safe for use by several threads. */
public final class EditedElf {
    /** From this many bytes on the kernel copies faster than a buffer does. */
    private static final int KERNEL_COPY = 1 << 16;

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
        for (ElfBytes.Part part : bytes.parts()) {
            all.put(part.bytes());
        }
        return all.array();
    }

    /** Writes all bytes to a channel, which stays open. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        for (ElfBytes.Part part : bytes.parts()) {
            write(part.bytes(), channel);
        }
    }

    private static void write(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Lets the kernel copy long stretches of the old file, so that they pass through no buffer of ours. */
    private void copyTo(WritableByteChannel channel) throws IOException {
        if (source.isEmpty() || bytes.size() < KERNEL_COPY) {
            writeTo(channel);
            return;
        }
        try (FileChannel from = FileChannel.open(source.get(), StandardOpenOption.READ)) {
            for (ElfBytes.Part part : bytes.parts()) {
                int length = part.bytes().remaining();
                if (part.sourceOffset() < 0 || length < KERNEL_COPY) {
                    write(part.bytes(), channel);
                    continue;
                }
                long done = 0;
                while (done < length) {
                    long some = from.transferTo(part.sourceOffset() + done, length - done, channel);
                    if (some <= 0) {
                        throw new IOException(source.get() + ": expected " + original.size()
                                + " bytes, found that the file has become shorter");
                    }
                    done += some;
                }
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
        AtomicFile.write(target, source, this::copyTo);
    }
}
