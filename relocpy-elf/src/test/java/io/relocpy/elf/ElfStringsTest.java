package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are bytes from end to end, also those that are no UTF-8. */
class ElfStringsTest {

    /** What {@code python3 -c "print(ascii(bytes.fromhex(h).decode('utf-8', 'surrogateescape')))"} prints. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "636166e9, caf\\udce9",
                "636166c3a9, caf\\xe9",
                "efbfbd, \\ufffd",
                "efbfbdff, \\ufffd\\udcff",
                "eda080, \\udced\\udca0\\udc80",
                "f09f9880ed, \\U0001f600\\udced",
                "f09f98, \\udcf0\\udc9f\\udc98",
                "c080, \\udcc0\\udc80",
                "e282, \\udce2\\udc82",
                "e28241, \\udce2\\udc82A",
                "f4908080, \\udcf4\\udc90\\udc80\\udc80",
                "80, \\udc80",
            })
    void decodesAsPythonDoes(String hex, String python) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        String text = ElfStrings.decode(bytes);

        assertThat(ascii(text)).isEqualTo(python);
        assertThat(ElfStrings.encode(text)).isEqualTo(bytes);
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints()
                .forEach(c -> ascii.append(
                        c < 0x80
                                ? Character.toString(c)
                                : (c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c)));
        return ascii.toString();
    }

    @Test
    void losesNoByte() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(ElfStrings.encode(ElfStrings.decode(bytes))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdc7f, 0xdd00, 0xdfff})
    void refusesHalfAPairThatStandsForNoByte(int character) {
        String text = "a" + (char) character + "b";

        assertThatIllegalArgumentException().isThrownBy(() -> ElfStrings.encode(text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElfEditor.of(TinyElf.elf64().file()).setSoname(text));
    }

    @Test
    void namesAFileByItsBytes(@TempDir Path folder) throws Exception {
        byte[] name = {'c', (byte) 0xe9, '?', (byte) 0xc3, (byte) 0xa9};
        Path path = folder.resolve(ElfStrings.toPath(ElfStrings.decode(name)));
        Files.write(path, TinyElf.elf64().soname("a").bytes());

        assertThat(ElfStrings.encode(ElfStrings.of(path.getFileName()))).isEqualTo(name);
        assertThat(ElfFile.open(path).name()).isEqualTo(ElfStrings.of(path)).endsWith("/c\udce9?é");
        assertThat(ElfStrings.of(ElfStrings.toPath("x//../\udce9/"))).isEqualTo("x/../\udce9");
        assertThat(ElfStrings.toPath("//x/é")).isEqualTo(Path.of("/x/é"));
        assertThat(ElfStrings.toPath("é")).isEqualTo(Path.of("é"));
        assertThat(FileTree.of(folder).lookup("/c\udce9?é")).isInstanceOf(FileTree.Entry.RegularFile.class);
        Files.createSymbolicLink(folder.resolve("link"), path.getFileName());
        assertThat(FileTree.of(folder).lookup("/link")).isEqualTo(new FileTree.Entry.SymbolicLink("c\udce9?é"));
        ElfEditor.open(path).setSoname("b").write(path);
        assertThat(ElfFile.open(path).soname()).contains("b");
    }

    @Test
    void foldersMayBeInAnotherFileSystem(@TempDir Path folder) throws Exception {
        URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.write(zip.getPath("/é.so"), TinyElf.elf64().bytes());

            FileTree tree = FileTree.of(zip.getPath("/"));

            assertThat(tree.lookup("/é.so")).isInstanceOf(FileTree.Entry.RegularFile.class);
            assertThat(tree.lookup("/ä.so")).isInstanceOf(FileTree.Entry.Missing.class);
        }
    }

    @Test
    void aNameThatIsNoUtf8IsReadAndWrittenAsItIs() throws Exception {
        TinyElf elf = TinyElf.elf64().runpath("/caf_").symbol("caf_");
        byte[] bytes = elf.bytes();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '_' && bytes[i - 1] == 'f' ? (byte) 0xe9 : bytes[i];
        }
        ElfFile file = ElfFile.of(ByteBuffer.wrap(bytes));
        assertThat(file.runpath()).contains("/caf\udce9");

        ElfFile edited = ElfEditor.of(file)
                .addRunpath("/\udcff")
                .renameDynamicSymbols(Map.of("puts", "get\udce8"))
                .edit()
                .file();

        assertThat(edited.runpath()).contains("/caf\udce9:/\udcff");
        assertThat(edited.dynamicSymbols().entries()).extracting(Symbol::name).contains("caf\udce9", "get\udce8");
        byte[] strings = edited.dynamic().orElseThrow().stringTable().copy();
        assertThat(new String(strings, StandardCharsets.ISO_8859_1)).contains("/café:/ÿ\0", "getè\0");
        assertThat(Arrays.equals(
                        ElfEditor.of(edited).addRunpath("/\udcff").toBytes(),
                        ElfEditor.of(edited).toBytes()))
                .isTrue();
    }
}
