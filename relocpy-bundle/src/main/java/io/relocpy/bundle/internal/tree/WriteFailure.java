package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.IOException;
import java.nio.file.Path;

/** Messages about what cannot be written; the reason, such as a full disk, comes without a path from Java. */
public final class WriteFailure {
    private WriteFailure() {}

    /** The exception for a file that cannot be written. */
    public static BundleException of(Path file, IOException cause) {
        return new BundleException(file.toString(), "cannot be written: " + FileFailure.reason(cause), cause);
    }
}
