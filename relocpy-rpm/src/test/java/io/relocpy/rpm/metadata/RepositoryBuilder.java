package io.relocpy.rpm.metadata;

import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Writes a small repository into a directory, as createrepo_c would, with errors on demand. */
public final class RepositoryBuilder {
    private final Path folder;
    private final Map<String, byte[]> metadata = new LinkedHashMap<>();
    private final StringBuilder packages = new StringBuilder();
    private final StringBuilder fileLists = new StringBuilder();
    private int count;
    private String checksum;
    private String version = "1.0";
    private String revision = "1";
    private boolean sized = true;
    private UnaryOperator<String> edit = text -> text;

    public RepositoryBuilder(Path folder) {
        this.folder = folder;
    }

    /** A package with one file with this content, uncompressed, and with a header that matches the metadata. */
    public RepositoryBuilder add(String name, byte[] content, String... paths) throws IOException {
        RpmBuilder rpm = new RpmBuilder().compressor("none", out -> out).header(header -> header.string(
                        RpmTag.NAME, name)
                .string(RpmTag.SUMMARY, "A <" + name + ">")
                .string(RpmTag.SOURCERPM, name + "-1.0-1.src.rpm")
                .strings(RpmTag.PROVIDENAME, List.of(name))
                .int32(RpmTag.PROVIDEFLAGS, List.of(8))
                .strings(RpmTag.PROVIDEVERSION, List.of("1.0-1"))
                .strings(RpmTag.REQUIRENAME, List.of("/bin/sh", "glibc", "(a or b)", "rpmlib(Anything)"))
                .int32(RpmTag.REQUIREFLAGS, List.of(0, 12, 0, 10))
                .strings(RpmTag.REQUIREVERSION, List.of("", "2:2.34", "", "1-1")));
        rpm.file("/usr/bin/" + name).content(new String(content, StandardCharsets.UTF_8));
        return addFile(name, rpm.build(), paths);
    }

    /** A package file with the same metadata as any other with this name. */
    RepositoryBuilder addFile(String name, byte[] content, String... paths) throws IOException {
        String location = "Packages/" + name + "-1.0-1.noarch.rpm";
        Files.createDirectories(folder.resolve("Packages"));
        Files.write(folder.resolve(location), content);
        String digest = RpmBuilder.hex("SHA-256", content);
        packages.append("<package type=\"rpm\"><name>%s</name><arch>noarch</arch>".formatted(name))
                .append("<version epoch=\"0\" ver=\"1.0\" rel=\"1\"/>")
                .append("<checksum type=\"sha256\" pkgid=\"YES\">%s</checksum>".formatted(digest))
                .append("<summary>A &lt;%s&gt;</summary><description>long</description>".formatted(name))
                .append("<size package=\"%d\" installed=\"7\" archive=\"9\"/>".formatted(content.length))
                .append("<location href=\"%s\"/><format><rpm:license>MIT</rpm:license>".formatted(location))
                .append("<rpm:sourcerpm>%s-1.0-1.src.rpm</rpm:sourcerpm><rpm:provides>".formatted(name))
                .append("<rpm:entry name=\"%s\" flags=\"EQ\" epoch=\"0\" ver=\"1.0\" rel=\"1\"/>".formatted(name))
                .append("</rpm:provides><rpm:requires><rpm:entry name=\"/bin/sh\" pre=\"1\"/>")
                .append("<rpm:entry name=\"glibc\" flags=\"GE\" epoch=\"2\" ver=\"2.34\"/>")
                .append("<rpm:entry name=\"(a or b)\"/></rpm:requires>")
                .append("<file>/usr/bin/%s</file></format></package>".formatted(name));
        fileLists
                .append("<package pkgid=\"%s\" name=\"%s\" arch=\"noarch\">".formatted(digest, name))
                .append("<version epoch=\"0\" ver=\"1.0\" rel=\"1\"/>");
        for (String path : paths) {
            fileLists.append("<file>%s</file>".formatted(path));
        }
        fileLists.append("</package>");
        count++;
        return this;
    }

    /** Sets the version of all packages, instead of 1.0. */
    public RepositoryBuilder version(String text) {
        version = text;
        return this;
    }

    /** Sets the revision in repomd.xml. */
    RepositoryBuilder revision(String text) {
        revision = text;
        return this;
    }

    /** Omits the sizes of the metadata files. */
    RepositoryBuilder withoutSizes() {
        sized = false;
        return this;
    }

    /** Changes the text of primary.xml. */
    RepositoryBuilder edit(UnaryOperator<String> change) {
        edit = change;
        return this;
    }

    /** Replaces a generated metadata file. */
    public RepositoryBuilder replace(String type, byte[] content) {
        metadata.put(type, content);
        return this;
    }

    RepositoryBuilder statedChecksum(String hex) {
        checksum = hex;
        return this;
    }

    public Path write() throws IOException {
        metadata.putIfAbsent(
                "primary",
                gzip(edit.apply("<?xml version=\"1.0\"?><metadata xmlns=\"http://linux.duke.edu/metadata/common\" "
                        + "xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"" + count + "\">"
                        + packages.toString().replace("ver=\"1.0\"", "ver=\"" + version + "\"") + "</metadata>")));
        metadata.putIfAbsent(
                "filelists",
                gzip("<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\">" + fileLists + "</filelists>"));
        StringBuilder repomd = new StringBuilder(
                "<repomd xmlns=\"http://linux.duke.edu/metadata/repo\">" + "<revision>" + revision + "</revision>");
        Files.createDirectories(folder.resolve("repodata"));
        for (Map.Entry<String, byte[]> item : metadata.entrySet()) {
            Files.write(folder.resolve("repodata/" + item.getKey() + ".xml"), item.getValue());
            String hex = checksum != null ? checksum : RpmBuilder.hex("SHA-256", item.getValue());
            repomd.append("<data type=\"%s\"><checksum type=\"sha256\">%s</checksum>".formatted(item.getKey(), hex))
                    .append("<location href=\"repodata/%s.xml\"/>".formatted(item.getKey()))
                    .append(sized ? "<size>%d</size></data>".formatted(item.getValue().length) : "</data>");
        }
        Files.writeString(folder.resolve("repodata/repomd.xml"), repomd.append("</repomd>"));
        return folder;
    }

    public static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
