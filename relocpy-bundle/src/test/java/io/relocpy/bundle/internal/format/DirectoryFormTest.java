package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Outcome;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.DirectoryForm.Inode;
import io.relocpy.bundle.internal.format.DirectoryForm.Kind;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory whose files are all as listed, but that gives rights, or that others can change, is not sound. */
class DirectoryFormTest {
    private static final String MODULE = "lib64/python3.13/os.py";

    @TempDir
    Path folder;

    private Path bundle;

    @BeforeEach
    void write() throws IOException {
        bundle = folder.resolve("bundle");
        SmallBundle.write(bundle, SmallBundle.files());
    }

    @ParameterizedTest
    @CsvSource({
        "bin/python3.13,   4755, set-user-ID",
        "bin/python3.13,   2755, set-group-ID",
        "bin/python3.13,   1755, sticky",
        "bin/python3.13,   0775, its group may write",
        "bin/python3.13,   0757, everybody may write",
        "lib64,            0775, its group may write",
        "lib64,            1777, 'sticky, its group may write, everybody may write'",
        "lib64,            2755, set-group-ID",
        ".,                0777, 'its group may write, everybody may write'",
        "relocpy.json,     0664, its group may write",
        "relocpy.json,     0755, found 0755",
        "lib64/python3.13/os.py, 0666, 'its group may write, everybody may write'",
        "lib64/python3.13/os.py, 4644, set-user-ID",
        "lib64/python3.13/os.py, 0655, found 0655"
    })
    void moreThanTheListedPermissionsIsAFault(String path, String mode, String what) throws IOException {
        Files.setAttribute(bundle.resolve(path), "unix:mode", Integer.parseInt(mode, 8));

        assertFault(path, what);
    }

    @Test
    void whatAUmaskTookIsNoFault() throws IOException {
        for (String directory : List.of("", "lib64", "lib64/python3.13")) {
            Files.setAttribute(bundle.resolve(directory), "unix:mode", 0700);
        }
        Files.setAttribute(bundle.resolve("bin/python3.13"), "unix:mode", 0500);
        Files.setAttribute(bundle.resolve(MODULE), "unix:mode", 0400);

        assertThat(Bundle.verify(bundle).findings()).isEmpty();
    }

    @Test
    void anExtendedAttributeIsAFault() throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(bundle.resolve(MODULE), UserDefinedFileAttributeView.class);
        try {
            view.write("evil", ByteBuffer.wrap(new byte[] {1}));
        } catch (FileSystemException e) {
            Assumptions.abort("this file system has no extended attributes");
        }

