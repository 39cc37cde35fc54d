package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

final class RepeatedEdit {
    private RepeatedEdit() {}

    /** The edited bytes, which the same edit leaves as they are. */
    static byte[] twice(byte[] bytes, UnaryOperator<ElfEditor> edit) throws Exception {
        byte[] once =
                edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))).toBytes();
        assertThat(edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(once)))).toBytes())
                .as("the same edit again")
                .isEqualTo(once);
        return once;
    }
}
