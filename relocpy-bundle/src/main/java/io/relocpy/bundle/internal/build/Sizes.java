package io.relocpy.bundle.internal.build;

/** Sizes as text. */
final class Sizes {
    private Sizes() {}

    /** Such as {@code 14.2 MB}; one MB is a million bytes. */
    static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000 ? tenths(bytes, 1000) + " kB" : tenths(bytes, 1_000_000) + " MB";
    }

    private static String tenths(long bytes, long unit) {
        long tenths = bytes / (unit / 10) + (bytes % (unit / 10) < unit / 20 ? 0 : 1);
        return tenths / 10 + "." + tenths % 10;
    }
}
