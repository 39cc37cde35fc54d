package io.relocpy.rpm.metadata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A repository with the packages good, dep and bad, of which bad has one invalid entry in primary.xml.
 *
 * @param right a part of what createrepo_c writes of bad
 * @param wrong what stands there instead
 * @param becomes of bad with dnf and here: {@code installed} or {@code missing} (not to be had); {@code refused} where
 *     dnf fails without a word, or takes a package without a name
 * @param warning part of what the caller is told; empty where nothing is wrong in dnf's reading
 */
record FaultyPrimary(String right, String wrong, String becomes, String warning) {
    private static final String NO_FILES =
            "<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\" packages=\"0\"/>";
    private static final String OBSOLETES = "name=\"old\" flags=\"LT\" epoch=\"0\" ver=\"3\"";
    private static final String PROVIDES = "name=\"cap\" flags=\"EQ\" epoch=\"0\" ver=\"2\"";
    private static final String REQUIRES = "name=\"dep\" flags=\"GE\" epoch=\"0\" ver=\"1\"";
    private static final String RICH = "(x if y)";
    private static final String VERSION = "<version epoch=\"0\" ver=\"1\" rel=\"1\"/>";

    private static final String BAD = "<package type=\"rpm\"><name>bad</name><arch>noarch</arch>" + VERSION
            + "<checksum type=\"sha256\" pkgid=\"YES\">" + "0b".repeat(32) + "</checksum><summary>A</summary>"
            + "<size package=\"5709\" installed=\"7\" archive=\"124\"/><location href=\"bad.rpm\"/><format>"
            + "<rpm:license>MIT</rpm:license><rpm:provides><rpm:entry name=\"bad\" flags=\"EQ\" epoch=\"0\" ver=\"1\" rel=\"1\"/>"
            + "<rpm:entry " + PROVIDES + "/></rpm:provides><rpm:requires><rpm:entry name=\"" + RICH + "\"/><rpm:entry "
            + REQUIRES + "/></rpm:requires><rpm:obsoletes><rpm:entry " + OBSOLETES
            + "/></rpm:obsoletes></format></package>";

    static final List<FaultyPrimary> ALL = List.of(
            new FaultyPrimary(RICH, "(x iff y", "installed", "requires of 'bad' is skipped"),
            new FaultyPrimary(PROVIDES, "name=\"(cap iff\"", "installed", "provides of 'bad' is skipped"),
            new FaultyPrimary(PROVIDES, "name=\"(cap and x)\"", "installed", "provides of 'bad' is skipped"),
            new FaultyPrimary(OBSOLETES, "name=\"(dep and good)\"", "installed", "obsoletes of 'bad' is skipped"),
            new FaultyPrimary(OBSOLETES, "name=\"old\" flags=\"NE\" epoch=\"0\" ver=\"3\"", "installed", "'NE'"),
            new FaultyPrimary(OBSOLETES, "name=\"\"", "installed", "the name ''"),
            new FaultyPrimary(OBSOLETES, "flags=\"LT\" epoch=\"0\" ver=\"3\"", "installed", "without a name"),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"NE\" epoch=\"0\" ver=\"1\"", "missing", "'NE'"),
            new FaultyPrimary(
                    REQUIRES, "name=\"dep\" flags=\"\" epoch=\"0\" ver=\"1\"", "missing", "the comparison ''"),
            new FaultyPrimary(REQUIRES, "name=\"\"", "missing", "the name ''"),
            new FaultyPrimary(REQUIRES, "name=\"d&#10;p\"", "missing", "the name 'd\\u000ap'"),
            new FaultyPrimary(PROVIDES, "name=\"&#9;\"", "installed", "the name '\\u0009'"),
            new FaultyPrimary(REQUIRES, "flags=\"GE\" epoch=\"0\" ver=\"1\"", "installed", "without a name"),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"GE\" epoch=\"x\" ver=\"1\"", "installed", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"GE\" epoch=\"-1\" ver=\"1\"", "installed", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"EQ\" epoch=\"x\" ver=\"1\"", "missing", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"EQ\" epoch=\" 0\" ver=\"1\"", "missing", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"GE\" epoch=\"\" ver=\"\"", "installed", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"GE\" ver=\"\" rel=\"1\"", "installed", ""),
            new FaultyPrimary(REQUIRES, "name=\"dep\" flags=\"EQ\" ver=\"\" rel=\"1\"", "missing", ""),
            new FaultyPrimary(VERSION, "<version epoch=\"x\" ver=\"1\" rel=\"1\"/>", "refused", "the epoch 'x'"),
            new FaultyPrimary(VERSION, "<version epoch=\"-1\" ver=\"1\" rel=\"1\"/>", "refused", "the epoch '-1'"),
            new FaultyPrimary(VERSION, "<version epoch=\"0\" ver=\"\" rel=\"1\"/>", "refused", "the version ''"),
            new FaultyPrimary(VERSION, "", "refused", "no version"),
            new FaultyPrimary("package=\"5709\"", "package=\"\"", "installed", "package '' in size"),
            new FaultyPrimary("package=\"5709\"", "package=\"-5\"", "installed", "package '-5' in size"),
            new FaultyPrimary("installed=\"7\"", "installed=\"x\"", "installed", "installed 'x' in size"),
            new FaultyPrimary("<name>bad</name>", "<name></name>", "refused", "the name ''"),
            new FaultyPrimary("<name>bad</name>", "", "refused", "the name ''"),
            new FaultyPrimary("<name>bad</name>", "<name>b<i>a</i>d</name>", "refused", "the name ''"),
            new FaultyPrimary("<arch>noarch</arch>", "<arch></arch>", "missing", "the architecture ''"),
            new FaultyPrimary("<arch>noarch</arch>", "", "installed", ""),
            new FaultyPrimary(
                    "<checksum type=\"sha256\" pkgid=\"YES\">" + "0b".repeat(32) + "</checksum>",
                    "",
                    "refused",
                    "no checksum"),
            new FaultyPrimary("<location href=\"bad.rpm\"/>", "", "refused", "no location"),
            new FaultyPrimary("<location href=\"bad.rpm\"/>", "<location/>", "refused", "no location"),
            new FaultyPrimary("</format>", "<file>no/path</file><file></file></format>", "installed", ""),
            new FaultyPrimary("<package ", "<!-- -->\n<package ", "installed", ""));

    Path write(Path folder) throws IOException {
        String bad = BAD.replace(right, wrong);
        if (bad.equals(BAD)) {
            throw new IllegalArgumentException("nothing to replace: " + right);
        }
        String text = "<?xml version=\"1.0\"?>\n<!DOCTYPE metadata SYSTEM \"primary.dtd\">\n"
                + "<metadata xmlns=\"http://linux.duke.edu/metadata/common\""
                + " xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"3\">\n" + healthy("dep", "0d") + bad
                + healthy("good", "0e") + "</metadata>";
        return new RepositoryBuilder(folder)
                .replace("primary", text.getBytes(StandardCharsets.UTF_8)) // which no suffix says to be compressed
                .replace("filelists", NO_FILES.getBytes(StandardCharsets.UTF_8))
                .write();
    }

    private static String healthy(String name, String digits) {
        String requires = BAD.substring(BAD.indexOf("<rpm:requires>"), BAD.indexOf("</format>"));
        return BAD.replace(requires, "")
                .replace("<rpm:entry " + PROVIDES + "/>", "")
                .replace("0b".repeat(32), digits.repeat(32))
                .replace("bad", name);
    }

    @Override
    public String toString() {
        return right + " becomes " + (wrong.isEmpty() ? "nothing" : wrong);
    }
}
