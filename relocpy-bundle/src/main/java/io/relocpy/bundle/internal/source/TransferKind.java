package io.relocpy.bundle.internal.source;

/** What a transfer is of. */
public enum TransferKind {
    /** Metadata of a repository. */
    METADATA,
    /** A package file. */
    PACKAGE
}
