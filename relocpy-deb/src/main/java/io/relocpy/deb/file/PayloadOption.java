package io.relocpy.deb.file;

/** Options for reading a payload. */
public enum PayloadOption {
    /** Return device nodes instead of rejecting the package. */
    DEVICE_NODES,
    /**
     * Compare each file with the package's {@code md5sums}, and require that every file listed there is in the payload. dpkg
     * does not do so when it unpacks, and the sums only protect against damage.
     */
    MD5SUMS
}
