package io.relocpy.bundle.internal.verify;

import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.internal.build.SmallBundle.LIBRARY;
import static io.relocpy.bundle.internal.build.SmallBundle.executable;
import static io.relocpy.bundle.internal.build.SmallBundle.library;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Outcome;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.DirectoryWriter;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small bundle is written, changed in one way, and verified. */
class BundleVerifierTest {
    @TempDir
    Path folder;

    private Path bundle;
    private List<BundleFile> files;

    @BeforeEach
    void writeBundle() throws IOException {
        bundle = folder.resolve("bundle");
        files = SmallBundle.files();
        SmallBundle.write(bundle, files);
    }

    @Test
    void whatWasWrittenIsSound() throws IOException {
        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.findings()).isEmpty();
        assertThat(verification.isSound()).isTrue();
        assertThat(verification.toText()).isEqualTo(bundle + ": sound, 0 notes in 9 files\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tar.zst", "a.tar.xz"})
    void anArchiveOfAnyKindAndNameIsVerifiedLikeADirectory(String name) throws IOException {
        SmallBundle.write(folder.resolve(name), files);
        Path renamed = Files.move(folder.resolve(name), folder.resolve("download"));

        assertThat(Bundle.verify(renamed).toText()).isEqualTo(renamed + ": sound, 0 notes in 9 files\n");
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
    void whatPythonCompiledIsNotVouchedFor() throws IOException {
        Path cache = Files.createDirectory(bundle.resolve("lib64/python3.13/__pycache__"));
        Files.writeString(cache.resolve("os.cpython-313.pyc"), "");
        Files.writeString(cache.resolve("abc.cpython-313.pyc"), "");

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.outcome()).isEqualTo(Outcome.NOT_VOUCHED_FOR);
        assertThat(verification.isSound()).isFalse();
        assertThat(verification.faults()).isEmpty();
        assertThat(verification.toText())
                .isEqualTo("unvouched  lib64/python3.13/__pycache__: has 2 compiled modules that are not in the list;"
                        + " Python writes such files as it runs, and executes them\n"
                        + bundle + ": not vouched for, 0 notes in 11 files\n");
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
        rewritten(BundleFile.Link.made("lib64/up", "../../bundle/bin/python3", Samples.REASON));
        assertFault(Check.LINK, "lib64/up", "out of the bundle");

        rewritten(BundleFile.Link.made("lib64/up", "/bin/python3", Samples.REASON));
        assertFault(Check.LINK, "lib64/up", "leads to /bin/python3 of the host");

        rewritten(BundleFile.Link.made("lib64/up", "nowhere", Samples.REASON));
        assertFault(Check.LINK, "lib64/up", "leads to nowhere, which is not in the bundle");

        rewritten(BundleFile.Link.made("lib64/up", "up", Samples.REASON));
        assertFault(Check.LINK, "lib64/up", "in a loop");
    }

    @Test
    void aLinkIntoALinkedDirectoryIsFollowedAsTheKernelDoes() throws IOException {
        rewritten(
                BundleFile.Link.made("share/deep/er", "../../lib64/python3.13", Samples.REASON),
                BundleFile.Link.made("share/ok", "deep/er/../libone.so.1", Samples.REASON));

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
    void aLibraryThatAsksForAnExecutableStackIsANote() throws IOException {
        rewritten(executable("lib64/libstack.so", library("libstack.so", editor -> editor.setExecutableStack(true))));

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.notes())
                .singleElement()
                .hasToString("lib64/libstack.so: asks for an executable stack, by PT_GNU_STACK:"
                        + " glibc 2.41 and newer do not load it with dlopen into a process without one");
    }

    @Test
    void aMissingLoaderIsFound() throws IOException {
        Files.delete(bundle.resolve(BundleLayout.LOADER));

        assertThat(Bundle.verify(bundle).toText())
                .contains("ld.so: is missing", "ld.so: the bundle's loader is missing");
    }

    @Test
    void anObjectFileNeedsNothing() throws IOException {
        byte[] bytes = content(LIBRARY);
        bytes[16] = 1; // ET_REL
        rewritten(executable("lib64/one.o", Content.of(bytes)));

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @Test
    void aDamagedLibraryIsFound() throws IOException {
        byte[] bytes = content(LIBRARY);
        rewritten(executable("lib64/libbad.so", Content.of(Arrays.copyOf(bytes, 100))));

        assertFault(Check.LIBRARY, "lib64/libbad.so", "cannot be examined");
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
                executable("libexec/scripts/run.sh", Content.of("#!/bin/sh\n")),
                executable("libexec/relocpy/bin/tool", Content.of("#!/usr/bin/python3\n")),
                executable("lib64/python3.13/pdb.py", Content.of("#!/usr/bin/python3\n")),
                bundled("lib64/python3.13/plain.py", "#!/usr/bin/python3\n"));

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.notes())
                .extracting(Finding::path)
                .containsExactly("bin/sh-launcher", "libexec/scripts/run.sh");
        assertThat(verification.routine())
                .as("what is not used is only counted")
                .extracting(Finding::path)
                .containsExactly("lib64/python3.13/pdb.py", "libexec/relocpy/bin/tool", "libexec/scripts/hello.py");
        assertThat(verification.toText()).doesNotContain("hello.py").contains("sound, 2 notes and 3 routine in ");
    }

    @Test
    void fieldsThatALaterVersionAddsAreSkipped() throws IOException {
        replaceInManifest("\"format\" : 2,", "\"format\" : 2,\n  \"later\" : { \"a\" : [ 1, { } ] },");

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @Test
    void anUnknownFormatIsNamedAndTheRestIsCheckedAllTheSame() throws IOException {
        replaceInManifest("\"format\" : 2", "\"format\" : 3");
        relink("bin/python3", "/nowhere/python3");

        assertThat(Bundle.verify(bundle).toText())
                .contains("fault  relocpy.json: expected format 1 to 2, found 3, which a newer relocpy may know")
                .contains("fault  bin/python3: leads to /nowhere/python3 of the host")
                .contains("not sound, 2 faults");
        assertThatThrownBy(() -> Bundle.read(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("expected format 1 to 2, found 3, which a newer relocpy may know");
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
                "\"architecture\"|\"arch\"",
                "\"python\" :|\"interpreter\" :",
                "\"glibc\"|\"libc\"",
                "\"glibc\"|\"architecture\"",
                "\"format\" : 2|\"first\" : 1, \"format\" : 2",
                "\"modified\" : 1700000000,|",
                "\"modified\" : 1700000000|\"modified\" : 8589934592",
                "\"mode\" : \"0755\",\n      \"modified\" : 1700000000|\"mode\" : \"0755\",\n      \"modified\" : -5",
                "\"path\" : \"bin/python3\"|\"path\" : \"relocpy.json\"",
                "\"path\" : \"bin/python3\"|\"path\" : \"relocpy.json.asc\"",
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

    /** The bundle again, with other files besides. */
    private void rewritten(BundleFile... more) throws IOException {
        WorkingDirectory.delete(bundle);
        List<BundleFile> all = new ArrayList<>(files);
        all.addAll(List.of(more));
        DirectoryWriter.write(BundleTree.of(SmallBundle.described(all)), bundle, Samples.TIME, file -> {});
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
}
