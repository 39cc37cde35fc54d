package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleReport.DropReason;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.ReportData.Contribution;
import io.relocpy.bundle.internal.format.ReportData.ReportedFile;
import io.relocpy.bundle.internal.python.UnresolvedImport;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports of bundles that were never built. */
public final class HtmlReports {
    private HtmlReports() {}

    /** One of that many packages, each with that many files; each package is brought in by the one before half of it. */
    public static ReportData of(int packages, int filesEach) {
        return of(packages, filesEach, "");
    }

    /** The same, with a text put into every name that a package could choose. */
    public static ReportData of(int packages, int filesEach, String text) {
        List<Contribution> closure = new ArrayList<>();
        List<ReportedFile> files = new ArrayList<>();
        for (int i = 0; i < packages; i++) {
            SourcePackage origin = new SourcePackage.Packaged(builder(i, text)
                    .license(i % 3 == 0 ? "MIT" + text : "GPL-2.0-or-later AND " + i % 7)
                    .repository("repo" + text)
                    .checksum("sha256:" + i)
                    .size(1000L * i)
                    .reason(
                            i == 0
                                    ? new PackageReason.Requested("package0" + text)
                                    : new PackageReason.Required(id(i / 2, text), "lib" + i + ".so()(64bit)" + text))
                    .build());
            closure.add(new Contribution(origin, filesEach, 0));
            for (int j = 0; j < filesEach; j++) {
                String name = j % 4 == 0 ? "lib%d.so.%d" : "python3/site-packages/p%d/module_%04d.py";
                files.add(new ReportedFile(
                        "lib/" + name.formatted(i, j) + text,
                        (i * 7919L + j * 104729L) % 100_000,
                        "",
                        origin,
                        j % 4 == 0 ? FileReason.of(Kind.NEEDED, text) : FileReason.of(Kind.PYTHON),
                        j % 4 == 0 ? List.of(FileChange.of(FileChange.Kind.RPATH, "$ORIGIN" + text)) : List.of()));
            }
        }
        SourcePackage first = closure.get(0).origin();
        SourcePackage left = new SourcePackage.Packaged(ClosurePackage.builder("left", "1-1", "noarch")
                .repository("repo")
                .size(10)
                .reason(new PackageReason.Required(first.id(), "left"))
                .build());
        closure.add(new Contribution(left, 0, 0));
        files.add(made("bin/hello", 8800, "", FileReason.of(Kind.RUNS, "hello.py")));
        files.add(made("bin/python3", 0, "python3.13", FileReason.of(Kind.USUAL_NAME)));
        files.add(new ReportedFile(
                "libexec/scripts/hello.py",
                120,
                "",
                Origin.WithoutPackage.SCRIPT,
                FileReason.of(Kind.SCRIPT_REQUESTED),
                List.of()));
        return new ReportData(
                Path.of("/tmp/hello" + text.replace('/', '_') + ".tar.gz"),
                new BundleIdentity("x86_64", "3.13.5", "2.41", "3.2.0", null),
                List.of("python3", "package0" + text),
                closure,
                Map.of(left, new DropReason(Map.of(Kind.DOCUMENTATION, 3))),
                List.of(new UnresolvedImport("hello.py" + text, 3, "numpy" + text)),
                List.of("tools/.git/" + text),
                List.of(first),
                List.of(new InstallationState.Unknown(
                        builder(0, text).build(), "postinst", List.of("cp -p a b" + text, "echo x > /etc/x"))),
                files,
                Map.of(Kind.DOCUMENTATION, 120, Kind.MANUAL_PAGE, 30),
                List.of(new Finding(
                        Severity.NOTE, Check.HOST_PATH, "libexec/scripts/hello.py", "#!/usr/bin/python3 " + text)),
                "relocpy lockfile 1\n" + text,
                1_000_000,
                Map.of(Step.RESOLVE, Duration.ofMillis(300), Step.WRITE, Duration.ofMillis(900)));
    }

    private static ReportedFile made(String path, long size, String target, FileReason reason) {
        return new ReportedFile(path, size, target, Origin.WithoutPackage.ASSEMBLY, reason, List.of());
    }

    private static ClosurePackage.Builder builder(int number, String text) {
        return ClosurePackage.builder(name(number, text), "1.0-" + number, "x86_64");
    }

    /** Names have no white space and no slash, which sources do not accept. */
    private static String name(int number, String text) {
        return "package" + number + text.replaceAll("[/\\s\\p{Cntrl}]", "_");
    }

    private static String id(int number, String text) {
        return builder(number, text).build().id();
    }
}
