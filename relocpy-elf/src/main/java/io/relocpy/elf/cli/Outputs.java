package io.relocpy.elf.cli;

import io.relocpy.elf.EditedElf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * Writes files as patchelf does: in place, so that the inode and all its names are kept, the directory need not be
 * writable, and a running program is refused.
 */
final class Outputs {
    private Outputs() {}

    static boolean isSame(String input, String output) throws IOException {
        Path target = FilePaths.of(output);
        return input.equals(output) || (Files.exists(target) && Files.isSameFile(FilePaths.of(input), target));
    }

    /**
     * Overwrites the file that was edited. Unlike the library, this updates its modification time, since build tools
     * look at it.
     */
    static void overwrite(EditedElf edited, String target) throws IOException {
        if (!edited.isChanged()) {
            return;
        }
        try {
            edited.overwrite();
        } catch (FileSystemException e) {
            throw new PatchelfException("open: " + Inputs.reason(e));
        }
        try {
            Files.setLastModifiedTime(FilePaths.of(target), FileTime.from(Instant.now()));
        } catch (FileSystemException e) {
            // somebody else's file, which already has the time of the write
        }
    }

    /** Writes to another file; a new one is executable as far as the umask allows. */
    static void write(EditedElf edited, String target) throws IOException {
        try (FileChannel channel = FileChannel.open(
                FilePaths.of(target),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")))) {
            edited.writeTo(channel);
        } catch (FileSystemException e) {
            throw new PatchelfException("open: " + Inputs.reason(e));
        }
    }
}
