package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An empty element of a search path is the current directory: none is lost, and none comes about. */
class SearchPathEditsTest {
    @ParameterizedTest
    @CsvSource({
        "/a, '', /a",
        "/a, /b, /a:/b",
        "/a, /a, /a",
        "/a, /b:/a, /a:/b",
        "/a:, /b, /a::/b",
        "/a::/c, /b, /a::/c:/b",
        ":/a, /b, :/a:/b",
        "/a, ':', /a:",
        "/a, /b:, /a:/b:",
        "/a:, :/b, /a::/b",
        "/a:/a, /b, /a:/a:/b",
        "'', '', ''",
        "'', /b, /b",
        "':', '', ':'",
        "'', ':', ':'",
    })
    void addsDirectoriesAndLeavesTheOthers(String path, String added, String result) throws Exception {
        ElfEditor editor = ElfEditor.of(TinyElf.elf64().runpath(path).file());

        assertThat(editor.addRunpath(added).edit().file().runpath()).contains(result);
        assertThat(editor.addRpath(added).edit().file().rpath()).contains(result);
        assertThat(editor.addRunpath(added).edit().isChanged()).isEqualTo(!path.equals(result));
    }

    @Test
    void addingNothingMakesNoPath() throws Exception {
        ElfFile file = TinyElf.elf64().file();

        assertThat(ElfEditor.of(file).addRunpath("").addRpath().edit().isChanged())
                .isFalse();
        assertThat(ElfEditor.of(file).addRunpath(":").edit().file().runpath()).contains(":");
    }

    @Test
    void shrinkingKeepsWhatNoRootCanHave(@TempDir Path root) throws Exception {
        ElfFile file = TinyElf.elf64().needed("libx.so").runpath("/x:::/y:").file();
        Files.createDirectory(root.resolve("y"));
        Files.write(root.resolve("y/libx.so"), TinyElf.elf64().bytes());
        FileTree tree = FileTree.of(root);

        assertThat(ElfEditor.of(file).shrinkRpath(tree, List.of()).edit().file().runpath())
                .contains("::/y:");
        assertThat(ElfEditor.of(file)
                        .shrinkRpath(tree, List.of("/z"))
                        .edit()
                        .file()
                        .runpath())
                .contains("::");
        assertThat(ElfEditor.of(file)
                        .setRunpath("/x:")
                        .shrinkRpath(tree, List.of())
                        .edit()
                        .file()
                        .runpath())
                .isEqualTo(Optional.of(":"));
    }
}
