package io.relocpy.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Distinguishes package files from bundles. */
final class PackageFiles {
    private static final byte[] MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};

    private PackageFiles() {}

    /** Detected by the first bytes of the lead or by the name, so that a damaged package file is still one. */
    static boolean isPackage(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)
                    || path.toString().endsWith(".rpm");
        }
    }
}
