package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;

/** Makes findings. */
public final class Findings {
    private Findings() {}

    /** What keeps a bundle from being sound. */
    public static Finding fault(Check check, String path, String what) {
        return new Finding(Severity.FAULT, check, path, what);
    }

    /** What does not. */
    public static Finding note(Check check, String path, String what) {
        return new Finding(Severity.NOTE, check, path, what);
    }
}
