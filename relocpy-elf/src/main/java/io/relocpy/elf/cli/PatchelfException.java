package io.relocpy.elf.cli;

import java.io.IOException;

/** Something that patchelf reports and gives up on; the message is patchelf's own. */
final class PatchelfException extends IOException {
    private static final long serialVersionUID = 1L;

    PatchelfException(String message) {
        super(message);
    }
}
