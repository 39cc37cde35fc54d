package io.relocpy.bundle;

import io.relocpy.deb.metadata.AptConfiguration;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A suite of Debian from the mirror of this machine's apt, be it out of date or not. */
public final class DebianSuite {
    /** Where downloaded packages stay. */
    private static final Path PACKAGES =
            Path.of("..", "target", "packages").toAbsolutePath().normalize();

    private DebianSuite() {}

    /** The suite with directories of more packages; skips the test where apt has no mirror of Debian. */
    public static DebRepositories of(String suite, Path... directories) throws IOException {
        List<AptSource> sources = AptConfiguration.ofRoot(Path.of("/")).suite(suite).stream()
                .map(source -> source.toBuilder().checkValidUntil(false).build())
                .toList();
        HostTools.missingUnless(!sources.isEmpty(), "mirror of Debian in apt's sources is not there");
        DebRepositories.Builder suites =
                DebRepositories.builder().sources(sources).cacheDirectory(PACKAGES);
        return (directories.length == 0 ? suites : suites.directories(directories)).build();
    }
}
