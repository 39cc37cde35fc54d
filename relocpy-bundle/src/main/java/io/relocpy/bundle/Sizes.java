package io.relocpy.bundle;

import java.util.Locale;

/** Sizes in words. */
final class Sizes {
    private Sizes() {}

    /** Such as {@code 14.2 MB}; one MB is a million bytes. */
    static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
