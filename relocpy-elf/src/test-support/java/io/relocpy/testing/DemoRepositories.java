package io.relocpy.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The repositories that relocpy-examples makes out of Debian's packages; each is made once, then found again. */
public final class DemoRepositories {
    private static final Path MAKE = Path.of("..", "relocpy-examples", "demo-repository", "make")
            .toAbsolutePath()
            .normalize();

    private DemoRepositories() {}

    /** The repository that these options of {@code demo-repository/make} ask for; skips the test where it cannot be made. */
    public static Path make(String... options) {
        HostTools.require("/usr/bin/python3", "rpmbuild", "createrepo_c", "dpkg-deb", "apt-get", "file");
        List<String> command = new ArrayList<>(List.of(MAKE.toString()));
        command.addAll(List.of(options));
        return Path.of(HostTools.run(command, Map.of()).orFail().stdout().strip());
    }

    /** The directory of Debian's package files that such a repository was made of; it may hold others, too. */
    public static Path packagesOf(Path repository) {
        return repository.resolveSibling("apt").resolve("cache").resolve("archives");
    }
}
