package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleReport.DropReason;
import io.relocpy.bundle.BundleReport.FileOrigin.WithoutPackage;
import io.relocpy.bundle.BundleReport.ReportedFile;
import io.relocpy.bundle.BundleReport.ReportedPackage;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.HtmlReports;
import io.relocpy.repository.PackageReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says as values, and as text. */
class BundleReportTest {
    private final BundleReport report = new BundleReport(HtmlReports.of(2, 4));

    private ReportedFile file(String path) {
        return report.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reasonsAreValuesUntilTheyArePrinted() {
        ReportedFile module = file("lib/python3/site-packages/p0/module_0001.py");
        ReportedFile command = file("bin/hello");

        assertThat(module.reason()).isEqualTo(FileReason.of(Kind.PYTHON)).hasToString("Python");
        assertThat(command.reason())
                .isEqualTo(FileReason.of(Kind.RUNS, "hello.py"))
                .hasToString("runs hello.py");
        assertThat(command.changes()).isEmpty();
        assertThat(file("lib/lib0.so.0").changes())
                .containsExactly(FileChange.of(FileChange.Kind.RPATH, "$ORIGIN"))
                .extracting(FileChange::toString)
                .containsExactly("DT_RPATH $ORIGIN");
        assertThat(report.skippedFiles()).isEqualTo(Map.of(Kind.DOCUMENTATION, 120, Kind.MANUAL_PAGE, 30));
    }

    @Test
    void theOriginOfAFileIsItsPackageOrTheScriptsOrTheBuild() {
        List<ReportedPackage> packages = report.packages();

        assertThat(file("lib/lib1.so.0").origin()).isEqualTo(packages.get(1));
        assertThat(file("libexec/scripts/hello.py").origin())
                .isEqualTo(WithoutPackage.SCRIPT)
                .hasToString("script");
        assertThat(file("bin/hello").origin()).isEqualTo(WithoutPackage.BUILD).hasToString("relocpy");
        assertThat(report.packagesWithoutLicense()).containsExactly(packages.get(0));
    }

    @Test
    void aPackageTellsWhyItIsInTheClosureAndWhyNotInTheBundle() {
        ReportedPackage first = report.packages().get(0);
        ReportedPackage left = report.droppedPackages().get(0);

        assertThat(first.reason()).contains(new PackageReason.Requested("package0"));
        assertThat(first.dropReason()).isEmpty();
        assertThat(left.reason().flatMap(PackageReason::broughtInBy)).contains(first.id());
        assertThat(left.dropReason()).contains(new DropReason(Map.of(Kind.DOCUMENTATION, 3)));
        assertThat(left.license()).as("not stated").isEmpty();
        assertThat(left.checksum()).as("not known").isEmpty();
    }

    @Test
    void aDropReasonNamesTheMostFrequentReasons() {
        Map<Kind, Integer> files = new EnumMap<>(Kind.class);
        assertThat(new DropReason(files)).hasToString("has no files");
        files.put(Kind.TRANSLATION, 2);
        files.put(Kind.MANUAL_PAGE, 2);
        assertThat(new DropReason(files)).hasToString("manual pages, translations");
        files.put(Kind.DOCUMENTATION, 9);
        files.put(Kind.LICENSE, 99);
        assertThat(new DropReason(files)).hasToString("documentation, manual pages and others");
    }

    @Test
    void packagesAndFilesAreEqualIfTheirValuesAre() {
        BundleReport same = new BundleReport(HtmlReports.of(2, 4));
        BundleReport other = new BundleReport(HtmlReports.of(2, 5));

        assertThat(same.closure()).isEqualTo(report.closure()).hasSameHashCodeAs(report.closure());
        assertThat(same.files()).isEqualTo(report.files()).hasSameHashCodeAs(report.files());
        assertThat(other.packages()).doesNotContainAnyElementsOf(report.packages());
    }

    @Test
    void aReasonWithoutASubjectHasNone() {
        assertThat(FileReason.of(Kind.LOADER, "python3.13").subject()).contains("python3.13");
        assertThat(FileReason.of(Kind.PYTHON).subject()).isEqualTo(Optional.empty());
    }
}
