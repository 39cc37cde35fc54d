package consumer;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleReport;
import io.relocpy.bundle.BundleVerification;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.elf.ElfFormatException;
import io.relocpy.repository.Repositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.nio.file.Path;

/** Builds a bundle from the repository that the first argument names, into the second, and verifies it. */
final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Repositories repositories = DebRepositories.isIn(repository)
                ? DebRepositories.builder().directories(repository).build()
                : RpmRepositories.builder().directories(repository).build();
        try {
            BundleReport report = Bundle.builder().repositories(repositories).write(target);
            BundleVerification verification = Bundle.verify(target);
            System.out.println("Python " + report.pythonVersion() + ", " + (verification.isSound() ? "sound" : "not sound"));
        } catch (ElfFormatException e) {
            System.out.println("A package has a damaged library: " + e.getMessage());
        }
    }
}
