package io.relocpy.deb.file;

/**
 * One entry of a payload. Immutable.
 *
 * @param path absolute, without {@code .}, {@code ..} and empty parts, and not below a symbolic link of the same package;
 *     {@code /} for the root directory
 * @param type what it is
 * @param mode permission bits and the sticky bit; never a set-id bit
 * @param setId whether the archive states a set-user-ID or set-group-ID bit, which {@code mode} leaves out
 * @param mtime seconds since 1970
 * @param size bytes that {@link DebPayload#content()} gives; 0 for everything but regular files
 * @param linkTarget of a symbolic link as in the archive; of a hard link the path of the {@link EntryType#FILE} that came
 *     before it with the content; empty for everything else
 * @param user name of the owner; empty when the archive states only the number
 * @param uid number of the owner
 * @param group name of the group; empty when the archive states only the number
 * @param gid number of the group
 * @param deviceMajor major number of a device node, 0 for everything else
 * @param deviceMinor minor number of a device node, 0 for everything else
 */
public record PayloadEntry(
        String path,
        EntryType type,
        int mode,
        boolean setId,
        long mtime,
        long size,
        String linkTarget,
        String user,
        long uid,
        String group,
        long gid,
        long deviceMajor,
        long deviceMinor) {
    /** Whether bytes of a file follow: true of regular files, also of empty ones. */
    public boolean hasContent() {
        return type == EntryType.FILE;
    }
}
