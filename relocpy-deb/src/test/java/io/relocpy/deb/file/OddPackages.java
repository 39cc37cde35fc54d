package io.relocpy.deb.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packages at and beyond the edges of the format, by what is odd about them. */
final class OddPackages {
    static final String LONG = "./usr/" + "n".repeat(130) + "/" + "m".repeat(120);
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    /** Makes one package. */
    interface Recipe {
        byte[] make() throws IOException;
    }

    private final Map<String, Recipe> recipes = new LinkedHashMap<>();

    OddPackages() {
        members();
        compressions();
        controlFields();
        controlArchives();
        lists();
        names();
        types();
        headers();
        paxRecords();
    }

    Map<String, Recipe> recipes() {
        return recipes;
    }

    private void add(String name, Recipe recipe) {
        recipes.put(name, recipe);
    }

    private static DebBuilder sample() {
        DebBuilder builder = new DebBuilder();
        builder.data().directory("./").directory("./usr/").file("./usr/f", HELLO);
        return builder;
    }

    private static byte[] version(String text) throws IOException {
        return sample().version(text).bytes();
    }

    private static byte[] patched(byte[] deb, int offset, String text) {
        byte[] patched = deb.clone();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, patched, offset, bytes.length);
        return patched;
    }

    private static byte[] ar(Object... namesAndContents) throws IOException {
        DebBuilder builder = new DebBuilder();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            builder.member((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
        }
        return builder.bytes();
    }

    private static byte[] control() throws IOException {
        return sample().controlTar();
    }

    private static byte[] data() {
        return sample().dataTar();
    }

    private static final byte[] VERSION = "2.0\n".getBytes(StandardCharsets.UTF_8);

    private void members() {
        add("ar: as dpkg-deb makes it", () -> sample().bytes());
        add(
                "ar: names with slashes",
                () -> ar("debian-binary/", VERSION, "control.tar/", control(), "data.tar/", data()));
        add(
                "ar: BSD long names",
                () -> ar(
                        "#1/13",
                        concat("debian-binary".getBytes(StandardCharsets.UTF_8), VERSION),
                        "control.tar",
                        control(),
                        "data.tar",
                        data()));
        add(
                "ar: GNU table of names",
                () -> ar("//", HELLO, "debian-binary", VERSION, "control.tar", control(), "data.tar", data()));
        add(
                "ar: underscore members",
                () -> ar(
                        "debian-binary",
                        VERSION,
                        "_a",
                        HELLO,
                        "_b",
                        "odd".getBytes(StandardCharsets.UTF_8),
                        "control.tar",
                        control(),
                        "_c",
                        HELLO,
                        "data.tar",
                        data()));
        add(
                "ar: underscore member first",
                () -> ar("_a", HELLO, "debian-binary", VERSION, "control.tar", control(), "data.tar", data()));
        add(
                "ar: members behind data",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "data.tar", data(), "other", HELLO));
        add("ar: odd data without padding", () -> {
            byte[] odd = concat(data(), new byte[1]);
            byte[] deb = ar("debian-binary", VERSION, "control.tar", control(), "data.tar", odd);
            return Arrays.copyOf(deb, deb.length - 1);
        });
        add("ar: junk behind data", () -> concat(sample().bytes(), HELLO));
        add(
                "ar: unknown member between",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "other", HELLO, "data.tar", data()));
        add(
                "ar: two control members",
                () -> ar(
                        "debian-binary",
                        VERSION,
                        "control.tar",
                        control(),
                        "control.tar",
                        control(),
                        "data.tar",
                        data()));
        add(
                "ar: data before control",
                () -> ar("debian-binary", VERSION, "data.tar", data(), "control.tar", control()));
        add("ar: no data", () -> ar("debian-binary", VERSION, "control.tar", control()));
        add("ar: magic only", () -> "!<arch>\n".getBytes(StandardCharsets.UTF_8));
        add("ar: wrong magic", () -> patched(sample().bytes(), 0, "!<arcx>\n"));
        add("ar: wrong header magic", () -> patched(sample().bytes(), 8 + 58, "xx"));
        add("ar: letters in size", () -> patched(sample().bytes(), 8 + 48, "4x"));
        add("ar: blanks before size", () -> patched(sample().bytes(), 8 + 48, "   4"));
        add("ar: junk behind size", () -> patched(sample().bytes(), 8 + 48, "4 x"));
        add("ar: junk in other fields", () -> patched(sample().bytes(), 8 + 16, "x".repeat(32)));
        add("ar: size beyond the end", () -> {
            byte[] deb = ar("debian-binary", VERSION, "control.tar", control(), "data.tar", data());
            int header = 8 + 64 + 60 + control().length;
            return patched(deb, header + 48, String.valueOf(data().length + 1000));
        });
        add("ar: truncated", () -> Arrays.copyOf(sample().bytes(), sample().bytes().length - 40));
        add("version: 2.1", () -> version("2.1\n"));
        add("version: 2.0 and more lines", () -> version("2.0\nmore\n"));
        add("version: 3.0", () -> version("3.0\n"));
        add("version: 20", () -> version("20\n"));
        add("version: no line feed", () -> version("2.0"));
        add("version: junk behind", () -> version("2.0 \n"));
        add("version: 0.93 format", () -> "0.939000\n100\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private void compressions() {
        for (String control : new String[] {"", ".gz", ".xz", ".zst", ".bz2", ".lzma"}) {
            add("compression: control.tar" + control, () -> sample().extensions(control, ".gz")
                    .bytes());
        }
        for (String data : new String[] {"", ".gz", ".xz", ".zst", ".bz2", ".lzma"}) {
            add("compression: data.tar" + data, () -> sample().extensions(".gz", data)
                    .bytes());
            byte[] tar = data();
            add(
                    "compression: two streams" + data,
                    () -> ar(
                            "debian-binary",
                            VERSION,
                            "control.tar",
                            control(),
                            "data.tar" + data,
                            concat(
                                    DebBuilder.compress(data, Arrays.copyOf(tar, 1000)),
                                    DebBuilder.compress(data, Arrays.copyOfRange(tar, 1000, tar.length)))));
            add(
                    "compression: junk behind stream" + data,
                    () -> ar(
                            "debian-binary",
                            VERSION,
                            "control.tar",
                            control(),
                            "data.tar" + data,
                            concat(DebBuilder.compress(data, tar), HELLO)));
            add("compression: truncated stream" + data, () -> {
                byte[] whole = DebBuilder.compress(data, tar);
                return ar(
                        "debian-binary",
                        VERSION,
                        "control.tar",
                        control(),
                        "data.tar" + data,
                        Arrays.copyOf(whole, whole.length / 2));
            });
        }
        add(
                "compression: data.tar.gz that is not compressed",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "data.tar.gz", data()));
        add(
                "compression: data.tar.xz that is gzip",
                () -> ar(
                        "debian-binary",
                        VERSION,
                        "control.tar",
                        control(),
                        "data.tar.xz",
                        DebBuilder.compress(".gz", data())));
        add(
                "compression: data.tar.Z",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "data.tar.Z", data()));
        add(
                "compression: empty data.tar",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "data.tar", new byte[0]));
        add(
                "compression: empty data.tar.gz",
                () -> ar("debian-binary", VERSION, "control.tar", control(), "data.tar.gz", new byte[0]));
    }

    private void field(String name, String text) {
        add("control: " + name, () -> sample().control("control", text).bytes());
    }

    private void controlFields() {
        String all = DebBuilder.CONTROL;
        field("no Package", all.replace("Package: sample\n", ""));
        field("no Version", all.replace("Version: 1:2.0-3\n", ""));
        field("no Architecture", all.replace("Architecture: all\n", ""));
        field("no Maintainer", all.replaceAll("Maintainer.*\n", ""));
        field("empty Package", all.replace("sample\n", "\n"));
        field("Package in capitals", all.replace("Package: sample", "Package: Sample"));
        field("Package with a slash", all.replace("Package: sample", "Package: sam/ple"));
        field("Package with an underscore", all.replace("Package: sample", "Package: sam_ple"));
        field("Package that starts with a dot", all.replace("Package: sample", "Package: .sample"));
        field("Version with a letter first", all.replace("1:2.0-3", "x2.0"));
        field("Version with a slash", all.replace("1:2.0-3", "2.0/3"));
        field("Version with a large epoch", all.replace("1:2.0-3", "4294967296:2"));
        field("Version with a negative epoch", all.replace("1:2.0-3", "-1:2"));
        field("Version with an empty epoch", all.replace("1:2.0-3", ":2"));
        field("Version with an epoch only", all.replace("1:2.0-3", "2:"));
        field("Version with an empty revision", all.replace("1:2.0-3", "2-"));
        field("Version with several hyphens", all.replace("1:2.0-3", "2-3-4"));
        field("Version with a second colon", all.replace("1:2.0-3", "1:2:3-4"));
        field("Version with a space", all.replace("1:2.0-3", "2 3"));
        field("Version with a tilde first", all.replace("1:2.0-3", "~2"));
        field("Version with a revision of 1:2", all.replace("1:2.0-3", "2-1:2"));
        field("Architecture with a slash", all.replace("Architecture: all", "Architecture: a/b"));
        field("several architectures", all.replace("Architecture: all", "Architecture: amd64 i386"));
        field("Multi-Arch: same with all", all + "Multi-Arch: same\n");
        field("Multi-Arch: Foreign", all + "Multi-Arch: Foreign\n");
        field("Multi-Arch: other", all + "Multi-Arch: other\n");
        field("Essential: maybe", all + "Essential: maybe\n");
        field("Status", all + "Status: install ok installed\n");
        field("Config-Version", all + "Config-Version: 1\n");
        field("Triggers-Pending", all + "Triggers-Pending: a\n");
        field("Triggers-Awaited", all + "Triggers-Awaited: a\n");
        field("unknown field", all + "X-Other: a\n");
        field("Depends without a parenthesis", all + "Depends: a (>= 1\n");
        field("Depends with an unknown relation", all + "Depends: a (~ 1)\n");
        field("Depends with an empty alternative", all + "Depends: a | \n");
        field("Installed-Size of letters", all + "Installed-Size: many\n");
        field("Priority of two words", all + "Priority: very high\n");
        field("field of one letter", all + "X: a\n");
        field("field twice", all + "X-Other: a\nX-Other: b\n");
        field("field twice in other case", all + "VERSION: 2\n");
        field("names in lower case", all.replace("Package:", "package:").replace("Version:", "vErsion:"));
        field("field that starts with a hyphen", all + "-X: a\n");
        field("field that starts with a number sign", all + "#X: a\n");
        field("comment", "# comment\n" + all);
        field("field with a space before the colon", all + "X-Other : a\n");
        field("field without a colon", all + "X-Other\n");
        field("field without a value", all + "X-Other:\n");
        field("field name of other characters", all + "X-\u00e4: a\n");
        field("continuation line first", " a\n" + all);
        field("no final line feed", all + "X-Other: a");
        field("empty lines first", "\n\n" + all);
        field("empty lines last", all + "\n\n");
        field("second stanza", all + "\n" + all);
        field("line of white space in a value", all + "  \n more\n");
        field("CRLF", all.replace("\n", "\r\n"));
        field("NUL in a value", all + "X-Other: a\0b\n");
        field("SUB in a value", all + "X-Other: a\u001ab\n");
        field("empty", "");
    }

    private void controlArchives() {
        byte[] file = DebBuilder.CONTROL.getBytes(StandardCharsets.UTF_8);
        control("no control file", new DebBuilder.Tar().directory("./"));
        control("names without a dot", new DebBuilder.Tar().file("control", file));
        control("control twice", new DebBuilder.Tar().file("./control", file).file("./control", file));
        control(
                "control as a symbolic link",
                new DebBuilder.Tar().file("./c", file).special("./control", TarConstants.LF_SYMLINK, "c"));
        control(
                "control as a hard link",
                new DebBuilder.Tar().file("./c", file).special("./control", TarConstants.LF_LINK, "./c"));
        control("a device", new DebBuilder.Tar().file("./control", file).special("./null", TarConstants.LF_CHR, ""));
        control("a subdirectory", new DebBuilder.Tar().file("./control", file).directory("./d/"));
        control(
                "a file in a subdirectory",
                new DebBuilder.Tar().file("./control", file).directory("./d/").file("./d/f", HELLO));
        control("a name with ..", new DebBuilder.Tar().file("./control", file).file("../f", HELLO));
        control("PAX", new DebBuilder.Tar().pax().file("./control", file).file("./\u00e4", HELLO));
    }

    private void control(String name, DebBuilder.Tar tar) {
        byte[] bytes = tar.bytes();
        add("control archive: " + name, () -> sample().controlTar(bytes).bytes());
    }

    private void list(String file, String name, String text) {
        add(file + ": " + name, () -> sample().control(file, text).bytes());
    }

    private void lists() {
        list("conffiles", "a file of the package", "/usr/f\n");
        list("conffiles", "a file that is not there", "/etc/a\n");
        list("conffiles", "a relative path", "usr/f\n");
        list("conffiles", "no final line feed", "/usr/f");
        list("conffiles", "an empty line", "/usr/f\n\n");
        list("conffiles", "white space behind", "/usr/f \t\n");
        list("conffiles", "white space in front", " /usr/f\n");
        list("conffiles", "an unknown flag", "other /usr/f\n");
        list("conffiles", "remove-on-upgrade", "remove-on-upgrade /etc/old\n");
        list("conffiles", "remove-on-upgrade of a file that is there", "remove-on-upgrade /usr/f\n");
        list(
                "triggers",
                "every directive",
                "interest a\ninterest-await a2\ninterest-noawait /usr/b\n"
                        + "activate c\nactivate-await d\nactivate-noawait e\n");
        list("triggers", "comments and white space", "# a\n\n  interest \t b  \n");
        list("triggers", "a comment behind", "interest a # b\n");
        list("triggers", "an unknown directive", "watch a\n");
        list("triggers", "no name", "interest\n");
        list("triggers", "a name of other characters", "interest \u00e4\n");
        list("triggers", "no final line feed", "interest a");
        list("triggers", "a number sign in a name", "interest a#\n");
        list("triggers", "a name of two words", "interest a b\n");
        list("triggers", "a path with an empty part", "interest /usr//a\n");
        list("triggers", "a path with a slash behind", "interest /usr/\n");
        list("triggers", "a path with odd characters", "interest /usr/a#_b\n");
        list("triggers", "a name with an underscore", "interest a_b\n");
        list("triggers", "CRLF", "interest a\r\n");
        list("md5sums", "nonsense", "nonsense\n");
        list("shlibs", "nonsense", "nonsense\n");
        list("unknown-file", "anything", "anything\n");
    }

    private void data(String name, DebBuilder.Tar tar) {
        byte[] bytes = tar.bytes();
        raw(name, bytes);
    }

    private void raw(String name, byte[] tar) {
        add(
                "data: " + name,
                () -> new DebBuilder().dataTar(tar).extensions(".gz", ".gz").bytes());
    }

    private static DebBuilder.Tar tar() {
        return new DebBuilder.Tar().directory("./").directory("./usr/");
    }

    private void names() {
        data("names without ./", new DebBuilder.Tar().directory("usr/").file("usr/f", HELLO));
        data(
                "names with /",
                new DebBuilder.Tar()
                        .put(preserved("/usr/", TarConstants.LF_DIR), new byte[0])
                        .put(preserved("/usr/f", TarConstants.LF_NORMAL), new byte[0]));
        data(
                "long name of GNU",
                tar().directory("./usr/" + "n".repeat(130) + "/").file(LONG, HELLO));
        data(
                "long name of PAX",
                tar().pax().directory("./usr/" + "n".repeat(130) + "/").file(LONG, HELLO));
        data("long link of GNU", tar().special("./usr/l", TarConstants.LF_SYMLINK, "x".repeat(200)));
        data("UTF-8 names", tar().file("./usr/gr\u00f6\u00dfe\u20ac", HELLO));
        data("..", tar().file("./usr/../../f", HELLO));
        data(".. last", tar().directory("./usr/.."));
        data(". inside", tar().file("./usr/./f", HELLO));
        data("empty part", tar().file("./usr//f", HELLO));
        data("line feed", tar().file("./usr/a\nb", HELLO));
        data("path of 5000 bytes", tar().file("./usr/" + "abcdefghi/".repeat(500) + "f", HELLO));
        data("name of 255 bytes", tar().file("./usr/" + "n".repeat(255), HELLO));
        data("name of 256 bytes", tar().file("./usr/" + "n".repeat(256), HELLO));
        data("name of 256 bytes in 128 characters", tar().file("./usr/" + "\u00e4".repeat(128), HELLO));
        data("link to 4095 bytes", tar().special("./usr/l", TarConstants.LF_SYMLINK, "x".repeat(4095)));
        data("link to 4096 bytes", tar().special("./usr/l", TarConstants.LF_SYMLINK, "x".repeat(4096)));
        data("directory twice", tar().directory("./usr/").file("./usr/f", HELLO));
        data("file twice", tar().file("./usr/f", HELLO).file("./usr/f", "other".getBytes(StandardCharsets.UTF_8)));
        data(
                "link twice",
                tar().special("./usr/f", TarConstants.LF_SYMLINK, "a")
                        .special("./usr/f", TarConstants.LF_SYMLINK, "a"));
        data("file and directory", tar().file("./usr/f", HELLO).directory("./usr/f/"));
        data("file below a file", tar().file("./usr/f", HELLO).file("./usr/f/g", HELLO));
        data(
                "file below a link",
                tar().special("./usr/l", TarConstants.LF_SYMLINK, "/tmp").file("./usr/l/evil-of-relocpy-test", HELLO));
        data(
                "link above a file",
                tar().directory("./usr/d/")
                        .file("./usr/d/f", HELLO)
                        .special("./usr/d", TarConstants.LF_SYMLINK, "/tmp"));
        data("no parent directories", new DebBuilder.Tar().file("./usr/lib/f", HELLO));
    }

    private static TarArchiveEntry preserved(String name, byte type) {
        return new TarArchiveEntry(name, type, true);
    }

    private void types() {
        data("hard link", tar().file("./usr/f", HELLO).special("./usr/g", TarConstants.LF_LINK, "./usr/f"));
        data(
                "hard link to a hard link",
                tar().file("./usr/f", HELLO)
                        .special("./usr/g", TarConstants.LF_LINK, "./usr/f")
                        .special("./usr/h", TarConstants.LF_LINK, "usr/g"));
        data("hard link to nothing", tar().special("./usr/g", TarConstants.LF_LINK, "./usr/f"));
        data(
                "hard link to a later file",
                tar().special("./usr/g", TarConstants.LF_LINK, "./usr/f").file("./usr/f", HELLO));
        data("hard link to a directory", tar().special("./usr/g", TarConstants.LF_LINK, "./usr"));
        data(
                "hard link to a symbolic link",
                tar().special("./usr/l", TarConstants.LF_SYMLINK, "x")
                        .special("./usr/g", TarConstants.LF_LINK, "./usr/l"));
        data("hard link out of the root", tar().special("./usr/g", TarConstants.LF_LINK, "../../etc/passwd"));
        data("hard link to itself", tar().special("./usr/g", TarConstants.LF_LINK, "./usr/g"));
        byte[] link = block(124, "00000000005\0");
        System.arraycopy("./usr/f\0".getBytes(StandardCharsets.UTF_8), 0, link, 157, 8);
        System.arraycopy("./usr/g\0".getBytes(StandardCharsets.UTF_8), 0, link, 0, 8);
        link[156] = '1';
        byte[] before = tar().file("./usr/f", HELLO).bytes();
        raw(
                "hard link with a size",
                concat(Arrays.copyOf(before, 4 * 512), withChecksum(link), block(0, "./h\0"), END));
        TarArchiveEntry measured = new TarArchiveEntry("./usr/l", TarConstants.LF_SYMLINK, true);
        measured.setLinkName("a");
        measured.setSize(HELLO.length);
        data("symbolic link with content", tar().put(measured, HELLO));
        data(
                "hard link to a FIFO",
                tar().special("./usr/p", TarConstants.LF_FIFO, "").special("./usr/g", TarConstants.LF_LINK, "./usr/p"));
        data("symbolic link without a target", tar().special("./usr/l", TarConstants.LF_SYMLINK, ""));
        data("device", tar().special("./usr/null", TarConstants.LF_CHR, ""));
        data("FIFO", tar().special("./usr/p", TarConstants.LF_FIFO, ""));
        data("set-id", tar().file("./usr/s", HELLO, 06755));
        data("contiguous file", tar().special("./usr/c", TarConstants.LF_CONTIG, ""));
        data("type x9", tar().special("./usr/c", (byte) '9', ""));
        data("volume label", tar().special("label", (byte) 'V', ""));
        data("GNU sparse file", tar().special("./usr/c", (byte) 'S', ""));
    }

    /** One header block of a file without content, with text put over it at an offset and a right checksum. */
    private static byte[] block(int offset, String text) {
        byte[] tar = Arrays.copyOf(new DebBuilder.Tar().file("./f", new byte[0]).bytes(), 512);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, tar, offset, bytes.length);
        return withChecksum(tar);
    }

    private static byte[] withChecksum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        byte[] digits = String.format("%06o\0", sum).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(digits, 0, block, 148, digits.length);
        return block;
    }

    private static final byte[] END = new byte[1024];

    private void headers() {
        byte[] whole = tar().file("./usr/f", HELLO).bytes();
        int end = 4 * 512;
        raw("no end block", Arrays.copyOf(whole, end));
        raw("one end block", Arrays.copyOf(whole, end + 512));
        raw("partial block", Arrays.copyOf(whole, end + 100));
        raw("content cut off", Arrays.copyOf(whole, 3 * 512 + 3));
        raw("padding cut off", Arrays.copyOf(whole, 3 * 512 + 100));
        raw("entries behind the end", concat(Arrays.copyOf(whole, end), END, block(0, "./g\0")));
        raw("junk behind the end", concat(Arrays.copyOf(whole, end), END, HELLO));
        raw("wrong checksum", patched(whole, 5, "x"));
        raw("old form", concat(block(257, "\0\0\0\0\0\0\0\0"), END));
        raw("old form of a directory", concat(block(0, "./d/\0"), END));
        raw("NUL type", concat(block(156, "\0"), END));
        raw(
                "ustar prefix",
                concat(Arrays.copyOf(tar().bytes(), 1024), block(257, "ustar\00000" + "\0".repeat(80) + "./usr"), END));
        raw("empty name", concat(block(0, "\0\0\0\0"), END));
        raw("letters in size", concat(block(124, "0000000000x\0"), END));
        raw("negative size", concat(block(124, "\u00ff".repeat(12)), END));
        raw("size of 2^70", concat(block(124, "\u0080\0\0\1\0\0\0\0\0\0\0\0"), END));
        raw("size of 2^62", concat(block(124, "\u0080\0\0\0\u0040\0\0\0\0\0\0\0"), END));
        raw("size in base 256", concat(block(124, "\u0080\0\0\0\0\0\0\0\0\0\0\5"), Arrays.copyOf(HELLO, 512), END));
        raw("size with blanks", concat(block(124, "         5 \0"), Arrays.copyOf(HELLO, 512), END));
        raw("blank size", concat(block(124, "            "), END));
        raw("negative time", concat(block(136, "\u00ff".repeat(12)), END));
        raw("letters in mode", concat(block(100, "00006x4\0"), END));
        raw("blank mode", concat(block(100, "        "), END));
        raw("letters in user number", concat(block(108, "000000x\0"), END));
        byte[] directory = block(124, "00000000005\0");
        directory[156] = '5';
        raw("directory with content", concat(withChecksum(directory), Arrays.copyOf(HELLO, 512), END));
        raw("long name without an entry", concat(longName("./name"), END));
        raw("long name twice", concat(longName("./one"), longName("./two"), block(0, "./f\0"), END));
        raw("long name of no bytes", concat(longName(""), block(0, "./f\0"), END));
        raw("no entry", END);
    }

    private static byte[] longName(String name) {
        byte[] header = block(0, "././@LongLink\0");
        byte[] size = String.format("%011o\0", name.length()).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = 'L';
        byte[] content = name.getBytes(StandardCharsets.ISO_8859_1);
        return concat(withChecksum(header), Arrays.copyOf(content, content.length == 0 ? 0 : 512));
    }

    private void paxRecords() {
        pax("path", 'x', "14 path=./abc\n");
        pax("time with a fraction", 'x', "19 mtime=1700000.5\n");
        pax("negative time", 'x', "14 mtime=-1.5\n");
        pax("unknown keyword", 'x', "15 RELOCPY.a=bc\n".replace("15", "16"));
        pax("wrong length", 'x', "99 path=./abc\n");
        pax("no equals sign", 'x', "8 path\n\n");
        pax("sparse file", 'x', "22 GNU.sparse.major=1\n");
        pax("global comment", 'g', "15 comment=abc\n");
        pax("global path", 'g', "14 path=./abc\n");
        pax("size that differs", 'x', "10 size=0\n");
    }

    private void pax(String name, char type, String records) {
        byte[] header = block(0, "./pax\0");
        byte[] size = String.format("%011o\0", records.length()).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        raw(
                "PAX " + name,
                concat(
                        withChecksum(header),
                        Arrays.copyOf(records.getBytes(StandardCharsets.ISO_8859_1), 512),
                        block(0, "./f\0"),
                        END));
    }
}
