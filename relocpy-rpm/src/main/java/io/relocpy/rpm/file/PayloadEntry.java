package io.relocpy.rpm.file;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a payload. Immutable.
 *
 * <p>For a file with several hard links, the payload contains an entry for each, but the content only with the last:
 * {@link #names()} lists them all, {@link #hasContent()} is true for the last.
 *
 * @param file the file as listed in the header, from which name, mode, owner and size are taken
 * @param hasContent whether the content of the file follows: true for regular files, except for all but the last of
 *     several hard links
 * @param names the paths of all hard links of the file, including this one, in the header's order
 */
public record PayloadEntry(PackagedFile file, boolean hasContent, List<String> names) {
    /** Copies the list. */
    public PayloadEntry {
        names = List.copyOf(names);
    }

    /** Absolute path; a bare file name in a source package. */
    public String path() {
        return file.path();
    }

    /** The type of the file. */
    public FileType type() {
        return file.type();
    }

    /** Type and permission bits, as in inode(7). */
    public int mode() {
        return file.mode();
    }

    /** Seconds since 1970. */
    public long mtime() {
        return file.mtime();
    }

    /** The number of bytes in {@link RpmPayload#content()}. */
    public long size() {
        return hasContent ? file.size() : 0;
    }

    /** Target of a symbolic link; empty for everything else. */
    public Optional<String> linkTarget() {
        return file.linkTarget();
    }
}
