package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.NullArguments;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void valuesThatCannotBeAreRefusedByTheirOption() {
        LibraryResolver resolver = LibraryResolver.of(FileTree.of(Path.of("/")));

        assertThatThrownBy(() -> resolver.loader("ld.so"))
                .hasMessage("loader: expected a path of the tree that starts with a slash, found \"ld.so\"");
        assertThatThrownBy(() -> resolver.workingDirectory(""))
                .hasMessage("workingDirectory: expected a path of the tree that starts with a slash, found \"\"");
        assertThatThrownBy(() -> resolver.processor("x86-64-v9"))
                .hasMessageStartingWith("processor: expected one of x86-64-v2, x86-64-v3, ")
                .hasMessageEndingWith(", found \"x86-64-v9\"");
    }
}
