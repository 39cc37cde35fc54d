package io.relocpy.elf.cli;

import java.io.IOException;

/** An error that patchelf reports; the message is patchelf's own. */
final class PatchelfException extends IOException {
    private static final long serialVersionUID = 1L;

    PatchelfException(String message) {
        super(message);
    }
}
