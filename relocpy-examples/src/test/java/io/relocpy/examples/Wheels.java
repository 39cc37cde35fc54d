package io.relocpy.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes wheels, see the binary distribution format of packaging.python.org. */
final class Wheels {
    private Wheels() {}

    /** A wheel of one module, for any platform. */
    static Path pure(Path folder, String module, String source) throws IOException {
        String info = module + "-1.0.dist-info/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put(module + ".py", source);
        files.put(info + "METADATA", "Metadata-Version: 2.1\nName: " + module + "\nVersion: 1.0\nLicense: MIT\n");
        files.put(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        StringBuilder record = new StringBuilder();
        files.forEach((path, text) -> record.append(path + "," + digest(text) + "," + text.length() + "\n"));
        files.put(info + "RECORD", record + info + "RECORD,,\n");
        Path wheel = folder.resolve(module + "-1.0-py3-none-any.whl");
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        }
        return wheel;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
