package io.relocpy.rpm.file;

import java.util.List;

/**
 * One entry of a payload. Immutable.
 *
 * <p>Of a file with several names the payload holds an entry for each, and the content with the last of them only:
 * {@link #names()} lists them all, {@link #hasContent()} tells which entry this is.
 *
 * @param file as the header lists it; name, mode, owner and size are taken from there
 * @param hasContent whether the bytes of the file follow: true of regular files, but of the earlier names of one
 *     content
 * @param names all paths of the content, this one included, in the header's order; this one alone if there is no other
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

    /** What it is. */
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

    /** Bytes that {@link RpmPayload#content()} gives. */
    public long size() {
        return hasContent ? file.size() : 0;
    }

    /** Target of a symbolic link; empty for everything else. */
    public String linkTarget() {
        return file.linkTarget();
    }
}
