package io.relocpy.bundle;

import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The repository that relocpy-examples makes out of Debian's packages; made once, then found again. */
public final class DemoRepository {
    private static final Path EXAMPLES =
            Path.of("..", "relocpy-examples").toAbsolutePath().normalize();

    private DemoRepository() {}

    /** A script that ships with the examples. */
    public static Path script(String name) {
        return EXAMPLES.resolve("scripts").resolve(name);
    }

    /** The repository of a Debian suite, of the demo's packages if none are named; skips the test where the tools to make it are missing. */
    public static Path of(String suite, String... packages) {
        List<String> options = new ArrayList<>(List.of("--suite", suite));
        options.addAll(List.of(packages));
        return DemoRepositories.make(options.toArray(String[]::new));
    }

    /** The repository in Fedora's layout; to make it, CPython is built. */
    public static Path fedoraShaped() {
        return Path.of(HostTools.run(
                        List.of(EXAMPLES.resolve("demo-repository/make-fedora-shaped")
                                .toString()),
                        Map.of())
                .orFail()
                .stdout()
                .strip());
    }
}
