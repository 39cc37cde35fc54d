package io.relocpy.rpm.file;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The attributes of a file in the spec file: the bits of RPMTAG_FILEFLAGS (rpmfileAttrs). */
public enum FileFlag {
    /** {@code %config}. */
    CONFIG(0),
    /** {@code %doc}. */
    DOC(1),
    /** {@code %config(missingok)}. */
    MISSINGOK(3),
    /** {@code %config(noreplace)}. */
    NOREPLACE(4),
    /** The spec file of a source package. */
    SPECFILE(5),
    /** {@code %ghost}: listed, but not in the payload. */
    GHOST(6),
    /** {@code %license}. */
    LICENSE(7),
    /** {@code %readme}. */
    README(8),
    /** {@code %pubkey}. */
    PUBKEY(11),
    /** {@code %artifact}. */
    ARTIFACT(12);

    private final int bit;

    FileFlag(int bit) {
        this.bit = bit;
    }

    static Set<FileFlag> ofBits(long bits) {
        if (bits == 0) {
            return Set.of();
        }
        EnumSet<FileFlag> flags = EnumSet.noneOf(FileFlag.class);
        for (FileFlag flag : values()) {
            if ((bits >> flag.bit & 1) != 0) {
                flags.add(flag);
            }
        }
        return Collections.unmodifiableSet(flags);
    }
}
