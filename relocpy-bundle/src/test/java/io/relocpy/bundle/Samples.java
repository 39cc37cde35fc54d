package io.relocpy.bundle;

import java.time.Instant;
import java.util.List;

/** Packages and files for tests. */
final class Samples {
    static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    static final BuildInputs INPUTS = new BuildInputs(
            List.of("python3"),
            List.of(new BuildInputs.RepositoryInput(
                    "repo0", List.of("https://example.org/repo0"), List.of("0123456789ABCDEF"))),
            "relocpy-lock\t1\n");

    private Samples() {}

    static SourcePackage origin(String name) {
        return new SourcePackage(name, "1-1", "x86_64", "MIT", "repo0", "", 1000, "asked for", "");
    }

    static TreeFile.Regular file(String path, String content, SourcePackage origin) {
        return new TreeFile.Regular(path, origin, Content.of(content), false, TIME);
    }

    static TreeFile.Link link(String path, String target, SourcePackage origin) {
        return new TreeFile.Link(path, origin, target);
    }

    static BundleFile.Regular bundled(String path, String content) {
        return BundleFile.Regular.made(path, Content.of(content), false, TIME, "for the test");
    }
}
