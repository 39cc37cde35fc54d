package io.relocpy.bundle;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.Samples.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small bundle is written, changed in one way, and verified. */
class BundleVerifierTest {
    private static final String LIBRARY = "lib64/libone.so.1";

    @TempDir
    Path folder;

    private Path bundle;
    private List<BundleFile> files;

    @BeforeEach
    void writeBundle() throws IOException {
        bundle = folder.resolve("bundle");
        files = new ArrayList<>(List.of(
                bundled("lib64/python3.13/os.py", "import abc\n"),
                executable(
                        "bin/python3.13",
                        LauncherTemplate.forArchitecture("x86_64").argv0Shim()),
                new BundleFile.Link("bin/python3", "python3.13", "relocpy", ""),
                executable(BundleLayout.LOADER, library("ld-linux-x86-64.so.2", editor -> editor)),
                executable(LIBRARY, library("libone.so.1", editor -> editor.addNeeded(
                                "libtwo.so.2", "ld-linux-x86-64.so.2")
                        .setRpath("$ORIGIN"))),
                executable("lib64/libtwo.so.2", library("libtwo.so.2", editor -> editor))));
        write(bundle);
    }

    @Test
    void whatWasWrittenIsSound() throws IOException {
        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.findings()).isEmpty();
        assertThat(verification.isSound()).isTrue();
        assertThat(verification.toText()).isEqualTo(bundle + ": sound, 0 notes in 8 files\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz"})
    void anArchiveOfAnyKindAndNameIsVerifiedLikeADirectory(String name) throws IOException {
        write(folder.resolve(name));
        Path renamed = Files.move(folder.resolve(name), folder.resolve("download"));

        assertThat(Bundle.verify(renamed).toText()).isEqualTo(renamed + ": sound, 0 notes in 8 files\n");
    }

    @Test
    void changedBytesAreFound() throws IOException {
        Files.writeString(bundle.resolve("lib64/python3.13/os.py"), "import abC\n");

        assertFault(Check.FILE, "lib64/python3.13/os.py", "expected sha256 ");
    }

    @Test
    void aChangedSizeIsFound() throws IOException {
        Files.writeString(bundle.resolve("lib64/python3.13/os.py"), "");

        assertFault(Check.FILE, "lib64/python3.13/os.py", "expected 11 bytes, found 0");
    }

    @Test
    void aMissingFileIsFound() throws IOException {
        Files.delete(bundle.resolve("lib64/python3.13/os.py"));

        assertFault(Check.FILE, "lib64/python3.13/os.py", "is missing; it came from relocpy");
    }

    @Test
    void aFileThatIsNotListedIsFound() throws IOException {
        Files.writeString(bundle.resolve("lib64/python3.13/new.py"), "");

        assertFault(Check.FILE, "lib64/python3.13/new.py", "is not in the list of files");
    }

    @Test
    void whatPythonCompiledIsANote() throws IOException {
        Path cache = Files.createDirectory(bundle.resolve("lib64/python3.13/__pycache__"));
        Files.writeString(cache.resolve("os.cpython-313.pyc"), "");
        Files.writeString(cache.resolve("abc.cpython-313.pyc"), "");

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.toText())
                .isEqualTo("note   lib64/python3.13/__pycache__: has 2 compiled modules that are not in the list;"
                        + " running Python makes them\n" + bundle + ": sound, 1 note in 10 files\n");
    }

    @Test
    void aChangedModeIsFound() throws IOException {
        Files.setPosixFilePermissions(bundle.resolve("bin/python3.13"), PosixFilePermissions.fromString("rw-r--r--"));

        assertFault(Check.FILE, "bin/python3.13", "is not executable and should be");
    }

    @Test
    void whatTheUmaskTookFromOthersIsNoFault() throws IOException {
        Files.setPosixFilePermissions(bundle.resolve("bin/python3.13"), PosixFilePermissions.fromString("rwx------"));

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @Test
    void aChangedLinkIsFound() throws IOException {
        relink("bin/python3", "../bin/python3.13");

        assertFault(Check.FILE, "bin/python3", "expected a link to python3.13, found one to ../bin/python3.13");
    }

    @Test
    void aLinkInPlaceOfAFileIsFound() throws IOException {
        relink("lib64/python3.13/os.py", "../../bin/python3.13");

        assertFault(Check.FILE, "lib64/python3.13/os.py", "expected a file, found a link");
    }

    @Test
    void linksThatLeaveTheBundleAreFound() throws IOException {
        rewritten(new BundleFile.Link("lib64/up", "../../bundle/bin/python3", "relocpy", ""));
        assertFault(Check.LINK, "lib64/up", "out of the bundle");

        rewritten(new BundleFile.Link("lib64/up", "/bin/python3", "relocpy", ""));
        assertFault(Check.LINK, "lib64/up", "leads to /bin/python3 of the host");

        rewritten(new BundleFile.Link("lib64/up", "nowhere", "relocpy", ""));
        assertFault(Check.LINK, "lib64/up", "leads to nowhere, which is not in the bundle");

        rewritten(new BundleFile.Link("lib64/up", "up", "relocpy", ""));
        assertFault(Check.LINK, "lib64/up", "in a circle");
    }

    @Test
    void aLinkIntoALinkedDirectoryIsFollowedAsTheKernelDoes() throws IOException {
        rewritten(
                new BundleFile.Link("share/deep/er", "../../lib64/python3.13", "relocpy", ""),
                new BundleFile.Link("share/ok", "deep/er/../libone.so.1", "relocpy", ""));

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @Test
    void searchPathsThatLeaveTheBundleAreFound() throws IOException {
        for (String path : List.of("/usr/lib64", "$ORIGIN/../../lib64", "lib64", "$ORIGINAL/lib")) {
            rewritten(
                    executable("lib64/libbad.so", library("libbad.so", editor -> editor.setRpath("$ORIGIN:" + path))));

            assertFault(Check.HOST_PATH, "lib64/libbad.so", "looks for libraries in " + path);
        }
    }

    @Test
    void anEmptyEntryOfASearchPathIsTheCurrentDirectory() throws IOException {
        rewritten(executable("lib64/libbad.so", library("libbad.so", editor -> editor.setRunpath("$ORIGIN:"))));

        assertFault(Check.HOST_PATH, "lib64/libbad.so", "looks for libraries in the current directory");
    }

    @Test
    void aMissingLibraryIsFoundWithAllThatNeedIt() throws IOException {
        rewritten(
                executable("lib64/libthree.so", library("libthree.so", editor -> editor.addNeeded("libgone.so"))),
                executable("lib64/libfour.so", library("libfour.so", editor -> editor.addNeeded("libthree.so"))));

        assertThat(Bundle.verify(bundle).faults())
                .extracting(Finding::check, Finding::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Check.LIBRARY, "lib64/libfour.so"),
                        org.assertj.core.groups.Tuple.tuple(Check.LIBRARY, "lib64/libthree.so"));
        assertThat(Bundle.verify(bundle).toText())
                .contains("libfour.so: loads /lib64/libthree.so, which needs libgone.so")
                .contains("libthree.so: needs libgone.so");
    }

    @Test
    void aMissingLoaderIsFound() throws IOException {
        Files.delete(bundle.resolve(BundleLayout.LOADER));

        assertThat(Bundle.verify(bundle).toText())
                .contains("ld.so: is missing", "ld.so: the bundle's loader is missing");
    }

    @Test
    void aDamagedLibraryIsFound() throws IOException {
        byte[] bytes = content(LIBRARY);
        rewritten(executable("lib64/libbad.so", Content.of(Arrays.copyOf(bytes, 100))));

        assertFault(Check.LIBRARY, "lib64/libbad.so", "can not be examined");
    }

    @Test
    void aCommandThatTheHostWouldRunIsFound() throws IOException {
        rewritten(executable("bin/tool", Content.of("#!/usr/bin/python3 -s\n")));

        assertFault(Check.HOST_PATH, "bin/tool", "is run by the host's /usr/bin/python3 -s");
    }

    @Test
    void firstLinesElsewhereAreNotes() throws IOException {
        rewritten(
                executable("bin/sh-launcher", Content.of("#!/bin/sh\n")),
                executable("libexec/scripts/hello.py", Content.of("#! /usr/bin/env python3\n")),
                executable("libexec/relocpy/bin/tool", Content.of("#!/usr/bin/python3\n")),
                executable("lib64/python3.13/pdb.py", Content.of("#!/usr/bin/python3\n")),
                bundled("lib64/python3.13/plain.py", "#!/usr/bin/python3\n"));

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.notes())
                .extracting(Finding::path)
                .containsExactly(
                        "bin/sh-launcher",
                        "lib64/python3.13/pdb.py",
                        "libexec/relocpy/bin/tool",
                        "libexec/scripts/hello.py");
        assertThat(verification.notes())
                .filteredOn(note -> note.what().contains("excused"))
                .extracting(Finding::path)
                .containsExactly("libexec/relocpy/bin/tool", "libexec/scripts/hello.py");
    }

    @Test
    void anUnknownFormatIsNamedAndTheRestIsCheckedAllTheSame() throws IOException {
        replaceInManifest("\"format\" : 1", "\"format\" : 2");
        relink("bin/python3", "/nowhere/python3");

        assertThat(Bundle.verify(bundle).toText())
                .contains("fault  relocpy.json: expected format 1, found 2, which a newer relocpy may know")
                .contains("fault  bin/python3: leads to /nowhere/python3 of the host")
                .contains("not sound, 2 faults");
    }

    @Test
    void fieldsThatAreNotKnownArePassedOver() throws IOException {
        replaceInManifest("\"architecture\"", "\"new\" : { \"deep\" : [ 1, [ ] ] }, \"architecture\"");
        replaceInManifest("\"sha256\"", "\"also\" : [ { } ], \"sha256\"");

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"size\" : 11|\"size\" : 11000000000000000000000000000000",
                "\"size\" : 11|\"size\" : -11",
                "\"size\" : 11|\"size\" : \"11\"",
                "\"size\" : 11,|",
                "\"mode\" : \"0644\"|\"mode\" : \"4755\"",
                "\"sha256\" : \"|\"sha256\" : \"x",
                "\"path\" : \"bin/python3\"|\"path\" : \"../python3\"",
                "\"path\" : \"bin/python3\"|\"path\" : \"/bin/python3\"",
                "\"path\" : \"bin/python3\"|\"path\" : \"bin//python3\"",
                "\"path\" : \"bin/python3\"|\"path\" : \"bin/python3.13\"",
                "\"libraryDirectories\"|\"otherDirectories\"",
                "\"files\" : [|\"files\" : [ 1,",
                "\"glibc\"|\"architecture\"",
                "\"format\" : 1|\"first\" : 1, \"format\" : 1",
                "\"format\"|[[[[[[[[[[[[[[[[[[\"format\"",
            })
    void aManifestThatIsNotWellFormedIsAFaultThatSaysWhere(String replacement) throws IOException {
        String[] parts = replacement.split("\\|", -1);
        replaceInManifest(parts[0], parts[1]);

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.faults()).extracting(Finding::check).containsExactly(Check.MANIFEST);
        assertThat(verification.toText()).startsWith("fault  relocpy.json: line ");
    }

    @Test
    void aTruncatedManifestIsAFault() throws IOException {
        Path manifest = bundle.resolve(BundleLayout.MANIFEST);
        byte[] bytes = Files.readAllBytes(manifest);
        for (int size : new int[] {0, 1, 30, bytes.length / 2, bytes.length - 3}) {
            Files.write(manifest, Arrays.copyOf(bytes, size));

            assertThat(Bundle.verify(bundle).faults())
                    .extracting(Finding::check)
                    .containsExactly(Check.MANIFEST);
        }
    }

    @Test
    void whatIsNoBundleIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        Path text = Files.writeString(folder.resolve("text"), "not an archive");
        Path empty = Files.createFile(folder.resolve("empty"));
        Files.delete(bundle.resolve(BundleLayout.MANIFEST));

        assertRefused(missing, "does not exist");
        assertRefused(bundle, "is not a bundle: it has no relocpy.json");
        assertRefused(text, "");
        assertRefused(empty, "is an archive without files, not a bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz"})
    void aTruncatedArchiveIsRefused(String name) throws IOException {
        Path archive = folder.resolve(name);
        write(archive);
        byte[] bytes = Files.readAllBytes(archive);
        for (int size : new int[] {bytes.length / 2 + 1, bytes.length * 3 / 4 + 1}) {
            Files.write(archive, Arrays.copyOf(bytes, size));

            // where a plain tar ends too early it only has fewer entries
            assertRefused(archive, name.equals("a.tar") ? "" : "is not an archive, or a damaged one");
        }
    }

    @Test
    void namesThatLeaveTheArchiveAreFoundAndNothingIsWritten() throws IOException {
        Path archive = archive(
                file("bundle/relocpy.json", "{}"),
                file("/absolute", "x"),
                file("bundle/../../up", "x"),
                file("other/beside", "x"),
                file("bundle/share//double", "x"));

        BundleVerification verification = Bundle.verify(archive);

        assertThat(verification.faults())
                .filteredOn(finding -> finding.check() == Check.ENTRY)
                .extracting(Finding::path)
                .containsExactly("/absolute", "bundle/../../up", "bundle/share//double", "other/beside");
        assertThat(Path.of("/absolute")).doesNotExist();
        assertThat(folder.resolve("../up")).doesNotExist();
    }

    @Test
    void entriesThatNoBundleHasAreFound() throws IOException {
        TarArchiveEntry device = new TarArchiveEntry("bundle/device", TarConstants.LF_CHR);
        TarArchiveEntry hardLink = new TarArchiveEntry("bundle/hard", TarConstants.LF_LINK);
        hardLink.setLinkName("/etc/passwd");
        TarArchiveEntry link = new TarArchiveEntry("bundle/link", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc");
        Path archive = archive(
                file("bundle/relocpy.json", manifest(List.of()).text()),
                new Entry(device, ""),
                new Entry(hardLink, ""),
                new Entry(link, ""),
                file("bundle/link/passwd", "x"),
                file("bundle/twice", "x"),
                file("bundle/twice", "y"));

        assertThat(Bundle.verify(archive).toText())
                .contains("device: is not in the list", "hard: is not in the list")
                .contains("link: leads to /etc of the host")
                .contains("link/passwd: lies below link, which is no directory")
                .contains("twice: is in the archive twice");
    }

    @Test
    void hugeDeclaredSizesAreRefusedUnread() throws IOException {
        Path archive = archive(file("bundle/relocpy.json", "{}"), file("bundle/huge", "x"));
        for (long size : new long[] {1L << 32, 1L << 40, Long.MAX_VALUE}) {
            byte[] bytes = Files.readAllBytes(archive);
            writeSize(bytes, 1024, size);
            Files.write(archive, bytes);

            assertRefused(archive, "is not an archive, or a damaged one");
        }
    }

    @Test
    void headersWithoutEndAreRefusedUnread() throws IOException {
        Path archive = folder.resolve("bomb.tar.gz");
        TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        name.setSize(1L << 30);
        byte[] header = new byte[512];
        name.writeEntryHeader(header);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(header);
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'a');
            for (int i = 0; i < 8; i++) {
                out.write(block);
            }
        }

        assertRefused(archive, "more bytes than expected of an entry's header");
    }

    @Test
    void whateverIsDamagedTheAnswerIsAFindingOrABundleException() throws IOException {
        Path archive = folder.resolve("a.tar");
        write(archive);
        byte[] bytes = Files.readAllBytes(archive);
        Random random = new Random(20_260);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = bytes.clone();
            for (int j = 0; j <= i % 4; j++) {
                damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(archive, damaged);
            try {
                found += Bundle.verify(archive).isSound() ? 0 : 1;
            } catch (BundleException e) {
                assertThat(e).hasMessageStartingWith(archive + ": ");
                found++;
            }
        }
        assertThat(found)
                .as("the rest hit padding, times and the bill of materials")
                .isGreaterThan(200);
    }

    @Test
    void controlCharactersOfNamesAreNotPrinted() throws IOException {
        Path archive = archive(file("relocpy.json", manifest(List.of()).text()), file("a\u001b[2Jb\nc", ""));

        assertThat(Bundle.verify(archive).toText()).startsWith("fault  a\\u001b[2Jb\\u000ac: is not in the list");
    }

    private void assertFault(Check check, String path, String what) throws IOException {
        BundleVerification verification = Bundle.verify(bundle);
        assertThat(verification.isSound()).isFalse();
        assertThat(verification.faults()).anySatisfy(fault -> {
            assertThat(fault.check()).isEqualTo(check);
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.what()).contains(what);
        });
        assertThat(verification.faults()).extracting(Finding::path).containsOnly(path);
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> Bundle.verify(path))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(why);
    }

    /** The bundle again, with other files besides. */
    private void rewritten(BundleFile... more) throws IOException {
        WorkingDirectory.delete(bundle);
        List<BundleFile> before = files;
        files = new ArrayList<>(files);
        files.addAll(List.of(more));
        write(bundle);
        files = before;
    }

    private void write(Path path) throws IOException {
        List<BundleFile> all = new ArrayList<>(files);
        all.add(BundleFile.Regular.made(BundleLayout.MANIFEST, manifest(files), false, TIME, ""));
        all.add(bundled(BundleLayout.SBOM, "{}"));
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            new WriteStep(Target.of(path, false), working, new Progress(event -> {})).write(all, TIME);
        }
    }

    private static Content manifest(List<BundleFile> files) throws IOException {
        return Manifest.of(
                new BundleIdentity("x86_64", "3.13.5", "2.41", "3.2.0", "x86-64-v2"),
                Samples.INPUTS,
                List.of("lib64"),
                List.of(origin("python3")),
                files);
    }

    private static BundleFile.Regular executable(String path, Content content) {
        return BundleFile.Regular.made(path, content, true, TIME, "for the test");
    }

    private static Content library(String soname, UnaryOperator<ElfEditor> edit) throws IOException {
        ElfFile elf = ElfFile.of(
                soname, LauncherTemplate.forArchitecture("x86_64").argv0Shim().buffer());
        return Content.of(edit.apply(ElfEditor.of(elf).setSoname(soname)).toBytes());
    }

    private byte[] content(String path) throws IOException {
        return Files.readAllBytes(bundle.resolve(path));
    }

    private void relink(String path, String target) throws IOException {
        Files.delete(bundle.resolve(path));
        Files.createSymbolicLink(bundle.resolve(path), Path.of(target));
    }

    private void replaceInManifest(String what, String by) throws IOException {
        Path manifest = bundle.resolve(BundleLayout.MANIFEST);
        String text = Files.readString(manifest);
        assertThat(text).contains(what);
        int at = text.indexOf(what);
        Files.writeString(manifest, text.substring(0, at) + by + text.substring(at + what.length()));
    }

    private record Entry(TarArchiveEntry entry, String content) {}

    private static Entry file(String name, String content) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
        entry.setName(name);
        entry.setSize(content.getBytes(StandardCharsets.UTF_8).length);
        return new Entry(entry, content);
    }

    private Path archive(Entry... entries) throws IOException {
        Path archive = folder.resolve("made.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive), "UTF-8")) {
            for (Entry entry : entries) {
                tar.putArchiveEntry(entry.entry);
                tar.write(entry.content.getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    /** Writes the size of the entry whose header is at the offset, in base 256, and makes its checksum right. */
    private static void writeSize(byte[] tar, int header, long size) {
        tar[header + 124] = (byte) 0x80;
        for (int i = 1; i < 12; i++) {
            tar[header + 124 + i] = (byte) (i < 4 ? 0 : size >> 8 * (11 - i));
        }
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[header + i] & 0xff;
        }
        byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, tar, header + 148, octal.length);
    }
}
