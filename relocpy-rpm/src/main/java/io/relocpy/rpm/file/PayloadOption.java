package io.relocpy.rpm.file;

/** What a reader of a payload asks for beyond the default. */
enum PayloadOption {
    /** Give device nodes instead of refusing the package. */
    DEVICE_NODES,
    /** Do not compare the digests of the single files: that of the package file or its payload covers them, too. */
    NO_DIGESTS
}