        assertFault(MODULE, "has the extended attribute user.evil");
    }

    @Test
    void aDirectoryThatNoListedFileNeedsIsAFault() throws IOException {
        Files.createDirectory(bundle.resolve("lib64/python3.13/foo"));

        assertFault("lib64/python3.13/foo", "is a directory that contains no listed file");
    }

    /** Who may write there decides what Python runs the next time. */
    @Test
    void aCacheOfCompiledModulesGivesNoRights() throws IOException {
        Path cache = Files.createDirectory(bundle.resolve("lib64/python3.13/__pycache__"));
        for (String mode : List.of("7777", "0775", "2755")) {
            Files.setAttribute(cache, "unix:mode", Integer.parseInt(mode, 8));
            assertFault("lib64/python3.13/__pycache__", "expected mode 0755 or less, found " + mode);
        }
        Files.setAttribute(cache, "unix:mode", 0755);
        Path module = Files.createFile(cache.resolve("os.cpython-313.pyc"));
        Files.setAttribute(module, "unix:mode", 06666);
        assertFault("lib64/python3.13/__pycache__/os.cpython-313.pyc", "expected mode 0644 or less, found 6666");
    }

    @Test
    void aCacheOfCompiledModulesHoldsOnlyThose() throws IOException {
        Path cache = Files.createDirectory(bundle.resolve("lib64/python3.13/__pycache__"));
        assertThat(Bundle.verify(bundle).outcome()).isEqualTo(Outcome.SOUND);

        Files.createDirectory(cache.resolve("foo"));
        assertFault("lib64/python3.13/__pycache__/foo", "is a directory that contains no listed file");

        Files.delete(cache.resolve("foo"));
        Files.createSymbolicLink(cache.resolve("os.cpython-313.pyc"), Path.of("../os.py"));
        assertFault("lib64/python3.13/__pycache__/os.cpython-313.pyc", "is not in the list of files");
    }

    @Test
    void aLinkInPlaceOfACacheIsAFault() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(bundle.resolve("lib64/python3.13/__pycache__"), elsewhere);

        assertThat(Bundle.verify(bundle).toText())
                .contains("lib64/python3.13/__pycache__: is not in the list of files");
    }

    @Test
    void aCompiledModuleThatTheBundleListsIsHeldToItsDigest() throws IOException {
        List<BundleFile> files = new ArrayList<>(SmallBundle.files());
        String path = "lib64/python3.13/__pycache__/os.cpython-313.pyc";
        files.add(Samples.bundled(path, "compiled"));
        Path shipping = folder.resolve("shipping");
        SmallBundle.write(shipping, files);
        assertThat(Bundle.verify(shipping).outcome()).isEqualTo(Outcome.SOUND);

        Files.writeString(shipping.resolve(path), "Compiled");
        assertThat(Bundle.verify(shipping).outcome()).isEqualTo(Outcome.NOT_SOUND);
    }

    @Test
    void aLinkInPlaceOfADirectoryIsNotFollowed() throws IOException {
        Path moved = folder.resolve("moved");
        Files.move(bundle.resolve("lib64/python3.13"), moved);
        Files.createSymbolicLink(bundle.resolve("lib64/python3.13"), moved);

        assertThat(Bundle.verify(bundle).toText())
                .contains(MODULE + ": is missing")
                .contains("lib64/python3.13: is not in the list of files");
    }

    @Test
    void aNameThatIsNoTextHidesBehindNoOther() throws IOException {
        String listed = "share/\uFFFD";
        List<BundleFile> files = new ArrayList<>(SmallBundle.files());
        files.add(Samples.bundled(listed, "text"));
        Path other = folder.resolve("other");
        try {
            SmallBundle.write(other, files);
        } catch (InvalidPathException e) {
            Assumptions.abort("this Java names no files outside of ASCII");
        }
        assertThat(Bundle.verify(other).outcome()).isEqualTo(Outcome.SOUND);
        Path raw = rawName(other.resolve("share"));

        Files.writeString(raw, "evil");

        assertThat(Bundle.verify(other).toText()).contains("share/\uFFFD: cannot be read: its name cannot be decoded");
    }

    /** A name of one byte that is no UTF-8, which Java makes of a URI only. */
    private static Path rawName(Path directory) {
        return Path.of(URI.create(directory.toUri().toString().replaceFirst("/$", "") + "/%FF"));
    }

    @Test
    void aFileOfSeveralNamesIsANote() throws IOException {
        Files.createLink(folder.resolve("outside"), bundle.resolve(MODULE));

        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.isSound()).isTrue();
        assertThat(verification.notes())
                .extracting(Finding::toString)
                .containsExactly(MODULE + ": has 2 names (hard links): what is written under another changes it here");
    }

    @Test
    void aSignatureBesideTheListIsAllowedAsAFileOnly() throws IOException {
        Path signature = bundle.resolve(BundleLayout.SIGNATURE);
        Files.writeString(signature, "any");
        assertThat(Bundle.verify(bundle).findings()).isEmpty();

        Files.write(signature, new byte[BundleLayout.MAX_SIGNATURE + 1]);
        assertFault(BundleLayout.SIGNATURE, "has 65537 bytes, more than any signature");

        Files.delete(signature);
        Files.createSymbolicLink(signature, Path.of("relocpy.json"));
        assertFault(BundleLayout.SIGNATURE, "expected a file, found a link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin", "bin/python3", "bin/python3.13", "relocpy.json"})
    void anOwnerWhoIsNeitherRootNorTheUnpackerIsAFault(String path) throws IOException {
        assertThat(form(inode -> inode, "", 1000)).isEmpty();
        assertThat(form(inode -> owner(inode, 0), path, 1000)).isEmpty();
        assertThat(form(inode -> owner(inode, 7), path, 1000))
                .anySatisfy(fault -> assertThat(fault.toString()).contains("belongs to user 7, who can change it"));
    }

    @Test
    void theUnpackerIsRootOrWhoVerifies() throws IOException {
        assertThat(form(inode -> inode, "", 0))
                .extracting(Finding::toString)
                .containsExactly(
                        ".: belongs to user 1000," + " who can change it; expected root or user 0, who verifies it");
    }

    @Test
    void aMountedFileSystemIsAFault() throws IOException {
        assertThat(form(inode -> new Inode(inode.kind(), inode.mode(), inode.owner(), 1, 99, List.of()), "lib64", 1000))
                .extracting(Finding::toString)
                .containsExactly("lib64: is on another file system, which is mounted there");
    }

    /** What is said of the bundle as user 1000 unpacked it, with one inode changed. */
    private List<Finding> form(UnaryOperator<Inode> change, String path, int self) throws IOException {
        WrittenBundle written = DirectoryReader.read(bundle);
        SortedMap<String, Inode> inodes = new TreeMap<>();
        ((DirectoryForm) written.form()).inodes().forEach((name, inode) -> inodes.put(name, owner(inode, 1000)));
        inodes.compute(path, (name, inode) -> change.apply(inode));
        assertThat(inodes.get("").kind()).isEqualTo(Kind.DIRECTORY);
        ManifestContents manifest =
                ManifestReader.read(((WrittenFile.Regular) written.files().get(BundleLayout.MANIFEST)).content());
        return new DirectoryForm(inodes, OptionalInt.of(self)).deviations(manifest, written);
    }

    private static Inode owner(Inode inode, int owner) {
        return new Inode(inode.kind(), inode.mode(), owner, inode.links(), inode.device(), List.of());
    }

    private void assertFault(String path, String what) throws IOException {
        BundleVerification verification = Bundle.verify(bundle);
        assertThat(verification.outcome()).isEqualTo(Outcome.NOT_SOUND);
        assertThat(verification.faults()).anySatisfy(fault -> {
            assertThat(fault.check()).isIn(Check.FORM, Check.FILE);
            assertThat(fault.path()).isEqualTo(path);
            assertThat(fault.what()).contains(what);
        });
        assertThat(verification.toText()).contains("not sound");
    }
}
