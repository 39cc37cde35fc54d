package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A file or link of the bundle. Immutable. */
public sealed interface BundleFile {
    /** Path in the bundle, without a leading slash. */
    String path();

    /** Where it came from. */
    Origin origin();

    /** Why it is there. */
    FileReason reason();

    /** Bytes; 0 for a link. */
    long size();

    /**
     * A regular file.
     *
     * @param path path in the bundle
     * @param content its bytes
     * @param executable whether it has mode 0755 instead of 0644
     * @param modified time of last modification, to the second
     * @param origin where it came from
     * @param reason why it is there
     * @param changes what was changed in it since it left its package
     */
    record Regular(
            String path,
            Content content,
            boolean executable,
            Instant modified,
            Origin origin,
            FileReason reason,
            List<FileChange> changes)
            implements BundleFile {
        /** Copies the list. */
        public Regular {
            changes = List.copyOf(changes);
        }

        /** A file that the assembly makes. */
        public static Regular made(
                String path, Content content, boolean executable, Instant modified, FileReason reason) {
            return new Regular(path, content, executable, modified, Origin.WithoutPackage.ASSEMBLY, reason, List.of());
        }

        /** This file with other bytes. */
        public Regular changed(Content changed, FileChange change) {
            List<FileChange> all = new ArrayList<>(changes);
            all.add(change);
            return new Regular(path, changed, executable, modified, origin, reason, all);
        }

        /** This file with another time of last modification. */
        public Regular at(Instant time) {
            return new Regular(path, content, executable, time, origin, reason, changes);
        }

        @Override
        public long size() {
            return content.size();
        }
    }

    /**
     * A symbolic link.
     *
     * @param path path in the bundle
     * @param target relative to the link's directory; never leads out of the bundle
     * @param origin where it came from
     * @param reason why it is there
     */
    record Link(String path, String target, Origin origin, FileReason reason) implements BundleFile {
        /** A link that the assembly makes. */
        public static Link made(String path, String target, FileReason reason) {
            return new Link(path, target, Origin.WithoutPackage.ASSEMBLY, reason);
        }

        @Override
        public long size() {
            return 0;
        }
    }
}
