package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.repository.internal.io.FileFailure;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What callers get in place of Java's own exceptions of files. */
final class Failures {
    private Failures() {}

    /** The same failure: an interruption always as one, and anything else about files with words. */
    static IOException worded(String activity, IOException failure) {
        IOException unified = Interruption.unified(activity, failure);
        return unified instanceof FileSystemException about
                ? new BundleException(
                        Objects.requireNonNullElse(about.getFile(), "a file"), FileFailure.reason(about), about)
                : unified;
    }
}
