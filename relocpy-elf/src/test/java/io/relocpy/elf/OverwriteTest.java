package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit does to a file that it writes over. */
class OverwriteTest {
    private static final String LONG = "$ORIGIN/../lib64:/a/very/long/path/that/does/not/fit/anywhere";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("lib.so");
        Files.write(file, program());
    }

    private static byte[] program() {
        return TinyElf.elf64()
                .interpreter("/lib/ld.so.1")
                .needed("libc.so.6")
                .symbol("f")
                .payload("payload ".repeat(500))
                .bytes();
    }

    private ElfEditor editor() throws IOException {
        return ElfEditor.open(file).setRpath(LONG).setInterpreter("/another" + LONG);
    }

    @Test
    void givesTheSameBytesAsAnyOtherWayOfWriting() throws Exception {
        byte[] expected = editor().toBytes();

        editor().overwrite();

        assertThat(file).hasBinaryContent(expected);
        assertThat(ElfFile.open(file).rpath()).contains(LONG);
    }

    @Test
    void keepsInodeHardLinksModeAndTimes() throws Exception {
        Path other = Files.createLink(folder.resolve("other.so"), file);
        Files.setAttribute(file, "unix:mode", 06755);
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        Object inode = Files.getAttribute(file, "unix:ino");

        editor().overwrite();

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        assertThat(ElfFile.open(other).rpath()).contains(LONG);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(06755);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        assertThat(list()).containsExactlyInAnyOrder(file, other);
    }

    @Test
    void writesThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.so"), file.getFileName());

        ElfEditor.open(link).setRpath(LONG).overwrite();

        assertThat(link).isSymbolicLink();
        assertThat(ElfFile.open(file).rpath()).contains(LONG);
    }

    /** Until the file system's clock has advanced since the file was changed. */
    private void waitForClock() throws IOException {
        Path clock = folder.resolve("clock");
        Object now;
        do {
            Files.deleteIfExists(clock);
            now = Files.getAttribute(Files.createFile(clock), "unix:ctime");
        } while (now.equals(Files.getAttribute(file, "unix:ctime")));
    }

    /** Which keeps size and times. */
    @Test
    void refusesAFileThatAnotherEditorHasOverwritten() throws Exception {
        ElfEditor.open(file).setRpath("/a").overwrite();
        ElfEditor opened = ElfEditor.open(file).setRpath("/b");
        EditedElf edited = opened.edit();
        FileTime time = Files.getLastModifiedTime(file);
        waitForClock();
        ElfEditor.open(file).setRpath("/c").overwrite();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);

        assertThatThrownBy(edited::overwrite)
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("modified or replaced");
        assertThatThrownBy(opened::edit).isInstanceOf(ElfFormatException.class);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void overwritesAFileWhoseModeOrLinksHaveChangedSinceItWasOpened() throws Exception {
        EditedElf edited = editor().edit();
        waitForClock();
        Files.setAttribute(file, "unix:mode", 0755);
        Files.createLink(folder.resolve("other.so"), file);

        edited.overwrite();

        assertThat(ElfFile.open(file).rpath()).contains(LONG);
    }

    @Test
    void cutsOffWhatAnEditLeavesOver() throws Exception {
        editor().overwrite();
        byte[] expected = ElfEditor.open(file).removeRpath().toBytes();
        assertThat((long) expected.length).isLessThan(Files.size(file));

        ElfEditor.open(file).removeRpath().overwrite();

        assertThat(file).hasBinaryContent(expected);
    }

    @Test
    void leavesAnUnchangedFileAlone() throws Exception {
        editor().overwrite();
        byte[] once = Files.readAllBytes(file);
        file.toFile().setWritable(false);

        editor().overwrite();

        assertThat(file).hasBinaryContent(once);
    }

    /** Fails from one call on, until the file is opened again, after having written half of what it was given. */
    private static FileOverwriter.Opener failingAt(int call, int[] opened) {
        return path -> {
            boolean undoing = opened[0]++ > 0;
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
            return new FileOverwriter.Output() {
                private int calls;

                @Override
                public void write(ByteBuffer bytes, long offset) throws IOException {
                    boolean fails = !undoing && calls++ >= call;
                    ByteBuffer some = fails ? bytes.slice(bytes.position(), bytes.remaining() / 2) : bytes;
                    for (long at = offset; some.hasRemaining(); ) {
                        at += channel.write(some, at);
                    }
                    if (fails) {
                        throw new IOException("No space left on device");
                    }
                }

                @Override
                public void truncate(long size) throws IOException {
                    if (!undoing && calls++ >= call) {
                        throw new IOException("Input/output error");
                    }
                    channel.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        };
    }

    @Test
    void undoesAWriteThatFailsWhereverItFails() throws Exception {
        requireUndone(true);
        editor().overwrite();
        requireUndone(false);
    }

    /** Fails at the first write, then at the second, until an edit has fewer writes than that. */
    private void requireUndone(boolean growing) throws Exception {
        byte[] before = Files.readAllBytes(file);
        for (int call = 0; ; call++) {
            ElfFile original = ElfFile.open(file);
            ElfEditor editor = ElfEditor.of(original);
            PatchedBytes edited = (PatchedBytes) (growing ? editor.setRpath(LONG) : editor.removeRpath())
                    .edit()
                    .file()
                    .bytes();
            assertThat(edited.size() > before.length).isEqualTo(growing);
            FileOverwriter.Opener opener = failingAt(call, new int[1]);
            try {
                FileOverwriter.overwrite((FileBytes) original.bytes(), original, edited, opener);
            } catch (IOException e) {
                assertThat(file).as("after call %d", call).hasBinaryContent(before);
                continue;
            }
            assertThat(call).as("writes").isGreaterThan(2);
            Files.write(file, before);
            return;
        }
    }

    @Test
    void undoesTheWriteOfAnInterruptedThread() throws Exception {
        byte[] before = Files.readAllBytes(file);
        ElfFile original = ElfFile.open(file);
        PatchedBytes edited = (PatchedBytes)
                ElfEditor.of(original).setRpath(LONG).edit().file().bytes();
        int[] opened = new int[1];
        FileOverwriter.Opener interrupting = path -> {
            FileOverwriter.Output real = FileOverwriter.openChannel(path);
            boolean undoing = opened[0]++ > 0;
            return new FileOverwriter.Output() {
                @Override
                public void write(ByteBuffer bytes, long offset) throws IOException {
                    real.write(bytes, offset);
                    if (!undoing) {
                        Thread.currentThread().interrupt(); // the next write finds the channel closed
                    }
                }

                @Override
                public void truncate(long size) throws IOException {
                    real.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        };

        assertThatThrownBy(() -> FileOverwriter.overwrite((FileBytes) original.bytes(), original, edited, interrupting))
                .isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void refusesAFileThatSomebodyElseHasWrittenTo() throws Exception {
        ElfEditor editor = editor();
        byte[] others = program();
        others[others.length - 1] = '!';
        Files.write(file, others);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));

        assertThatThrownBy(editor::overwrite)
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("modified or replaced");
        assertThat(file).hasBinaryContent(others);
    }

    @Test
    void readsNothingFromTheFileAfterwards() throws Exception {
        Path large = folder.resolve("large.so");
        Files.write(large, withFarSections(program(), 1 << 20));
        ElfFile original = ElfFile.open(large);
        EditedElf edited = new EditedElf(original, Optional.of(large), original.bytes(), original);
        ElfEditor.open(large).setRpath(LONG).overwrite();

        assertThatThrownBy(edited::toBytes).isInstanceOf(ElfFormatException.class);
    }

    @Test
    void aFileCutShortMeanwhileIsAnExceptionAndNoFault() throws Exception {
        Path large = folder.resolve("large.so");
        Files.write(large, withFarSections(program(), 1 << 20));
        ElfFile open = ElfFile.open(large);
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.truncate(70_000);
        }

        assertThat(open.sectionHeaders()).isEmpty();
        assertThat(open.hasUnreadableSections()).isTrue();
        assertThatThrownBy(() -> ElfEditor.of(open).setRpath(LONG).edit()).isInstanceOf(ElfFormatException.class);
    }

    @Test
    void editsAFileOfMoreThanTwoGibibytes() throws Exception {
        Path huge = folder.resolve("huge.so");
        long end = 5L << 30;
        byte[] near = program();
        byte[] table = sectionTable(near, end);
        try (RandomAccessFile out = new RandomAccessFile(huge.toFile(), "rw")) {
            out.write(near);
            out.seek(end); // a hole in between
            out.write(table);
        }

        ElfEditor.open(huge).setRpath(LONG).overwrite();

        ElfFile edited = ElfFile.open(huge);
        assertThat(edited.rpath()).contains(LONG);
        assertThat(edited.size()).isGreaterThan(end);
        assertThat(ElfVerifier.problems(edited)).isEmpty();
        List<SectionHeader> sections = edited.sectionHeaders();
        assertThat(sections.get(sections.size() - 1).size()).isGreaterThan(4L << 30);
        long size = Files.size(huge);
        ElfEditor.open(huge).setRpath("/" + LONG.substring(1)).overwrite();
        assertThat(Files.size(huge)).isEqualTo(size);
    }

    /** The program with another section, which fills the file up to its section headers. */
    private static byte[] withFarSections(byte[] program, int at) {
        byte[] table = sectionTable(program, at);
        ByteBuffer all = ByteBuffer.allocate(at + table.length);
        return all.put(0, program).put(at, table).array();
    }

    /** Section headers that lie there, with one more section before them; the ELF header is changed to say so. */
    private static byte[] sectionTable(byte[] program, long at) {
        ByteBuffer header = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        int count = header.getShort(0x3c);
        ByteBuffer table = ByteBuffer.allocate(64 * (count + 1)).order(ByteOrder.LITTLE_ENDIAN);
        table.put(0, program, (int) header.getLong(0x28), 64 * count);
        table.putInt(64 * count + 4, ElfConstants.SHT_PROGBITS);
        table.putLong(64 * count + 24, program.length);
        table.putLong(64 * count + 32, at - program.length);
        table.putLong(64 * count + 48, 1);
        header.putLong(0x28, at).putShort(0x3c, (short) (count + 1));
        return table.array();
    }

    private List<Path> list() throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }
}
