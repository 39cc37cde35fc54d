package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfKind;
import io.relocpy.repository.internal.io.Parallel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelocateStepTest {
    private static final int E_ENTRY = 24;

    @TempDir
    Path folder;

    private ContentStore store;
    private RelocateStep step;

    @BeforeEach
    void create() throws Exception {
        store = new ContentStore(folder.resolve("relocated"));
        step = new RelocateStep(false, store);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static ElfFile library() throws Exception {
        return ElfFile.of(
                "library",
                LauncherTemplate.forArchitecture("x86_64").argv0Shim().buffer());
    }

    @Test
    void aLibraryLooksInTheBundle() throws Exception {
        BundleFile.Regular file = SmallBundle.executable(
                "lib64/liba.so", Content.of(ElfEditor.of(library()).toBytes()));

        BundleFile.Regular placed = step.withSearchPath(file, List.of("lib64"), Set.of());

        assertThat(Elf.read(placed).rpath()).contains("$ORIGIN");
    }

    /** Those of a large bundle have more bytes together than a build may take of memory. */
    @Test
    void changedLibrariesAreNotKeptInMemory() throws Exception {
        byte[] library = ElfEditor.of(library()).toBytes();
        List<BundleFile.Regular> placed = Parallel.map(
                List.of("lib64/liba.so", "lib64/b/libb.so", "lib64/c/d/libc.so"),
                (index, path) -> step.withSearchPath(
                        SmallBundle.executable(path, Content.of(library)), List.of("lib64"), Set.of()));

        for (BundleFile.Regular each : placed) {
            byte[] expected = ElfEditor.of(library())
                    .setRpath(Elf.read(each).rpath().orElseThrow())
                    .toBytes();
            assertThat(each.content()).isInstanceOf(Content.Stored.class);
            assertThat(each.content().bytes()).isEqualTo(expected);
            assertThat(each.content().head(8)).isEqualTo(ByteBuffer.wrap(expected, 0, 8));
        }
        assertThat(placed)
                .extracting(each -> Elf.read(each).rpath().orElseThrow())
                .containsExactly("$ORIGIN", "$ORIGIN/..", "$ORIGIN/../..");
    }

    /** As Samba's libraries, which rely on others that their users loaded before. */
    @Test
    void aLibraryWithoutASearchPathFindsThoseBesideIt() throws Exception {
        String path = "lib64/private/liba.so";
        BundleFile.Regular file = SmallBundle.executable(
                path, SmallBundle.library("liba.so", editor -> editor.addNeeded("libb.so", "libc.so.6")));
        List<String> directories = List.of("lib64");

        BundleFile.Regular beside = step.withSearchPath(file, directories, Set.of(path, "lib64/private/libb.so"));
        BundleFile.Regular above = step.withSearchPath(file, directories, Set.of(path, "lib64/libb.so"));

        assertThat(Elf.read(beside).rpath()).contains("$ORIGIN/..:$ORIGIN");
        assertThat(Elf.read(above).rpath()).contains("$ORIGIN/..");
    }

    /** glibc's start code ends a static position-independent program that has a search path. */
    @Test
    void aProgramThatRelocatesItselfStaysAsItIs() throws Exception {
        byte[] program = ElfEditor.of(library()).addDebugTag().toBytes();
        ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).putLong(E_ENTRY, 0x1000);
        BundleFile.Regular file = SmallBundle.executable("libexec/tool", Content.of(program));
        assertThat(Elf.read(file).kind()).isEqualTo(ElfKind.STATIC_PIE);

        assertThat(step.withSearchPath(file, List.of("lib64"), Set.of())).isSameAs(file);
    }
}
