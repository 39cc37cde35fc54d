package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.text.NonEmpty;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file as listed in a package's header. Immutable; equal if all values are. */
public final class PackagedFile {
    private final Values values;

    record Values(
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
            String capabilities) {}

    PackagedFile(Values values) {
        this.values = values;
    }

    /** Absolute; in a source package, a bare file name. Unchecked: {@link RpmPayload} rejects unsafe paths. */
    public String path() {
        return values.path;
    }

    /** Type and permission bits, as in inode(7). */
    public int mode() {
        return values.mode;
    }

    /** Size in bytes; for a symbolic link, the length of its target. */
    public long size() {
        return values.size;
    }

    /** Seconds since 1970. */
    public long mtime() {
        return values.mtime;
    }

    /** Target of a symbolic link; empty for everything else. */
    public Optional<String> linkTarget() {
        return NonEmpty.of(values.linkTarget);
    }

    /** Attributes from the spec file. */
    public Set<FileFlag> flags() {
        return values.flags;
    }

    /** The digest of the content; empty if the header has none (directories, links, ghosts). */
    public Optional<Checksum> digest() {
        return Optional.ofNullable(values.digest);
    }

    /** Name of the owner. */
    public String user() {
        return values.user;
    }

    /** Name of the group. */
    public String group() {
        return values.group;
    }

    /** Device number of a device node, 0 for everything else. */
    public int device() {
        return values.device;
    }

    /** Equal for all hard links of a file, and not 0; 0 for files without other hard links. */
    public int hardLinkId() {
        return values.hardLinkId;
    }

    /** In the notation of cap_from_text(3); empty if there are none. */
    public Optional<String> capabilities() {
        return NonEmpty.of(values.capabilities);
    }

    /** The type bits of {@link #mode()}. */
    public FileType type() {
        return FileType.ofMode(values.mode);
    }

    /** Whether the file has this attribute. */
    public boolean is(FileFlag flag) {
        return values.flags.contains(flag);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackagedFile that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The path. */
    @Override
    public String toString() {
        return values.path;
    }
}
