package io.relocpy.bundle;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.TarPieces.BLOCK;
import static io.relocpy.bundle.TarPieces.entry;
import static io.relocpy.bundle.TarPieces.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Outcome;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.TarEntry;
import io.relocpy.bundle.internal.format.TarLayout;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** An archive whose manifest is untouched, but that other programs would unpack to something else, is never sound. */
class TamperedArchiveTest {
    private static final Consumer<TarArchiveEntry> AS_IT_IS = entry -> {};
    private static final String MODULE = "lib64/python3.13/os.py";

    @TempDir
    Path folder;

    private byte[] tar;
    private TarPieces pieces;

    @BeforeEach
    void write() throws IOException {
        List<BundleFile> files = new ArrayList<>(SmallBundle.files());
        files.add(bundled("licenses/python3/copyright", "Take it.\n"));
        files.add(bundled("share/ü", "text"));
        SmallBundle.write(folder.resolve("small.tar"), files);
        tar = Files.readAllBytes(folder.resolve("small.tar"));
        pieces = TarPieces.of(tar);
        assertThat(pieces.bytes()).isEqualTo(tar);
        assertThat(verify(tar).findings()).isEmpty();
    }

    @Test
    void anEntryWhoseNameEndsInASlashIsADirectoryOnlyIfItsTypeSaysSo() throws IOException {
        for (char type : "0\0012346789".toCharArray()) {
            assertNotSound(
                    "added, type " + (int) type,
                    pieces.inserted(
                            MODULE,
                            entry("small/lib64/python3.13/new/", type, "", entry -> entry.setLinkName("/etc"))));
            assertNotSound("changed, type " + (int) type, pieces.changed("lib64/python3.13/", block -> {
                block[156] = (byte) type;
                put(block, 157, "/tmp");
            }));
        }
    }

    @Test
    void nothingStandsBehindTheEnd() throws IOException {
        byte[] more = entry("small/evil.py", '0', "evil", AS_IT_IS);
        byte[] zero = new byte[BLOCK];

        assertNotSound("a zero block, then an entry", pieces.inserted(MODULE, zero));
        assertNotSound("two zero blocks, then an entry", pieces.inserted(MODULE, new byte[2 * BLOCK]));
        assertNotSound("an entry behind the end", plus(tar, more));
        assertNotSound("an archive behind the end", plus(tar, tar));
        assertNotSound("a zero block more", plus(tar, zero));
        assertNotSound("a record of zeros more", plus(tar, new byte[10240]));
        assertNotSound("a byte more", plus(tar, new byte[] {0}));
        assertNotSound("a zero block less", Arrays.copyOf(tar, tar.length - BLOCK));
        assertNotSound("no zero block", Arrays.copyOf(tar, tar.length - 2 * BLOCK));
        assertNotSound("half a zero block", Arrays.copyOf(tar, tar.length - BLOCK / 2));
    }

