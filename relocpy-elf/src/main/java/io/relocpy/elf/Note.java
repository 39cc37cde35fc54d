package io.relocpy.elf;

import java.nio.ByteBuffer;

/**
 * One note (gABI, "Note Section").
 *
 * @param name who defines the type, such as {@code GNU}, without the NUL
 * @param type meaning by name
 * @param descriptor read-only contents, in the file's byte order
 */
public record Note(String name, int type, ByteBuffer descriptor) {
    /** Keeps the contents from being changed or consumed by others. */
    public Note {
        descriptor = descriptor.slice().asReadOnlyBuffer().order(descriptor.order());
    }

    /** A view of its own for every caller. */
    @Override
    public ByteBuffer descriptor() {
        return descriptor.duplicate().order(descriptor.order());
    }
}
