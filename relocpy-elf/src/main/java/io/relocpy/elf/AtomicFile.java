package io.relocpy.elf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Replaces a file as a whole. */
final class AtomicFile {
    private static final Set<PosixFilePermission> NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");

    /** The same as in Linux: MAXSYMLINKS. */
    private static final int MOST_LINKS = 40;

    private AtomicFile() {}

    interface Contents {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Writes to a temporary file, then renames it. A new file gets the permissions of {@code pattern}. */
    static void write(Path target, Optional<Path> pattern, Contents contents) throws IOException {
        boolean exists = Files.exists(target);
        if (exists && !Files.isRegularFile(target)) {
            // a rename would replace a device or pipe
            throw new FileSystemException(
                    ElfStrings.of(target), null, "expected a regular file or nothing, found something else");
        }
        Path real = behindLinks(target.toAbsolutePath());
        Path name = real.getFileName();
        Path folder = real.getParent();
        if (name == null || folder == null) {
            throw new IOException(target + ": expected the name of a file, found a directory");
        }
        Path temporary = Files.createTempFile(folder, ".elf.", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                contents.writeTo(channel);
            }
            if (exists) {
                copyAttributes(real, temporary);
            } else {
                Files.setPosixFilePermissions(temporary, permissions(pattern));
            }
            Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A symbolic link is kept, even if there is nothing yet where it leads. */
    private static Path behindLinks(Path target) throws IOException {
        Path real = target;
        for (int links = 0; Files.isSymbolicLink(real); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(ElfStrings.of(target));
            }
            real = real.resolveSibling(Files.readSymbolicLink(real));
        }
        return real;
    }

    private static Set<PosixFilePermission> permissions(Optional<Path> pattern) throws IOException {
        return pattern.isPresent() ? Files.getPosixFilePermissions(pattern.get()) : NEW_FILE;
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(old.owner())) {
            view.setOwner(old.owner());
        }
        if (!now.group().equals(old.group())) {
            view.setGroup(old.group());
        }
        // the whole mode: changing the owner clears the set-user-ID bit, which NIO's permissions omit
        Files.setAttribute(to, "unix:mode", Files.getAttribute(from, "unix:mode"));
        Files.getFileAttributeView(to, BasicFileAttributeView.class)
                .setTimes(old.lastModifiedTime(), old.lastAccessTime(), null);
    }
}
