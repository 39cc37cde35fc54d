package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory on disk as the root of a file tree. */
record DirectoryTree(Path root) implements FileTree {
    private static final int MAPPED_FROM = 1 << 20;

    private Path real(String path) {
        return ElfStrings.in(root, path.substring(1));
    }

    @Override
    public Entry lookup(String path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(real(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new Entry.Missing();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason()) || "File name too long".equals(e.getReason())) {
                return new Entry.Missing();
            }
            throw e;
        }
        if (attributes.isSymbolicLink()) {
            return new Entry.SymbolicLink(ElfStrings.of(Files.readSymbolicLink(real(path))));
        }
        if (attributes.isDirectory()) {
            return new Entry.Directory();
        }
        return attributes.isRegularFile() ? new Entry.RegularFile() : new Entry.Missing();
    }

    /** The device and inode; the path if the file system has none. */
    @Override
    public Object identity(String path) throws IOException {
        Object key = Files.readAttributes(real(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? path : key;
    }

    /** A file of any size, read only when its bytes are needed. */
    ElfBytes open(String name, String path) throws IOException {
        return FileBytes.open(real(path), name);
    }

    @Override
    public ByteBuffer read(String path) throws IOException {
        try (FileChannel channel = FileChannel.open(real(path), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new ElfFormatException(path, "at most 2 GiB", size + " bytes");
            }
            if (size >= MAPPED_FROM) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            while (all.hasRemaining() && channel.read(all) >= 0) {
                // a read may return fewer bytes than requested
            }
            return all.flip();
        }
    }
}
