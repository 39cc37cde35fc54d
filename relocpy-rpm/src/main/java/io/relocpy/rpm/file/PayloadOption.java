package io.relocpy.rpm.file;

/** Options for reading a payload. */
enum PayloadOption {
    /** Return device nodes instead of rejecting the package. */
    DEVICE_NODES,
    /** Do not verify the digests of individual files: that of the package file or the payload covers them, too. */
    NO_DIGESTS
}
