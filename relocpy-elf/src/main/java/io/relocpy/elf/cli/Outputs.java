package io.relocpy.elf.cli;

import io.relocpy.elf.EditedElf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files as patchelf does: over what is there, so that the file keeps its inode with all its names, a folder that
 * can not be written to does not matter, and a running program is refused.
 */
final class Outputs {
    private Outputs() {}

    static void write(EditedElf edited, String target) throws IOException {
        // all of it before the file is opened: it may be the one that these bytes are read from
        ByteBuffer bytes = ByteBuffer.wrap(edited.toBytes());
        try (FileChannel channel = FileChannel.open(
                Path.of(target),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")))) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileSystemException e) {
            throw new PatchelfException("open: " + Inputs.reason(e));
        }
    }
}
