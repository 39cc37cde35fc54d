package io.relocpy.rpm.internal.index;

import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.internal.names.PackageNames;

/** Checks encoded texts without decoding them. Not thread-safe. */
final class TextCheck {
    private final NameTable texts;
    private final byte[] text = new byte[PackageNames.MAX_LENGTH];

    TextCheck(NameTable texts) {
        this.texts = texts;
    }

    boolean accepts(int id, PackageNames rule) {
        int length = texts.copy(id, text);
        return length >= 0 && rule.accepts(text, length);
    }
}
