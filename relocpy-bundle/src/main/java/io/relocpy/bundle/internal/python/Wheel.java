package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.python.WheelRecord.Row;
import io.relocpy.bundle.internal.tree.AllowanceInputStream;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A wheel whose files all match its RECORD.
 *
 * @param file the archive
 * @param name what its file name says
 * @param distInfo its directory of metadata, such as {@code demo-1.0.dist-info}
 * @param metadata of the project
 * @param pure whether its files at the top are for any platform
 * @param entries path in the archive → file; without RECORD and signatures of it
 * @see <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">Binary distribution
 *     format</a>
 */
public record Wheel(
        Path file,
        WheelName name,
        String distInfo,
        WheelMetadata metadata,
        boolean pure,
        SortedMap<String, Entry> entries) {
    /** More than any real wheel has. */
    private static final int MAX_ENTRIES = 200_000;

    private static final List<String> UNLISTED = List.of("RECORD", "RECORD.jws", "RECORD.p7s");

    /** Makes the map unmodifiable. */
    public Wheel {
        entries = Collections.unmodifiableSortedMap(entries);
    }

    /**
     * A file in the archive.
     *
     * @param content its bytes
     * @param executable whether its owner may execute it
     */
    public record Entry(Content content, boolean executable) {}

    /**
     * Reads a wheel and checks it against its RECORD.
     *
     * @param store takes the contents
     * @throws BundleException if it is not a wheel, or damaged; names the file in it
     */
    public static Wheel read(Path file, ContentStore store) throws IOException {
        WheelName name = WheelName.of(String.valueOf(file.getFileName()));
        if (!Files.isRegularFile(file)) {
            throw new BundleException(file.toString(), "this wheel does not exist");
        }
        SortedMap<String, Entry> entries = unpack(file, store);
        String distInfo = distInfo(file, name, entries);
        WheelMetadata wheel = fields(file, distInfo + "/WHEEL", entries);
        String version = wheel.first("Wheel-Version");
        if (!version.startsWith("1.")) {
            throw new BundleException(
                    file.toString(), distInfo + "/WHEEL: expected Wheel-Version 1.N, found \"" + version + "\"");
        }
        WheelMetadata metadata = fields(file, distInfo + "/METADATA", entries);
        checkRecord(file, distInfo, entries);
        UNLISTED.forEach(unlisted -> entries.remove(distInfo + "/" + unlisted));
        return new Wheel(
                file, name, distInfo, metadata, wheel.first("Root-Is-Purelib").equalsIgnoreCase("true"), entries);
    }

    private static SortedMap<String, Entry> unpack(Path file, ContentStore store) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entry.isDirectory()) {
                    continue;
                }
                checkEntry(file, entry);
                Content content;
                try (InputStream in = zip.getInputStream(entry)) {
                    // at most the size that the archive states, so that a small one cannot unpack to a huge one
                    AllowanceInputStream bounded = new AllowanceInputStream(in);
                    bounded.allow(Math.max(0, entry.getSize()), entry.getName());
                    content = store.add(bounded);
                }
                boolean executable = (entry.getUnixMode() & 0111) != 0;
                if (entries.put(entry.getName(), new Entry(content, executable)) != null) {
                    throw new BundleException(file.toString(), "has " + entry.getName() + " twice");
                }
                if (entries.size() > MAX_ENTRIES) {
                    throw new BundleException(file.toString(), "has more than " + MAX_ENTRIES + " files");
                }
            }
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException(file.toString(), "cannot be read as a wheel: " + e.getMessage(), e);
        }
        return entries;
    }

    private static void checkEntry(Path file, ZipArchiveEntry entry) throws BundleException {
        String name = entry.getName();
        if (name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || !RootPath.resolve("", name).equals(name)) {
            throw new BundleException(file.toString(), "has a path that leads outside the wheel: " + name);
        }
        if (entry.isUnixSymlink()) {
            throw new BundleException(file.toString(), "has a symbolic link, which is not allowed in wheels: " + name);
        }
    }

    private static String distInfo(Path file, WheelName name, Map<String, Entry> entries) throws BundleException {
        List<String> found = entries.keySet().stream()
                .map(path -> path.replaceFirst("/.*", ""))
                .filter(directory -> directory.endsWith(".dist-info"))
                .distinct()
                .toList();
        if (found.size() != 1 || !name.fits(found.get(0).replaceFirst("\\.dist-info$", ""))) {
            throw new BundleException(
                    file.toString(),
                    "expected one directory " + name.distribution() + "-" + name.version() + ".dist-info, found "
                            + (found.isEmpty() ? "none" : String.join(", ", found)));
        }
        return found.get(0);
    }

    private static WheelMetadata fields(Path file, String path, Map<String, Entry> entries) throws IOException {
        return WheelMetadata.of(text(file, path, entries));
    }

    private static String text(Path file, String path, Map<String, Entry> entries) throws IOException {
        Entry entry = entries.get(path);
        if (entry == null) {
            throw new BundleException(file.toString(), "has no " + path);
        }
        return entry.content.text();
    }

    private static void checkRecord(Path file, String distInfo, Map<String, Entry> entries) throws IOException {
        Map<String, Row> rows = WheelRecord.parse(file.toString(), text(file, distInfo + "/RECORD", entries));
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            Row row = rows.remove(entry.getKey());
            if (UNLISTED.contains(entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1))
                    && entry.getKey().startsWith(distInfo + "/")) {
                continue;
            }
            String complaint = row == null
                    ? "is not in RECORD"
                    : row.complaint(entry.getValue().content.buffer());
            if (!complaint.isEmpty()) {
                throw new BundleException(file.toString(), entry.getKey() + ": " + complaint);
            }
        }
        for (String missing : rows.keySet()) {
            throw new BundleException(file.toString(), missing + ": is in RECORD, but not in the archive");
        }
    }
}
