package consumer;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleReport;
import io.relocpy.bundle.BundleVerification;
import java.io.IOException;
import java.nio.file.Path;

/** Builds a bundle from the repository that the first argument names, into the second, and verifies it. */
final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        BundleReport report =
                Bundle.builder().repositories(Path.of(arguments[0])).write(target);
        BundleVerification verification = Bundle.verify(target);
        System.out.println("Python " + report.pythonVersion() + ", " + (verification.isSound() ? "sound" : "not sound"));
    }
}
