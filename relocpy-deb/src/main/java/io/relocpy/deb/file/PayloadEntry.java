package io.relocpy.deb.file;

import io.relocpy.repository.internal.text.NonEmpty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry of a payload. Immutable; equal if all values are. */
public final class PayloadEntry {
    private final Values values;

    record Values(
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
            long deviceMinor) {}

    PayloadEntry(Values values) {
        this.values = values;
    }

    /**
     * The absolute path, without {@code .}, {@code ..} and empty parts, and not below a symbolic link of the same package; {@code
     * /} for the root directory.
     */
    public String path() {
        return values.path;
    }

    /** The type. */
    public EntryType type() {
        return values.type;
    }

    /** The permission bits and the sticky bit; never a set-user-ID or set-group-ID bit. */
    public int mode() {
        return values.mode;
    }

    /** Whether the archive states a set-user-ID or set-group-ID bit, which {@link #mode} leaves out. */
    public boolean setId() {
        return values.setId;
    }

    /** The time of last modification, in seconds since 1970. */
    public long mtime() {
        return values.mtime;
    }

    /** The number of bytes in {@link DebPayload#content()}: 0 for everything but regular files. */
    public long size() {
        return values.size;
    }

    /**
     * The target of a symbolic link as in the archive; of a hard link, the path of the {@link EntryType#FILE} before it that has
     * the content; empty for everything else.
     */
    public Optional<String> linkTarget() {
        return NonEmpty.of(values.linkTarget);
    }

    /** The name of the owner; empty if the archive states only the number. */
    public Optional<String> user() {
        return NonEmpty.of(values.user);
    }

    /** The number of the owner. */
    public long uid() {
        return values.uid;
    }

    /** The name of the group; empty if the archive states only the number. */
    public Optional<String> group() {
        return NonEmpty.of(values.group);
    }

    /** The number of the group. */
    public long gid() {
        return values.gid;
    }

    /** The major number of a device node, 0 for everything else. */
    public long deviceMajor() {
        return values.deviceMajor;
    }

    /** The minor number of a device node, 0 for everything else. */
    public long deviceMinor() {
        return values.deviceMinor;
    }

    /** Whether the content of a file follows: true for regular files, even empty ones. */
    public boolean hasContent() {
        return values.type == EntryType.FILE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PayloadEntry that && values.equals(that.values);
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
