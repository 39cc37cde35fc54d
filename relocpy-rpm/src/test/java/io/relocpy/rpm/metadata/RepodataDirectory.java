package io.relocpy.rpm.metadata;

import io.relocpy.rpm.resolve.TestRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Writes repodata/ for programs that read repositories from directories. */
public final class RepodataDirectory {
    private RepodataDirectory() {}

    public static void write(TestRepository repository, Path folder) throws IOException {
        Path repodata = Files.createDirectories(folder.resolve("repodata"));
        String repomd = "<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"><revision>1</revision>"
                + add(repodata, "primary", RepodataXml.primary(repository.packages()))
                + add(repodata, "filelists", RepodataXml.filelists(repository.packages(), repository.files()))
                + "</repomd>";
        Files.writeString(repodata.resolve("repomd.xml"), repomd);
    }

    private static String add(Path repodata, String type, String text) throws IOException {
        byte[] open = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(open);
        }
        Files.write(repodata.resolve(type + ".xml.gz"), packed.toByteArray());
        return String.format(
                "<data type=\"%1$s\"><checksum type=\"sha256\">%2$s</checksum>"
                        + "<open-checksum type=\"sha256\">%3$s</open-checksum><location href=\"repodata/%1$s.xml.gz\"/>"
                        + "<timestamp>1</timestamp><size>%4$d</size><open-size>%5$d</open-size></data>",
                type, sha256(packed.toByteArray()), sha256(open), packed.size(), open.length);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
