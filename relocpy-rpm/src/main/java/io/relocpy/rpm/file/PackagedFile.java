package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as listed in a package's header. Immutable.
 *
 * @param path absolute; in a source package, a bare file name. Unchecked: {@link RpmPayload} rejects unsafe paths
 * @param mode type and permission bits, as in inode(7)
 * @param size size in bytes; for a symbolic link, the length of its target
 * @param mtime seconds since 1970
 * @param linkTarget target of a symbolic link; empty for everything else
 * @param flags attributes from the spec file
 * @param digest of the content; null if the header has none (directories, links, ghosts)
 * @param user name of the owner
 * @param group name of the group
 * @param device device number of a device node, 0 for everything else
 * @param hardLinkId equal for all hard links of a file, and not 0; 0 for files without other hard links
 * @param capabilities in the notation of cap_from_text(3); empty if there are none
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

    /** Whether the file has this attribute. */
    public boolean is(FileFlag flag) {
        return flags.contains(flag);
    }
}
