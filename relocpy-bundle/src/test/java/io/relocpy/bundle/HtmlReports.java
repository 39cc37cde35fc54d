package io.relocpy.bundle;

import io.relocpy.bundle.BundleDetails.ClosurePackage;
import io.relocpy.bundle.BundleDetails.IncludedFile;
import io.relocpy.bundle.BundleReport.DroppedPackage;
import io.relocpy.bundle.BundleReport.IncludedPackage;
import io.relocpy.bundle.BundleReport.MissingImport;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports of bundles that were never built. */
final class HtmlReports {
    private HtmlReports() {}

    /** One of that many packages, each with that many files; each package is brought in by the one before half of it. */
    static BundleReport of(int packages, int filesEach) {
        return of(packages, filesEach, "");
    }

    /** The same, with a text put into every name that a package could choose. */
    static BundleReport of(int packages, int filesEach, String text) {
        List<ClosurePackage> closure = new ArrayList<>();
        List<IncludedPackage> included = new ArrayList<>();
        List<IncludedFile> files = new ArrayList<>();
        for (int i = 0; i < packages; i++) {
            String id = id(i, text);
            closure.add(new ClosurePackage(
                    id,
                    "package" + i + text,
                    i % 3 == 0 ? "MIT" + text : "GPL-2.0-or-later AND " + i % 7,
                    "repo" + text,
                    "sha256:" + i,
                    1000L * i,
                    i == 0
                            ? "requested as package0" + text
                            : id(i / 2, text) + " requires lib" + i + ".so()(64bit)" + text,
                    i == 0 ? "" : id(i / 2, text)));
            included.add(new IncludedPackage(id, "MIT", "repo", "", filesEach, 0));
            for (int j = 0; j < filesEach; j++) {
                String name = j % 4 == 0 ? "lib%d.so.%d" : "python3/site-packages/p%d/module_%04d.py";
                files.add(new IncludedFile(
                        "lib/" + name.formatted(i, j) + text,
                        (i * 7919L + j * 104729L) % 100_000,
                        "",
                        id,
                        j % 4 == 0 ? "needed by " + text : "Python",
                        j % 4 == 0 ? List.of("DT_RPATH $ORIGIN" + text) : List.of()));
            }
        }
        closure.add(new ClosurePackage(
                "left-1-1.noarch", "left", "", "repo", "", 10, id(0, text) + " requires left", id(0, text)));
        files.add(new IncludedFile("bin/hello", 8800, "", "relocpy", "runs hello.py", List.of()));
        files.add(new IncludedFile("bin/python3", 0, "python3.13", "relocpy", "the usual name", List.of()));
        files.add(new IncludedFile("libexec/scripts/hello.py", 120, "", "script", "given by the caller", List.of()));
        BundleDetails details = new BundleDetails(
                List.of("python3", "package0" + text),
                closure,
                files,
                new TreeMap<>(Map.of("documentation" + text, 120, "manual pages", 30)),
                List.of(Finding.note(Check.HOST_PATH, "libexec/scripts/hello.py", "#!/usr/bin/python3 " + text)),
                "relocpy lockfile 1\n" + text);
        return new BundleReport(
                Path.of("/tmp/hello" + text.replace('/', '_') + ".tar.gz"),
                "x86_64",
                "3.13.5",
                "2.41",
                "3.2.0",
                null,
                included,
                List.of(new DroppedPackage("left-1-1.noarch", "documentation" + text)),
                List.of(new MissingImport("hello.py" + text, 3, "numpy" + text)),
                List.of(id(0, text)),
                files.size(),
                files.stream().mapToLong(IncludedFile::size).sum(),
                1_000_000,
                Map.of(BundleStep.RESOLVE, Duration.ofMillis(300), BundleStep.WRITE, Duration.ofMillis(900)),
                details);
    }

    private static String id(int number, String text) {
        return "package" + number + text + "-1.0-" + number + ".x86_64";
    }
}
