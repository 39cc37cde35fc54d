package io.relocpy.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Distinguishes package files from bundles. */
final class PackageFiles {
    private static final byte[] RPM = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final byte[] DEB = "!<arch>\ndebian".getBytes(StandardCharsets.US_ASCII);

    private PackageFiles() {}

    /** Whether it is an RPM package: by the first bytes of the lead or by the name, so that a damaged one is still one. */
    static boolean isRpm(Path path) throws IOException {
        return is(path, RPM, ".rpm");
    }

    /** Whether it is a Debian package, recognized likewise. */
    static boolean isDeb(Path path) throws IOException {
        return is(path, DEB, ".deb");
    }

    private static boolean is(Path path, byte[] magic, String suffix) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(magic.length), magic)
                    || path.toString().endsWith(suffix);
        }
    }
}
