package io.relocpy.rpm;

/** What a reader of a payload asks for beyond the default. */
public enum PayloadOption {
    /** Give device nodes instead of refusing the package. */
    DEVICE_NODES,
    /** Do not compare digests: for a package that was verified just before. */
    NO_DIGESTS
}
