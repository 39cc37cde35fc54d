package io.relocpy.examples;

import io.relocpy.bundle.BundleReport;
import io.relocpy.bundle.BundleVerification.Severity;
import java.util.Comparator;
import java.util.Locale;

/** Summarizes a bundle on one screen. */
final class ReportPrinter {
    private static final int LARGEST = 12;

    private ReportPrinter() {}

    /** What is to be looked at before all else: imports that will fail first; what is routine is left to the HTML report. */
    private static void printFindings(BundleReport report, LineStream out) {
        report.missingImports()
                .forEach(missing -> out.printf(
                        "missing: %s:%d imports %s, which is not in the bundle%n",
                        missing.script(), missing.line(), missing.module()));
        long notes = report.notes().stream()
                .filter(note -> note.severity() == Severity.NOTE)
                .count();
        if (notes > 0) {
            out.printf("%d note%s, see --report FILE%n", notes, notes == 1 ? "" : "s");
        }
    }

    static void print(BundleReport report, LineStream out) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%s: %.1f MB, unpacked %.1f MB in %d files%n",
                report.path(),
                report.writtenSize() / 1e6,
                report.unpackedSize() / 1e6,
                report.fileCount());
        out.printf(
                "Python %s, glibc %s, %s, Linux %s or newer%n",
                report.pythonVersion(),
                report.glibcVersion(),
                report.cpuLevel().orElse(report.architecture()),
                report.minimumKernel().orElse("(unspecified)"));
        printFindings(report, out);
        out.println();
        out.printf("%d packages, the largest first:%n", report.packages().size());
        report.packages().stream()
                .sorted(Comparator.comparingLong(BundleReport.ReportedPackage::size)
                        .reversed())
                .limit(LARGEST)
                .forEach(included -> out.printf(
                        Locale.ROOT,
                        "  %-52s %6.1f MB %5d files%n",
                        included.id(),
                        included.size() / 1e6,
                        included.fileCount()));
        if (report.packages().size() > LARGEST) {
            out.printf("  … and %d more%n", report.packages().size() - LARGEST);
        }
        if (!report.droppedPackages().isEmpty()) {
            int dropped = report.droppedPackages().size();
            out.printf("%s no file; --report says why%n", packages(dropped, "contributes", "contribute"));
        }
        if (!report.skippedScripts().isEmpty()) {
            long packages = report.skippedScripts().stream()
                    .map(BundleReport.SkippedScript::packageId)
                    .distinct()
                    .count();
            out.printf(
                    "%s scripts that would do more on installation, which is not done here; --report lists it%n",
                    packages(packages, "has", "have"));
        }
    }

    private static String packages(long number, String one, String several) {
        return number + (number == 1 ? " package " + one : " packages " + several);
    }
}
