package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;

/** Makes findings. */
public final class Findings {
    private Findings() {}

    /** A finding because of which a bundle is not sound. */
    public static Finding fault(Check check, String path, String what) {
        return new Finding(Severity.FAULT, check, path, what);
    }

    /** A finding that does not affect soundness. */
    public static Finding note(Check check, String path, String what) {
        return new Finding(Severity.NOTE, check, path, what);
    }

    /** A finding that is to be expected, and only counted. */
    public static Finding routine(Check check, String path, String what) {
        return new Finding(Severity.ROUTINE, check, path, what);
    }
}
