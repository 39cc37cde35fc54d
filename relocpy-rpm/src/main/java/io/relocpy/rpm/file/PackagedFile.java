package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file as a package's header lists it. Immutable.
 *
 * @param path absolute; in a source package a bare file name. As the header states it: {@link RpmPayload} refuses
 *     unsafe ones
 * @param mode type and permission bits, as in inode(7)
 * @param size bytes; of a symbolic link the length of its target
 * @param mtime seconds since 1970
 * @param linkTarget of a symbolic link; empty for everything else
 * @param flags what the spec file says of it
 * @param digest of the content; null where the header states none (folders, links, ghosts)
 * @param user owner's name
 * @param group owning group's name
 * @param device device number of a device node, 0 for everything else
 * @param hardLinkId equal and not 0 for the names of one file with several of them; 0 for all others
 * @param capabilities in the notation of cap_from_text(3); empty without
 */
public record PackagedFile(
        String path,
        int mode,
        long size,
        long mtime,
        String linkTarget,
        Set<FileFlag> flags,
        @Nullable Checksum digest,
        String user,
        String group,
        int device,
        int hardLinkId,
        String capabilities) {
    /** The type bits of {@link #mode()}. */
    public FileType type() {
        return FileType.ofMode(mode);
    }

    /** Whether the spec file says so of it. */
    public boolean is(FileFlag flag) {
        return flags.contains(flag);
    }
}