    @Test
    void compressionIsOneStreamWithNothingBehind() throws IOException {
        byte[] more = new TarPieces(List.of(new TarPieces.Piece("", entry("small/evil.py", '0', "evil", AS_IT_IS), 0)))
                .bytes();
        byte[] gzip = gzip(tar);
        assertThat(verify(gzip).isSound()).isTrue();
        assertNotSound("a second member", plus(gzip, gzip(more)));
        assertNotSound("an empty second member", plus(gzip, gzip(new byte[0])));
        assertNotSound("an empty first member", plus(gzip(new byte[0]), gzip));
        assertNotSound("cut into two members", plus(gzip(Arrays.copyOf(tar, 5 * BLOCK)), gzip(rest(tar, 5 * BLOCK))));
        assertNotSound("zeros", plus(gzip, new byte[512]));
        assertNotSound("a byte", plus(gzip, new byte[] {7}));
        for (int flag = 1; flag < 256; flag <<= 1) {
            byte[] flagged = gzip.clone();
            flagged[3] = (byte) flag;
            assertNotSound("gzip flag " + flag, flagged);
        }
        byte[] zstd = zstd(tar);
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 'e', 'v', 'i', 'l'};
        assertThat(verify(zstd).isSound()).isTrue();
        assertNotSound("a second frame", plus(zstd, zstd(more)));
        assertNotSound("an empty second frame", plus(zstd, zstd(new byte[0])));
        assertNotSound("cut into two frames", plus(zstd(Arrays.copyOf(tar, 5 * BLOCK)), zstd(rest(tar, 5 * BLOCK))));
        assertNotSound("a skippable frame behind", plus(zstd, skippable));
        assertNotSound("a skippable frame before", plus(skippable, zstd));
        assertNotSound("a byte", plus(zstd, new byte[] {7}));
        byte[] xz = xz(tar);
        assertThat(verify(xz).isSound()).isTrue();
        assertNotSound("a second stream", plus(xz, xz(more)));
        assertNotSound("an empty second stream", plus(xz, xz(new byte[0])));
        assertNotSound("cut into two streams", plus(xz(Arrays.copyOf(tar, 5 * BLOCK)), xz(rest(tar, 5 * BLOCK))));
        assertNotSound("stream padding", plus(xz, new byte[4]));
        assertNotSound("a byte", plus(xz, new byte[] {7}));
    }

    @Test
    void aCompiledModuleThatTheBundleDoesNotListIsAFaultInAnArchive() throws IOException {
        byte[] added = plus(
                entry("small/lib64/python3.13/__pycache__/", '5', "", entry -> entry.setMode(0755)),
                entry("small/lib64/python3.13/__pycache__/os.cpython-313.pyc", '0', "evil", AS_IT_IS));

        BundleVerification verification = verify(pieces.inserted(MODULE, added));

        assertThat(verification.outcome()).isEqualTo(Outcome.NOT_SOUND);
        assertThat(verification.toText()).contains("os.cpython-313.pyc: is not in the list of files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4755", "2755", "1755", "0775", "0757", "0777", "0700", "0000", "100755"})
    void aModeThatIsNotListedIsAFault(String mode) throws IOException {
        for (String name : List.of("bin/python3.13", "lib64/", "bin/python3")) {
            if (name.equals("bin/python3") && mode.equals("0777")) { // of a link
                continue;
            }
            byte[] changed = pieces.changed(name, block -> put(block, 100, "0".repeat(7 - mode.length()) + mode + " "));

            BundleVerification verification = verify(changed);

            assertThat(verification.faults())
                    .filteredOn(fault -> fault.check() == Check.FORM)
                    .extracting(Finding::toString)
                    .singleElement()
                    .asString()
                    .startsWith("small/" + name + ": expected mode 07")
                    .contains("found " + mode)
                    .matches(mode.startsWith("4") ? ".*set-user-ID.*" : ".*");
        }
    }

    @Test
    void everyFieldOfAHeaderIsHeldToItsForm() throws IOException {
        Map<String, Consumer<byte[]>> changes = new LinkedHashMap<>();
        changes.put("owner", block -> put(block, 108, "0001750 "));
        changes.put("group", block -> put(block, 116, "0001750 "));
        changes.put("owner's name", block -> put(block, 265, "nobody"));
        changes.put("group's name", block -> put(block, 297, "nogroup"));
        changes.put("NUL behind the mode", block -> block[107] = 0);
        changes.put("spaces before the mode", block -> put(block, 100, "    "));
        changes.put("time", block -> put(block, 136, "14524770401 "));
        changes.put("NUL behind the time", block -> block[147] = 0);
        changes.put("time in base 256", block -> {
            put(block, 136, "\0\0\0\0\0\0\0\0\0\0\0\0");
            block[136] = (byte) 0x80;
            block[147] = 5;
        });
        changes.put("size in base 256", block -> {
            long size = Long.parseLong(new String(block, 124, 11, StandardCharsets.US_ASCII), 8);
            put(block, 124, "\0\0\0\0\0\0\0\0\0\0\0\0");
            block[124] = (byte) 0x80;
            block[134] = (byte) (size >> 8);
            block[135] = (byte) size;
        });
        changes.put("type NUL", block -> block[156] = 0);
        changes.put("type 7", block -> block[156] = '7');
        changes.put("a target of a file", block -> put(block, 157, "x"));
        changes.put("behind the NUL of the name", block -> block[99] = 'x');
        changes.put("behind the NUL of the owner", block -> block[296] = 'x');
        changes.put("GNU's magic", block -> put(block, 257, "ustar  \0"));
        changes.put("no magic", block -> put(block, 257, "\0\0\0\0\0\0\0\0"));
        changes.put("other version", block -> put(block, 263, "01"));
        changes.put("device", block -> put(block, 329, "0000001 "));
        changes.put("prefix", block -> put(block, 345, "evil"));
        changes.put("a prefix for the top directory", block -> {
            put(block, 345, "small");
            byte[] name = Arrays.copyOfRange(block, 6, 100);
            Arrays.fill(block, 0, 100, (byte) 0);
            System.arraycopy(name, 0, block, 0, name.length);
        });
        changes.put("unused last byte", block -> block[511] = 1);
        for (Map.Entry<String, Consumer<byte[]>> change : changes.entrySet()) {
            for (String name : List.of("bin/python3.13", "lib64/", MODULE, "bin/python3", "share/ü")) {
                if (!(change.getKey().contains("target") && name.equals("bin/python3"))) {
                    assertNotSound(change.getKey() + " of " + name, pieces.changed(name, change.getValue()));
                }
            }
        }
        assertNotSound("size of a directory", pieces.changed("lib64/", block -> put(block, 124, "00000001000 ")));
        byte[] sum = tar.clone();
        System.arraycopy(String.format("%07o\0", sumOf(tar)).getBytes(StandardCharsets.US_ASCII), 0, sum, 148, 8);
        assertNotSound("a checksum of seven digits", sum);
        byte[] padded = tar.clone();
        int text = new String(tar, StandardCharsets.ISO_8859_1).indexOf("import abc");
        padded[text + 11] = 'x';
        assertNotSound("padding behind a content", padded);
    }

    private static int sumOf(byte[] tar) {
        byte[] block = Arrays.copyOf(tar, BLOCK);
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        return sum;
    }

    @Test
    void headersThatSayMoreOfAnEntryAreOnlyThoseThatRelocpyWrites() throws IOException {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (String record : List.of(
                "SCHILY.xattr.user.evil=x",
                "SCHILY.xattr.security.capability=x",
                "LIBARCHIVE.xattr.user.evil=eA",
                "SCHILY.acl.access=user::rwx,user:1000:rwx",
                "RHT.security.selinux=evil_t",
                "path=small/lib64/python3.13/evil.py",
                "path=small/" + MODULE,
                "linkpath=/etc",
                "size=0",
                "uid=1000",
                "gid=1000",
                "uname=nobody",
                "mtime=1700000000",
                "mtime=1700000000.5",
                "atime=1",
                "comment=x",
                "hdrcharset=BINARY",
                "GNU.sparse.name=evil",
                "GNU.sparse.major=1",
                "SCHILY.devmajor=1",
                "SCHILY.realsize=3")) {
            headers.put("x " + record, pax('x', record));
            headers.put("g " + record, pax('g', record));
            headers.put("X " + record, pax('X', record));
        }
        headers.put("path twice", pax('x', "path=small/evil", "path=small/" + MODULE));
        headers.put("empty x", entry("./PaxHeaders.X/x", 'x', "", AS_IT_IS));
        headers.put("empty g", entry("./PaxHeaders.X/x", 'g', "", AS_IT_IS));
        headers.put("L", entry("././@LongLink", 'L', "small/" + MODULE + "\0", AS_IT_IS));
        headers.put("L elsewhere", entry("././@LongLink", 'L', "small/evil\0", AS_IT_IS));
        headers.put("K", entry("././@LongLink", 'K', "/etc\0", AS_IT_IS));
        headers.put("A", entry("acl", 'A', "user::rwx\0", AS_IT_IS));
        headers.put("V", entry("label", 'V', "", AS_IT_IS));
        headers.put("N", entry("names", 'N', "", AS_IT_IS));
        headers.put("M", entry("small/" + MODULE, 'M', "", AS_IT_IS));
        headers.put("D", entry("small/dump", 'D', "Yevil\0\0", AS_IT_IS));
        headers.put("S", entry("small/sparse", 'S', "", AS_IT_IS));
        for (Map.Entry<String, byte[]> header : headers.entrySet()) {
            for (String name : List.of(MODULE, "bin/python3", "small/", "share/ü", "lib64/")) {
                assertNotSound(header.getKey() + " before " + name, pieces.inserted(name, header.getValue()));
            }
        }
        TarPieces without = new TarPieces(pieces.pieces);
        int at = pieces.find("share/ü");
        TarPieces.Piece piece = pieces.pieces.get(at);
        without.pieces.set(at, new TarPieces.Piece("", rest(piece.bytes(), piece.header()), 0));
        assertNotSound("no pax header where one belongs", without.bytes());
    }

    @Test
    void entriesAreThoseOfTheListInItsOrder() throws IOException {
        int count = pieces.pieces.size();
        for (int i = 0; i < count; i++) {
            TarPieces removed = new TarPieces(pieces.pieces);
            removed.pieces.remove(i);
            assertNotSound("without " + i, removed.bytes());
            TarPieces twice = new TarPieces(pieces.pieces);
            twice.pieces.add(i, pieces.pieces.get(i));
            assertNotSound("twice " + i, twice.bytes());
            TarPieces again = new TarPieces(pieces.pieces);
            again.pieces.add(pieces.pieces.get(i));
            assertNotSound("again at the end " + i, again.bytes());
            TarPieces swapped = new TarPieces(pieces.pieces);
            Collections.swap(swapped.pieces, i, (i + 1) % count);
            assertNotSound("swapped " + i, swapped.bytes());
        }
        for (String added : List.of(
                "small/evil.py",
                "small/lib64/python3.13/evil/",
                "evil.py",
                "/evil.py",
                "../evil.py",
                "small/../evil.py",
                "small/./" + MODULE,
                "small//" + MODULE,
                "./small/" + MODULE,
                "small/bin/python3/evil",
                "small/relocpy.json.asc/evil")) {
            for (char type : "0125".toCharArray()) {
                byte[] entry = entry(added, type, "", each -> each.setLinkName("python3.13"));
                assertNotSound(added + " of type " + type, pieces.inserted("licenses/", entry));
            }
        }
        assertNotSound("another target", pieces.changed("bin/python3", block -> put(block, 157, "python3.14")));
        assertNotSound("./ before all names", renamed("small/", "./small/"));
        assertNotSound("no top directory", renamed("small/", ""));
        assertThat(verify(renamed("small/", "other/")).findings())
                .as("another top directory is as good")
                .isEmpty();
        assertNotSound("a top directory with a line feed", renamed("small/", "sm\nall/"));
        assertNotSound("the top directory ..", renamed("small/", "../"));
    }

    @ParameterizedTest
    @ValueSource(strings = {BundleLayout.SBOM, BundleLayout.LOCK, "licenses/python3/copyright"})
    void anEmptiedFileIsAFault(String name) throws IOException {
        TarPieces emptied = new TarPieces(pieces.pieces);
        emptied.pieces.set(
                pieces.find(name),
                new TarPieces.Piece("", entry("small/" + name, '0', "", each -> each.setMode(0644)), 0));

        assertThat(verify(emptied.bytes()).toText()).contains(name + ": expected ", " bytes, found 0");
    }

    @Test
    void aSignatureMayBeThereOfAnyTimeButNothingElse() throws IOException {
        byte[] signature = signature("any text", 0644);

        assertThat(verify(pieces.inserted("relocpy.lock", signature)).findings())
                .isEmpty();
        assertNotSound("at another place", pieces.inserted("relocpy.json", signature));
        assertNotSound("twice", pieces.inserted("relocpy.lock", plus(signature, signature)));
        assertNotSound("executable", pieces.inserted("relocpy.lock", signature("", 0755)));
        assertNotSound("too large", pieces.inserted("relocpy.lock", signature("x".repeat(65_537), 0644)));
        assertNotSound("a link", pieces.inserted("relocpy.lock", entry("small/relocpy.json.asc", '2', "", each -> {
            each.setMode(0777);
            each.setLinkName("relocpy.json");
        })));
    }

    private static byte[] signature(String text, int mode) {
        return entry("small/relocpy.json.asc", '0', text, each -> {
            each.setMode(mode);
            each.setModTime(1_800_000_000_000L);
        });
    }

    @Test
    void anArchiveThatWasPackedAgainSaysSoInFewLines() throws IOException {
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(again, 10240, "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (TarPieces.Piece piece : pieces.pieces) {
                TarArchiveEntry entry =
                        new TarArchiveEntry(Arrays.copyOfRange(piece.bytes(), piece.header(), piece.header() + BLOCK));
                entry.setUserId(1000);
                entry.setUserName("me");
                out.putArchiveEntry(entry);
                out.write(piece.bytes(), piece.header() + BLOCK, (int) entry.getSize());
                out.closeArchiveEntry();
            }
        }

        BundleVerification verification = verify(again.toByteArray());

        assertThat(verification.faults()).hasSize(1);
        assertThat(verification.toText())
                .contains("expected \"0000000 \" as owner's number, found \"0001750 \"")
                .contains("an archive that another program packed is not relocpy's: verify the directory")
                .contains("; the same kind of thing in " + pieces.pieces.size() + " more");
    }

    private byte[] renamed(String from, String to) {
        TarPieces other = new TarPieces(List.of());
        for (TarPieces.Piece piece : pieces.pieces) {
            if (piece.header() > 0) { // its pax header has the name, too
                String name = to + "share/ü";
                other.pieces.add(new TarPieces.Piece("", entry(name, '0', "text", AS_IT_IS), 0));
                byte[] own = TarLayout.header(TarEntry.file(name, false, 4, TIME.getEpochSecond()));
                byte[] padded = Arrays.copyOf("text".getBytes(StandardCharsets.US_ASCII), BLOCK);
                other.pieces.set(other.pieces.size() - 1, new TarPieces.Piece("", plus(own, padded), 0));
                continue;
            }
            String name = piece.name().replaceFirst("^" + from, to);
            if (!name.isEmpty()) {
                other.pieces.add(piece.with(block -> {
                    Arrays.fill(block, 0, 100, (byte) 0);
                    put(block, 0, name);
                }));
            }
        }
        return other.bytes();
    }

    private static byte[] pax(char type, String... records) {
        StringBuilder text = new StringBuilder();
        for (String record : records) {
            int length = record.length() + 3;
            length += Integer.toString(length + 1).length() - 1;
            text.append(length).append(' ').append(record).append('\n');
        }
        return entry("./PaxHeaders.X/x", type, text.toString(), AS_IT_IS);
    }

    private void assertNotSound(String what, byte[] archive) throws IOException {
        try {
            assertThat(verify(archive).outcome()).as(what).isEqualTo(Outcome.NOT_SOUND);
        } catch (BundleException e) {
            assertThat(e).as(what).hasMessageStartingWith(folder.resolve("tampered") + ": ");
        }
    }

    private BundleVerification verify(byte[] archive) throws IOException {
        return Bundle.verify(Files.write(folder.resolve("tampered"), archive));
    }

    private static byte[] plus(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] rest(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private interface Compressor {
        OutputStream into(OutputStream out) throws IOException;
    }

    private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compressor.into(out)) {
            compressing.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        return compressed(bytes, GZIPOutputStream::new);
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        return compressed(bytes, ZstdOutputStream::new);
    }

    private static byte[] xz(byte[] bytes) throws IOException {
        return compressed(bytes, out -> new XZOutputStream(out, new LZMA2Options(0)));
    }
}
