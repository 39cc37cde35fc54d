package io.relocpy.deb.file;

/** What an entry of a payload is. */
public enum EntryType {
    /** A regular file with content. */
    FILE('0'),
    /** One more name of a regular file before it. */
    HARD_LINK('1'),
    /** A symbolic link. */
    SYMLINK('2'),
    /** A character device. */
    CHARACTER_DEVICE('3'),
    /** A block device. */
    BLOCK_DEVICE('4'),
    /** A directory. */
    DIRECTORY('5'),
    /** A named pipe. */
    FIFO('6');

    private final char flag;

    EntryType(char flag) {
        this.flag = flag;
    }

    /** Whether it is a character or block device. */
    public boolean device() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }

    static EntryType ofFlag(char flag) {
        for (EntryType type : values()) {
            if (type.flag == flag) {
                return type;
            }
        }
        throw new IllegalArgumentException("type " + flag); // the reader lets no other one through
    }
}
