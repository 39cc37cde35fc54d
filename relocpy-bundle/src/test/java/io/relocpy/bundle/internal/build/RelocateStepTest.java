package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelocateStepTest {
    private static final int E_ENTRY = 24;

    private static ElfFile library() throws Exception {
        return ElfFile.of(
                "library",
                LauncherTemplate.forArchitecture("x86_64").argv0Shim().buffer());
    }

    @Test
    void aLibraryLooksInTheBundle() throws Exception {
        BundleFile.Regular file = SmallBundle.executable(
                "lib64/liba.so", Content.of(ElfEditor.of(library()).toBytes()));

        BundleFile.Regular placed = RelocateStep.withSearchPath(file, List.of("lib64"));

        assertThat(Elf.read(placed).rpath()).contains("$ORIGIN");
    }

    /** glibc's start code ends a static position-independent program that has a search path. */
    @Test
    void aProgramThatRelocatesItselfStaysAsItIs() throws Exception {
        byte[] program = ElfEditor.of(library()).addDebugTag().toBytes();
        ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).putLong(E_ENTRY, 0x1000);
        BundleFile.Regular file = SmallBundle.executable("libexec/tool", Content.of(program));
        assertThat(Elf.read(file).kind()).isEqualTo(ElfKind.STATIC_PIE);

        assertThat(RelocateStep.withSearchPath(file, List.of("lib64"))).isSameAs(file);
    }
}
