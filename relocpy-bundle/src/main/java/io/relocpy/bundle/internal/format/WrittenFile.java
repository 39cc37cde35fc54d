package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;

/** What is at a path of a bundle that was written earlier, perhaps elsewhere. Immutable. */
public sealed interface WrittenFile {
    /** Path in the bundle, see {@link RootPath}. */
    String path();

    /** The same at another path. */
    WrittenFile at(String path);

    /**
     * A regular file.
     *
     * @param path path in the bundle
     * @param content all bytes if it is an ELF file or the manifest, else at least the first {@link Content#HEAD}
     * @param size bytes
     * @param sha256 digest of all bytes, in lower-case hexadecimal
     * @param executable whether its owner may execute it
     */
    record Regular(String path, Content content, long size, String sha256, boolean executable) implements WrittenFile {
        @Override
        public WrittenFile at(String other) {
            return new Regular(other, content, size, sha256, executable);
        }
    }

    /**
     * A symbolic link.
     *
     * @param path path in the bundle
     * @param target as written in the link
     */
    record Link(String path, String target) implements WrittenFile {
        @Override
        public WrittenFile at(String other) {
            return new Link(other, target);
        }
    }

    /**
     * A file of a type that no bundle has.
     *
     * @param path path in the bundle
     * @param kind such as {@code a device}
     */
    record Other(String path, String kind) implements WrittenFile {
        @Override
        public WrittenFile at(String other) {
            return new Other(other, kind);
        }
    }
}
