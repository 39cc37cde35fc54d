package io.relocpy.rpm.file;

/** The type of a packaged file: the type bits of its mode, as in inode(7). */
public enum FileType {
    /** A regular file. */
    FILE(0x8),
    /** A directory. */
    DIRECTORY(0x4),
    /** A symbolic link. */
    SYMLINK(0xa),
    /** A character device. */
    CHARACTER_DEVICE(0x2),
    /** A block device. */
    BLOCK_DEVICE(0x6),
    /** A named pipe. */
    FIFO(0x1),
    /** A socket. */
    SOCKET(0xc),
    /** Type bits that inode(7) does not define. */
    UNKNOWN(0);

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** Whether it is a character or block device. */
    public boolean device() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }

    static FileType ofMode(int mode) {
        for (FileType type : values()) {
            if (type.bits == mode >> 12) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
