package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.python.PathConstants;
import io.relocpy.bundle.internal.python.WheelRecord;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Lets the modules in the wheels from which ensurepip and virtualenv make environments find the bundle's files, as {@link
 * SourcePaths} does for modules: an environment's Python knows where its bundle lies. All other entries are copied as they are.
 */
final class SeedWheels {
    private static final Pattern WHEEL = Pattern.compile("share/python[0-9.]*-wheels/[^/]+\\.whl");
    private static final int MAX_WHEEL = 64 << 20;
    private static final int MAX_SOURCE = 4 << 20;
    private static final int MAX_ENTRIES = 20_000;

    private SeedWheels() {}

    static boolean isOne(BundleFile file) {
        return WHEEL.matcher(file.path()).matches() && file.size() <= MAX_WHEEL;
    }

    /** The wheel with changed modules and their lines in RECORD; unchanged if there are none, or if it is damaged. */
    static BundleFile.Regular lead(BundleFile.Regular wheel, SourcePaths sources) throws IOException {
        byte[] bytes = wheel.content().bytes();
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            if (entries.size() > MAX_ENTRIES) {
                return wheel;
            }
            Map<String, byte[]> changed = new TreeMap<>();
            for (ZipArchiveEntry entry : entries) {
                if (entry.getName().endsWith(".py")) {
                    Optional<PathConstants.Result> result = sources.lead(read(zip, entry));
                    result.ifPresent(each -> changed.put(entry.getName(), SourcePaths.bytes(each)));
                }
            }
            if (changed.isEmpty()) {
                return wheel;
            }
            List<String> names = new ArrayList<>(changed.keySet());
            for (ZipArchiveEntry entry : entries) {
                if (entry.getName().endsWith(".dist-info/RECORD")) {
                    changed.put(entry.getName(), record(read(zip, entry), changed));
                }
            }
            return wheel.changed(
                    Content.of(written(zip, entries, changed)),
                    FileChange.of(FileChange.Kind.PATHS, String.join(", ", names)));
        } catch (IOException e) { // all of it is in memory
            return wheel;
        }
    }

    private static byte[] read(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_SOURCE);
            return bytes.length < MAX_SOURCE ? bytes : new byte[0];
        }
    }

    private static byte[] record(byte[] record, Map<String, byte[]> changed) {
        StringBuilder text = new StringBuilder();
        for (String line : new String(record, StandardCharsets.UTF_8).lines().toList()) {
            byte[] content = changed.get(line.replaceFirst(",.*", ""));
            text.append(
                    content == null
                            ? line + "\n"
                            : WheelRecord.line(line.replaceFirst(",.*", ""), ByteBuffer.wrap(content)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] written(ZipFile zip, List<ZipArchiveEntry> entries, Map<String, byte[]> changed)
            throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(written)) {
            for (ZipArchiveEntry entry : entries) {
                byte[] content = changed.get(entry.getName());
                if (content == null) {
                    try (InputStream raw = zip.getRawInputStream(entry)) {
                        out.addRawArchiveEntry(entry, raw);
                    }
                } else {
                    ZipArchiveEntry replaced = new ZipArchiveEntry(entry.getName());
                    replaced.setTimeLocal(entry.getTimeLocal());
                    replaced.setUnixMode(entry.getUnixMode());
                    out.putArchiveEntry(replaced);
                    out.write(content);
                    out.closeArchiveEntry();
                }
            }
        }
        return written.toByteArray();
    }
}
