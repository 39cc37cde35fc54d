package io.relocpy.bundle;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.PackageReason;
import java.time.Instant;
import java.util.List;

/** Packages and files for tests. */
public final class Samples {
    public static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    /** Of files of which it does not matter. */
    public static final FileReason REASON = FileReason.of(FileReason.Kind.UNKNOWN);

    public static final ClosureInputs INPUTS = new ClosureInputs(
            List.of("python3"),
            List.of(new ClosureInputs.Repository(
                    "repo0", List.of("https://example.org/repo0"), List.of("0123456789ABCDEF"))),
            "relocpy-lock\t1\n");

    private Samples() {}

    public static SourcePackage origin(String name) {
        return new SourcePackage.Packaged(ClosurePackage.builder(name, "1-1", "x86_64")
                .license("MIT")
                .repository("repo0")
                .size(1000)
                .reason(new PackageReason.Requested(name))
                .packageUrl("pkg:rpm/" + name + "@1-1?arch=x86_64")
                .build());
    }

    public static TreeFile.Regular file(String path, String content, SourcePackage origin) {
        return new TreeFile.Regular(path, origin, Content.of(content), false, TIME);
    }

    public static TreeFile.Link link(String path, String target, SourcePackage origin) {
        return new TreeFile.Link(path, origin, target);
    }

    public static BundleFile.Regular bundled(String path, String content) {
        return BundleFile.Regular.made(path, Content.of(content), false, TIME, REASON);
    }

    public static BundleFile.Link bundledLink(String path, String target) {
        return BundleFile.Link.made(path, target, REASON);
    }
}
