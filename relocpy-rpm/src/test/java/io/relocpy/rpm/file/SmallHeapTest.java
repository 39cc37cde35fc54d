package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.relocpy.rpm.metadata.RepositoryBuilder;
import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with 64 MB of heap rejects bombs with a clear message. */
class SmallHeapTest {
    private static final String METADATA = "<metadata xmlns=\"http://linux.duke.edu/metadata/common\" packages=\"1\">";

    @TempDir
    Path folder;

    /** File → how reading it ended. */
    private Map<String, String> read(List<Path> paths) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SmallHeapProcess.class.getName(),
                folder.resolve("cache").toString()));
        paths.forEach(path -> command.add(path.toString()));
        Map<String, String> answers = new TreeMap<>();
        for (String line : HostTools.run(command, Map.of()).orFail().lines()) {
            String[] parts = line.split(" ", 2);
            answers.put(parts[0], parts[1]);
        }
        return answers;
    }

    private Path repository(String name, byte[] primary) throws IOException {
        return builder(name).replace("primary", primary).write();
    }

    private RepositoryBuilder builder(String name) throws IOException {
        return new RepositoryBuilder(Files.createDirectory(folder.resolve(name))).add("one", new byte[] {1});
    }

    /** The start, then the part repeated up to about this many MiB. */
    private static byte[] repeated(RpmBuilder.Compressor compressor, String start, String part, int mebibytes)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = part.repeat((1 << 20) / part.length()).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = compressor.open(bytes)) {
            out.write(start.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < mebibytes; i++) {
                out.write(block);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void metadataBombsAreRefused() throws IOException {
        List<Path> repositories = new ArrayList<>();
        String elements = "<a/>" + " ".repeat((1 << 16) - 4);
        repositories.add(repository("zip", repeated(GZIPOutputStream::new, METADATA, elements, 80)));
        repositories.add(repository("zstd", repeated(ZstdOutputStream::new, METADATA, elements, 80)));
        repositories.add(repository("spaces", repeated(ZstdOutputStream::new, METADATA, " ", 60)));
        repositories.add(repository(
                "lt", repeated(ZstdOutputStream::new, METADATA + "<package type=\"rpm\"><name>", "&lt;", 60)));
        repositories.add(repository("nesting", repeated(ZstdOutputStream::new, METADATA, "<a>", 40)));
        repositories.add(repository(
                "attribute", repeated(ZstdOutputStream::new, METADATA + "<package type=\"", "xxxxxxxx", 60)));
        StringBuilder laughs = new StringBuilder("<!DOCTYPE lolz [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
        }
        laughs.append("]>" + METADATA + "<package type=\"rpm\"><name>&l9;</name></package></metadata>");
        repositories.add(repository("laughs", RepositoryBuilder.gzip(laughs.toString())));

        Map<String, String> answers = read(repositories);

        assertThat(answers).hasSize(repositories.size());
        assertThat(answers.values())
                .allSatisfy(answer ->
                        assertThat(answer).startsWith("FormatException: ").contains(": expected ", ", found "));
        assertThat(answers.get("zip")).contains("bytes after decompression");
        assertThat(answers.get("zstd")).contains("bytes after decompression");
    }

    @Test
    void tenGigabytesThatARepositoryStatesAreRefused() throws IOException {
        Path size = builder("size").write();
        Path open = builder("open").write();
        Path repomd = size.resolve("repodata/repomd.xml");
        Files.writeString(repomd, Files.readString(repomd).replaceAll("<size>\\d+</size>", "<size>10737418240</size>"));
        repomd = open.resolve("repodata/repomd.xml");
        Files.writeString(
                repomd, Files.readString(repomd).replace("</size>", "</size><open-size>10737418240</open-size>"));

        Map<String, String> answers = read(List.of(size, open));

        assertThat(answers.get("size")).contains("10737418240");
        assertThat(answers.get("open")).contains("open-size 10737418240");
    }

    private Path rpm(String name, RpmBuilder builder) throws IOException {
        return builder.write(folder.resolve(name));
    }

    private static RpmBuilder sample() {
        RpmBuilder builder = new RpmBuilder();
        builder.file("/usr").folder();
        builder.file("/usr/a").content("first");
        return builder;
    }

    @Test
    void packagesThatStateMuchAreRefused() throws IOException {
        List<Path> files = new ArrayList<>();
        // a header with an index or data of 2 GiB
        for (int field : new int[] {8, 12}) {
            Path file = rpm("header-" + field, sample());
            byte[] bytes = Files.readAllBytes(file);
            int header = (int) headerStart(bytes);
            ByteBuffer.wrap(bytes).putInt(header + field, Integer.MAX_VALUE);
            files.add(Files.write(file, bytes));
        }
        // a file of 10 GB
        files.add(rpm(
                "file",
                sample().stripped().header(header -> header.int64(RpmTag.LONGFILESIZES, List.of(0L, 10L << 30)))));
        // an archive with nearly all data after its end
        files.add(rpm(
                "behind",
                sample().compressor("zstd", ZstdOutputStream::new)
                        .archive(archive -> Arrays.copyOf(archive, 8 << 20))));
        // a dictionary of 4 GiB, and a window of 2 GiB
        ByteBuffer lzma = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        lzma.put((byte) 0x5d).putInt(-1).putLong(-1);
        files.add(rpm("lzma", sample().compressor("lzma", out -> out).archive(archive -> lzma.array())));
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 1, 0, 0};
        files.add(rpm("zstd", sample().compressor("zstd", out -> out).archive(archive -> zstd)));

        Map<String, String> answers = read(files);

        assertThat(answers).hasSize(files.size());
        assertThat(answers.values())
                .allSatisfy(answer ->
                        assertThat(answer).startsWith("FormatException: ").contains(": expected "));
        assertThat(answers.get("behind")).contains("the end after the archive's trailer");
    }

    /** The offset after the lead and the padded signature header. */
    private static long headerStart(byte[] rpm) {
        ByteBuffer bytes = ByteBuffer.wrap(rpm);
        int signature = 16 + 16 * bytes.getInt(96 + 8) + bytes.getInt(96 + 12);
        return 96 + signature + (-signature & 7);
    }
}
