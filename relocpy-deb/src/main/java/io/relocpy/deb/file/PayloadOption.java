package io.relocpy.deb.file;

/** What to do otherwise than by default when a payload is read. */
public enum PayloadOption {
    /** Give device nodes instead of refusing the package. */
    DEVICE_NODES,
    /**
     * Compare each file with the package's {@code md5sums}, and require that every file listed there is in the payload. dpkg
     * does not do so when it unpacks, and the sums protect against damage only.
     */
    MD5SUMS
}
