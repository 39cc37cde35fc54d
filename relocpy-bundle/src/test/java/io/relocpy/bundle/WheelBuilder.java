package io.relocpy.bundle;

import io.relocpy.bundle.internal.python.WheelRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes wheels of a project {@code demo 1.0}, sound ones and others. */
public final class WheelBuilder {
    public static final String INFO = "demo-1.0.dist-info/";

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final StringBuilder record = new StringBuilder();
    private boolean pure = true;

    public WheelBuilder() {
        metadata("");
    }

    /** With more fields in METADATA. */
    WheelBuilder metadata(String fields) {
        return file(INFO + "METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nLicense: MIT\n" + fields);
    }

    WheelBuilder forPlatform() {
        pure = false;
        return this;
    }

    public WheelBuilder file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public WheelBuilder file(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    /** With this line in RECORD, too. */
    public WheelBuilder record(String line) {
        record.append(line).append('\n');
        return this;
    }

    public Path write(Path folder, String fileName) throws IOException {
        return write(folder, fileName, "");
    }

    /** @param unlisted a file that RECORD does not name */
    public Path write(Path folder, String fileName, String unlisted) throws IOException {
        file(INFO + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: " + pure + "\n");
        files.forEach((path, bytes) -> {
            if (!path.equals(unlisted)) {
                record.append(WheelRecord.line(path, ByteBuffer.wrap(bytes)));
            }
        });
        record.append(WheelRecord.line(INFO + "RECORD"));
        if (!unlisted.equals(INFO + "RECORD")) {
            file(INFO + "RECORD", record.toString());
        }
        Path wheel = folder.resolve(fileName);
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return wheel;
    }
}
