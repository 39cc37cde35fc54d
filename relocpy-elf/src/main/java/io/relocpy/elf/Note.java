package io.relocpy.elf;

import java.nio.ByteBuffer;

/**
 * One note (gABI, "Note Section").
 *
 * @param name the owner, which defines the type, such as {@code GNU}, without the NUL
 * @param type its meaning depends on the name
 * @param descriptor read-only contents, in the file's byte order
 */
public record Note(String name, int type, ByteBuffer descriptor) {
    /** Protects the contents from being modified or consumed by others. */
    public Note {
        descriptor = descriptor.slice().asReadOnlyBuffer().order(descriptor.order());
    }

    /** A separate view for each caller. */
    @Override
    public ByteBuffer descriptor() {
        return descriptor.duplicate().order(descriptor.order());
    }
}
