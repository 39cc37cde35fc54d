package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleReport;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An installer that ships three administration scripts with their own Python, so that they run the same whatever Python
 * the machine has, if any.
 */
public final class AdminToolsInstaller {
    private static final List<String> SCRIPTS = List.of("disk-usage.py", "listening-ports.py", "certificate-days.py");

    private AdminToolsInstaller() {}

    /**
     * Installs into the directory given as the second argument, from the package repository given as the first.
     *
     * @param arguments two paths
     */
    public static void main(String[] arguments) throws IOException {
        install(List.of(RepositoryConfig.ofDirectory(Path.of(arguments[0]))), Path.of(arguments[1]));
        for (String script : SCRIPTS) {
            System.out.println(Path.of(arguments[1], "bin", script.replace(".py", "")));
        }
    }

    /**
     * Installs Python and the tools into a directory, replacing an earlier installation if it is unmodified.
     *
     * @param repositories the source of Python; none for the enabled repositories of this Fedora or RHEL host
     * @param directory the target directory; its parent must exist
     */
    static BundleReport install(List<RepositoryConfig> repositories, Path directory) throws IOException {
        Path scripts = Files.createTempDirectory("admin-tools");
        try {
            for (String script : SCRIPTS) {
                try (InputStream in = AdminToolsInstaller.class.getResourceAsStream("admin/" + script)) {
                    Files.copy(Objects.requireNonNull(in, script), scripts.resolve(script));
                }
            }
            // @start region="install"
            BundleReport report = Bundle.builder()
                    .repositories(
                            RpmRepositories.builder().repositories(repositories).build())
                    .scripts(SCRIPTS.stream().map(scripts::resolve).toList())
                    .replaceExisting(true)
                    .write(directory);
            BundleVerification verification = Bundle.verify(directory);
            if (!verification.isSound()) {
                throw new IOException(verification.toText());
            }
            // @end
            return report;
        } finally {
            for (String script : SCRIPTS) {
                Files.deleteIfExists(scripts.resolve(script));
            }
            Files.delete(scripts);
        }
    }
}
