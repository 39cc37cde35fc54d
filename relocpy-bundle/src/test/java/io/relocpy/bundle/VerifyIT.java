package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleReport.MissingImport;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.elf.ElfEditor;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies the quickstart's bundle, as it is and damaged, and asks what its report says before shipping. */
class VerifyIT {
    @TempDir
    static Path shared;

    private static DemoBundle bundle;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws IOException {
        bundle = DemoBundle.build("trixie", shared);
    }

    @Test
    void theBundleIsSoundAsDirectoryAndAsArchive() throws IOException {
        BundleVerification directory = Bundle.verify(bundle.directory());
        BundleVerification archive = Bundle.verify(shared.resolve("hello.tar.gz"));

        assertThat(directory.faults()).isEmpty();
        assertThat(archive.findings()).isEqualTo(directory.findings());
        assertThat(archive.fileCount())
                .isEqualTo(directory.fileCount())
                .isEqualTo(bundle.report().fileCount());
        assertThat(directory.routine())
                .extracting(Finding::path)
                .contains("libexec/relocpy/bin/python3.13", "libexec/scripts/hello.py");
    }

    @Test
    void theArchiveThatTarMakesOfTheDirectoryIsNotRelocpysAndSaysSoInOneLine() throws IOException {
        HostTools.require("tar", "xz");
        Path archive = folder.resolve("hello.tar.xz");
        Path parent = bundle.directory().toAbsolutePath().getParent();
        HostTools.run(
                        "tar",
                        "-C",
                        parent.toString(),
                        "--sort=name",
                        "--use-compress-program=xz -0",
                        "-cf",
                        archive.toString(),
                        bundle.directory().getFileName().toString())
                .orFail();

        assertThat(Bundle.verify(archive).faults())
                .extracting(Finding::toString)
                .anySatisfy(fault ->
                        assertThat(fault).contains("verify the directory that it unpacks to", "the same kind of thing"))
                .hasSizeLessThan(4);
    }

    @Test
    void aPipeIsNotOpened() {
        HostTools.require("mkfifo");
        Path pipe = folder.resolve("pipe");
        HostTools.run("mkfifo", pipe.toString()).orFail();

        for (ThrowingCallable action : List.<ThrowingCallable>of(
                () -> Bundle.verify(pipe), () -> Bundle.read(pipe), () -> Bundle.verify(Path.of("/dev/zero")))) {
            assertThatThrownBy(action)
                    .isInstanceOf(BundleException.class)
                    .hasMessageEndingWith("expected a regular file, found a device or pipe");
        }
    }

    @Test
    void whatRunningPythonLeavesIsNotVouchedFor() throws IOException {
        Path copy = bundle.copyTo(folder.resolve("hello"));
        DemoBundle.run(copy.resolve("bin/python3"), Map.of(), "-c", "import this, yaml, email.message")
                .orFail();

        BundleVerification verification = Bundle.verify(copy);

        assertThat(verification.faults()).isEmpty();
        assertThat(verification.outcome()).isEqualTo(BundleVerification.Outcome.NOT_VOUCHED_FOR);
        assertThat(verification.unvouched()).isNotEmpty().allSatisfy(finding -> assertThat(finding.path())
                .endsWith("__pycache__"));
    }

    @Test
    void aLibraryOfAnOtherVersionIsFoundThroughWhatNeedsIt() throws IOException {
        Path copy = bundle.copyTo(folder.resolve("hello"));
        Path libm = find(copy, "libm.so.6");
        byte[] other = ElfEditor.open(find(copy, "libz.so.1.3.1"))
                .setSoname("libm.so.6")
                .toBytes();
        Files.write(libm, other);

        assertThat(Bundle.verify(copy).faults())
                .anySatisfy(fault -> {
                    assertThat(fault.check()).isEqualTo(Check.LIBRARY);
                    assertThat(fault.path()).isEqualTo("libexec/relocpy/bin/python3.13");
                    assertThat(fault.what())
                            .startsWith("needs version GLIBC_2.")
                            .contains("libm.so.6");
                })
                .anySatisfy(fault -> {
                    assertThat(fault.check()).isEqualTo(Check.FILE);
                    assertThat(fault.path()).endsWith("libm.so.6");
                });
    }

    @Test
    void aMissingLibraryIsFoundThroughWhatNeedsIt() throws IOException {
        Path copy = bundle.copyTo(folder.resolve("hello"));
        Files.delete(find(copy, "libz.so.1.3.1"));

        assertThat(Bundle.verify(copy).toText())
                .contains("libexec/relocpy/bin/python3.13: needs libz.so.1: ")
                .contains("libz.so.1: leads to libz.so.1.3.1, which is not in the bundle");
    }

    @Test
    void theReportNamesWhatScriptsImportInVain() throws IOException {
        Path script = Files.writeString(folder.resolve("wants.py"), """
                import sys, time, math, os.path, json, ssl, _ctypes, importlib.metadata, xml.etree.ElementTree
                import yaml.cyaml, helper
                import numpy.linalg
                try:
                    import ujson
                except ImportError:
                    from xml.none import x
                """);
        Path helper = Files.writeString(folder.resolve("helper.py"), "import wants, tomlkit\n");
        List<BundleEvent.Notice> notices = new ArrayList<>();

        BundleReport report = Bundle.builder()
                .repositories(DemoRepository.of("trixie"))
                .modules("python3dist(pyyaml)")
                .scripts(script, helper)
                .onEvent(event -> {
                    if (event instanceof BundleEvent.Notice notice) {
                        notices.add(notice);
                    }
                })
                .write(folder.resolve("wants"));

        assertThat(report.missingImports())
                .containsExactly(
                        new MissingImport("helper.py", 1, "tomlkit"),
                        new MissingImport("wants.py", 3, "numpy.linalg"),
                        new MissingImport("wants.py", 7, "xml.none"));
        assertThat(notices)
                .filteredOn(notice -> notice.message().contains("imports"))
                .extracting(BundleEvent.Notice::subject)
                .containsExactly("helper.py:1", "wants.py:3", "wants.py:7");
    }

    @Test
    void everyModuleOfTheStandardLibraryThatTheBundleCanImportCountsAsThere() throws IOException {
        List<String> names = DemoBundle.run(bundle.directory().resolve("bin/python3"), Map.of(), "-B", "-c", """
                        import importlib.util, sys
                        for name in sorted(sys.stdlib_module_names):
                            try:
                                found = name in sys.modules or importlib.util.find_spec(name)
                            except ValueError:
                                found = False
                            print(("+" if found else "-") + name)
                        """)
                .orFail()
                .lines();
        BundledModules modules = BundledModules.of(bundle.files(), "libexec/relocpy/bin/python3.13");

        assertThat(names.size()).isGreaterThan(250);
        assertThat(names)
                .allSatisfy(name ->
                        assertThat(modules.has(name.substring(1))).as(name).isEqualTo(name.startsWith("+")));
    }

    @Test
    void theReportNamesPackagesWithoutALicenceFile() {
        Path licenses = bundle.directory().resolve("licenses");

        assertThat(bundle.report().packages()).allSatisfy(included -> assertThat(
                        bundle.report().packagesWithoutLicense().contains(included))
                .as(included.id())
                .isNotEqualTo(hasLicense(licenses, included.id())));
    }

    private static boolean hasLicense(Path licenses, String id) {
        String name = id.replaceFirst("-[^-]*-[^-]*$", "");
        return Files.isDirectory(licenses.resolve(name));
    }

    private static Path find(Path bundle, String name) throws IOException {
        try (Stream<Path> files = Files.walk(bundle)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
