package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.NullArguments;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NullArgumentsTest {
    static List<Object> requests() throws ElfFormatException {
        return List.of(
                ElfEditor.of(ElfFile.of(ByteBuffer.wrap(TinyElf.elf64().bytes()))),
                LibraryResolver.of(FileTree.of(Path.of("/"))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void nullIsRefusedAtOnceByName(Object request) throws Exception {
        assertThat(NullArguments.accepted(request)).isEmpty();
    }
}
