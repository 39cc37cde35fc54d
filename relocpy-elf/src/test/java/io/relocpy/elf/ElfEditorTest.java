package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElfEditorTest {
    private static final String LONG = "$ORIGIN/../lib64:/a/very/long/path/that/does/not/fit/anywhere";

    private static ElfFile edited(TinyElf elf, UnaryOperator<ElfEditor> edit) throws Exception {
        ElfFile file = edit.apply(ElfEditor.of(elf.file())).edit().file();
        assertThat(ElfVerifier.problems(file)).isEmpty();
        return file;
    }

    @Test
    void wipesWhatIsNoLongerUsedUnlessToldToKeepIt() throws Exception {
        ElfEditor editor = ElfEditor.of(
                TinyElf.elf64().rpath("/once/was/here").needed("libc.so.6").file());

        String wiped = new String(editor.removeRpath().toBytes(), StandardCharsets.ISO_8859_1);
        String kept = new String(editor.keepOldBytes().removeRpath().toBytes(), StandardCharsets.ISO_8859_1);

        assertThat(wiped).doesNotContain("/once/was/here");
        assertThat(kept).contains("/once/was/here");
    }

    @ParameterizedTest
    @MethodSource("io.relocpy.elf.ElfFileTest#shapes")
    void setsAnRpathInEveryClassAndByteOrder(boolean is64, ByteOrder order) throws Exception {
        TinyElf elf = new TinyElf(is64, order).interpreter("/lib/ld.so.1").needed("libc.so.6");

        ElfFile file = edited(elf, e -> e.setRpath(LONG));

        assertThat(file.rpath()).contains(LONG);
        assertThat(file.needed()).containsExactly("libc.so.6");
        assertThat(file.interpreter()).contains("/lib/ld.so.1");
        assertThat(file.notes().buildId()).contains("000102030405060708090a0b0c0d0e0f10111213");
    }

    @ParameterizedTest
    @MethodSource("io.relocpy.elf.ElfFileTest#shapes")
    void needsNoSections(boolean is64, ByteOrder order) throws Exception {
        TinyElf elf = new TinyElf(is64, order).needed("libc.so.6").withoutSections();

        ElfFile file = edited(elf, e -> e.setRpath(LONG).setSoname("libx.so.7"));

        assertThat(file.rpath()).contains(LONG);
        assertThat(file.soname()).contains("libx.so.7");
        assertThat(file.sectionHeaders()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.relocpy.elf.ElfFileTest#shapes")
    void movesADynamicSectionThatIsFull(boolean is64, ByteOrder order) throws Exception {
        TinyElf elf = new TinyElf(is64, order).needed("libc.so.6").spareTags(0);

        ElfFile file = edited(elf, e -> e.addNeeded("liba.so.1", "libb.so.1").setRpath(LONG));

        assertThat(file.needed()).containsExactly("liba.so.1", "libb.so.1", "libc.so.6");
        assertThat(file.rpath()).contains(LONG);
        long section = file.dynamic().orElseThrow().offset();
        ProgramHeader holder = file.programHeaders().stream()
                .filter(p -> p.isLoad() && p.holdsOffset(section, 1))
                .findFirst()
                .orElseThrow();
        assertThat(holder.flags() & ElfConstants.PF_W)
                .as("the loader writes to it")
                .isNotZero();
    }

    @Test
    void leavesCodeAndDataWhereTheyAre() throws Exception {
        byte[] before =
                TinyElf.elf64().interpreter("/lib/ld.so.1").needed("libc.so.6").bytes();
        byte[] after =
                ElfEditor.of(ElfFile.of(ByteBuffer.wrap(before))).setRpath(LONG).toBytes();

        for (String marker : List.of(TinyElf.CODE, TinyElf.DATA)) {
            assertThat(indexOf(after, marker))
                    .isEqualTo(indexOf(before, marker))
                    .isPositive();
        }
    }

    @Test
    void mergesARunpathIntoTheRpath() throws Exception {
        ElfFile file = edited(TinyElf.elf64().runpath("/opt/a:/opt/b"), e -> e.addRpath("$ORIGIN/lib", "/opt/a"));

        assertThat(file.rpath()).contains("/opt/a:/opt/b:$ORIGIN/lib");
        assertThat(file.runpath()).isEmpty();
    }

    @Test
    void addsToTheRunpathWhereTheLoaderIgnoresTheRpath() throws Exception {
        ElfFile file = edited(TinyElf.elf64().rpath("/ignored").runpath("/used"), e -> e.addRpath("/more"));

        assertThat(file.rpath()).contains("/used:/more");
    }

    @Test
    void repeatedEditChangesNoByte() throws Exception {
        byte[] once = ElfEditor.of(TinyElf.elf64().needed("libc.so.6").file())
                .addRpath(LONG)
                .addNeeded("libz.so.1")
                .toBytes();
        EditedElf twice = ElfEditor.of(ElfFile.of(ByteBuffer.wrap(once)))
                .addRpath(LONG)
                .addNeeded("libz.so.1")
                .edit();

        assertThat(twice.isChanged()).isFalse();
        assertThat(twice.toBytes()).isEqualTo(once);
    }

    @Test
    void alternatingEditsDoNotGrowTheFile() throws Exception {
        byte[] bytes =
                TinyElf.elf64().interpreter("/lib/ld.so.1").needed("libc.so.6").bytes();
        long size = 0;
        for (int i = 0; i < 200; i++) {
            String path = i % 2 == 0 ? LONG : "/short";
            bytes = ElfEditor.of(ElfFile.of(ByteBuffer.wrap(bytes)))
                    .setRpath(path)
                    .setInterpreter(path)
                    .toBytes();
            if (i == 1) {
                size = bytes.length;
            }
            if (i % 2 == 1) {
                assertThat(bytes.length).as("after edit %d", i).isLessThanOrEqualTo((int) size);
            }
        }
        assertThat(ElfFile.of(ByteBuffer.wrap(bytes)).rpath()).contains("/short");
    }

    @Test
    void keepsATrailingPayloadAtTheEnd() throws Exception {
        String payload = "PK payload ".repeat(6000);
        byte[] after = ElfEditor.of(
                        TinyElf.elf64().needed("libc.so.6").payload(payload).file())
                .setRpath(LONG)
                .toBytes();

        assertThat(new String(after, StandardCharsets.ISO_8859_1)).endsWith(payload);
    }

    @Test
    void replacesNeededLibraries() throws Exception {
        ElfFile file = edited(
                TinyElf.elf64().needed("liba.so").needed("libb.so"),
                e -> e.replaceNeeded(Map.of("liba.so", "/opt/lib/liba.so.1")).removeNeeded("libb.so"));

        assertThat(file.needed()).containsExactly("/opt/lib/liba.so.1");
    }

    @Test
    void refusesAnInterpreterWhereThereIsNone() throws Exception {
        ElfEditor editor = ElfEditor.of(TinyElf.elf64().file()).setInterpreter("/lib/ld.so");

        assertThatThrownBy(editor::edit)
                .isInstanceOf(ElfEditException.class)
                .hasMessage("tiny: expected a PT_INTERP segment, found none");
    }

    /** Source: Linux, fs/binfmt_elf.c, {@code load_elf_binary}. */
    @Test
    void refusesAnInterpreterThatNoKernelStarts() throws Exception {
        ElfEditor editor = ElfEditor.of(
                TinyElf.elf64().interpreter("/lib/ld.so").needed("libc.so.6").file());
        String longest = "/".repeat(4095);

        assertThat(editor.setInterpreter(longest).edit().file().interpreter()).contains(longest);
        assertThatThrownBy(editor.setInterpreter(longest + "/")::edit)
                .isInstanceOf(ElfEditException.class)
                .hasMessageContaining("PT_INTERP has 4097 bytes, expected a path of 2 to 4096");
    }

    @Test
    void saysThatAFileIsTooLargeForAnArray(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("large"), TinyElf.elf64().bytes());
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(1L << 31).write(ByteBuffer.wrap(new byte[1])); // behind a hole
        }

        assertThatThrownBy(ElfEditor.open(file)::toBytes)
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("expected a file that fits into an array, found one of 2147483649 bytes");
    }

    @Test
    void replacesNothingButRegularFiles(@TempDir Path folder) throws Exception {
        EditedElf edited = ElfEditor.of(TinyElf.elf64().file()).setRpath("/a").edit();
        Path directory = Files.createDirectory(folder.resolve("directory"));
        Path socket = folder.resolve("socket");

        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            for (Path target : List.of(directory, socket)) {
                assertThatThrownBy(() -> edited.write(target))
                        .isInstanceOf(IOException.class)
                        .hasMessage(target + ": expected a regular file or nothing, found something else");
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(directory, socket).noneMatch(Files::isRegularFile);
        }
    }

    @Test
    void leavesTheFileAloneWhenItRefuses(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("lib.so");
        byte[] before = TinyElf.elf64().bytes();
        Files.write(file, before);

        assertThatThrownBy(() ->
                        ElfEditor.open(file).setRpath(LONG).setInterpreter("/x").write(file))
                .isInstanceOf(ElfEditException.class);
        assertThat(file).hasBinaryContent(before);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void createsTheFileThatASymbolicLinkLeadsTo(@TempDir Path folder) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("second"));
        Files.createSymbolicLink(
                folder.resolve("second"),
                Files.createDirectory(folder.resolve("a")).resolve("file"));

        ElfEditor.of(TinyElf.elf64().file()).setRpath(LONG).write(link);

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(folder.resolve("second")).isSymbolicLink();
        assertThat(ElfFile.open(folder.resolve("a/file")).rpath()).contains(LONG);
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertThatThrownBy(() -> ElfEditor.of(TinyElf.elf64().file()).write(circle))
                .isInstanceOf(FileSystemLoopException.class);
        assertThat(circle).isSymbolicLink();
    }

    private static Stream<Arguments> namesThatAreNone() {
        Stream<Function<String, UnaryOperator<ElfEditor>>> names = Stream.of(
                name -> editor -> editor.setInterpreter(name),
                name -> editor -> editor.setSoname(name),
                name -> editor -> editor.addNeeded("liba.so", name),
                name -> editor -> editor.replaceNeeded(Map.of("liba.so", name)),
                name -> editor -> editor.clearSymbolVersion(name),
                name -> editor -> editor.renameDynamicSymbols(Map.of("puts", name)),
                name -> editor -> editor.renameDynamicSymbols(Map.of(name, "puts")));
        Stream<Function<String, UnaryOperator<ElfEditor>>> texts = Stream.of(
                text -> editor -> editor.setRpath(text),
                text -> editor -> editor.setRunpath(text),
                text -> editor -> editor.addRpath("/a", text),
                text -> editor -> editor.addRunpath(text),
                text -> editor -> editor.removeNeeded(text),
                text -> editor -> editor.replaceNeeded(Map.of(text, "liba.so")),
                text -> editor -> editor.shrinkRpath(FileTree.of(Path.of("/")), List.of(text)));
        List<Function<String, UnaryOperator<ElfEditor>>> all = names.toList();
        return Stream.concat(
                        all.stream().flatMap(edit -> Stream.of("", "a\0b").map(edit)),
                        texts.flatMap(edit -> Stream.of("a\0b").map(edit)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("namesThatAreNone")
    void refusesANameThatNoFileCanHaveWhereItIsGiven(UnaryOperator<ElfEditor> edit) throws Exception {
        ElfEditor editor = ElfEditor.of(TinyElf.elf64().file());

        assertThatThrownBy(() -> edit.apply(editor)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Other tools add it, and nothing else names it. */
    @Test
    void removesALibraryWithoutAName() throws Exception {
        ElfFile file = TinyElf.elf64().needed("").needed("libc.so.6").file();

        ElfEditor editor = ElfEditor.of(file);

        assertThat(editor.removeNeeded("").edit().file().needed()).containsExactly("libc.so.6");
        assertThat(editor.replaceNeeded(Map.of("", "liba.so")).edit().file().needed())
                .containsExactly("liba.so", "libc.so.6");
    }

    @Test
    void keepsModeAndTimesAndTheSymbolicLink(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("lib.so.1.0");
        Path link = folder.resolve("lib.so");
        Files.write(file, TinyElf.elf64().bytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-x--x"));
        var time = java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        Files.createSymbolicLink(link, file.getFileName());

        ElfEditor.open(link).setRpath(LONG).write(link);

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(ElfFile.open(file).rpath()).contains(LONG);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r-xr-x--x");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
