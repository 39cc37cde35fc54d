package io.relocpy.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.python.EntryPoints;
import io.relocpy.bundle.internal.python.VersionSpecifier;
import io.relocpy.bundle.internal.python.Wheel;
import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.python.WheelTags;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes come, a bundle, a manifest and a wheel give a result or {@link BundleException}, within a bound of memory.
 *
 * <p>In a build each test reads the inputs kept in {@code BundleFuzzTestInputs}; see CONTRIBUTING.md for how to look for new
 * ones.
 */
class BundleFuzzTest {
    private static final long MIB = 1 << 20;
    private static final int TAR_BLOCK = 512;
    private static final int TAR_CHECKSUM = 148;

    @TempDir
    static Path folder;

    private static void readOrRefuse(long bound, Allocations.Work reader) throws IOException {
        Allocations.assertBelow(bound, () -> {
            try {
                reader.run();
            } catch (BundleException e) {
                // the one answer that is allowed
            }
        });
    }

    /** Any bytes as they are: compressed or not, an archive or not. A decoder of xz may take 256 MiB. */
    @FuzzTest
    void archive(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("archive"), data);
        readOrRefuse(300 * MIB, () -> Bundle.verify(file).toText());
    }

    /** Headers with the checksums that they should have, so that what comes after them is reached. */
    @FuzzTest
    void tar(byte[] data) throws IOException {
        byte[] tar = data.clone();
        for (int at = 0; at + TAR_BLOCK <= tar.length; at += TAR_BLOCK) {
            writeChecksum(tar, at);
            at += (int) Math.min(tar.length - at, contentBlocks(tar, at) * TAR_BLOCK);
        }
        Path file = Files.write(folder.resolve("archive.tar"), tar);
        readOrRefuse(64 * MIB, () -> Bundle.verify(file).toText());
    }

    /** Blocks of content that follow a header; none if its size is not in octal digits. */
    private static long contentBlocks(byte[] tar, int header) {
        String size = new String(tar, header + 124, 12, StandardCharsets.ISO_8859_1);
        return size.matches("[0-7]{11}[\0 ]")
                ? (Long.parseLong(size.substring(0, 11), 8) + TAR_BLOCK - 1) / TAR_BLOCK
                : 0;
    }

    private static void writeChecksum(byte[] tar, int header) {
        Arrays.fill(tar, header + TAR_CHECKSUM, header + TAR_CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + TAR_BLOCK; i++) {
            sum += tar[i] & 0xff;
        }
        if (sum > 8 * ' ') { // else it is a block of zeros, as behind the last entry
            byte[] digits = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, tar, header + TAR_CHECKSUM, digits.length);
        } else {
            Arrays.fill(tar, header + TAR_CHECKSUM, header + TAR_CHECKSUM + 8, (byte) 0);
        }
    }

    @FuzzTest
    void manifest(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> ManifestReader.read(Content.of(data)));
    }

    @FuzzTest
    void wheel(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("demo-1.0-py3-none-any.whl"), data);
        readOrRefuse(64 * MIB, () -> readWheel(file));
    }

    /** A sound archive of any METADATA, lines of RECORD, and entry points, which bytes 0xff separate. */
    @FuzzTest
    void wheelTexts(byte[] data) throws IOException {
        String[] texts = new String(data, StandardCharsets.ISO_8859_1).split("\u00ff", 3);
        WheelBuilder builder = new WheelBuilder().metadata(texts[0]);
        if (texts.length > 1) {
            builder.record(texts[1]);
        }
        if (texts.length > 2) {
            builder.file(WheelBuilder.INFO + "entry_points.txt", texts[2]);
        }
        Path file = builder.write(folder, "demo-1.0-py3-none-any.whl");
        readOrRefuse(64 * MIB, () -> readWheel(file));
    }

    private static void readWheel(Path file) throws IOException {
        Path contents = folder.resolve("contents");
        Files.deleteIfExists(contents);
        try (ContentStore store = new ContentStore(contents)) {
            Wheel wheel = Wheel.read(file, store);
            wheel.metadata().license();
            VersionSpecifier.fits(wheel.metadata().first("Requires-Python"), "3.13.5");
            Wheel.Entry points = wheel.entries().get(WheelBuilder.INFO + "entry_points.txt");
            if (points != null) {
                String installed = "lib/python3.13/site-packages/" + WheelBuilder.INFO + "entry_points.txt";
                EntryPoints.of(List.of(
                        BundleFile.Regular.made(installed, points.content(), false, Samples.TIME, Samples.REASON)));
            }
        }
    }

    @FuzzTest
    void wheelName(byte[] data) throws IOException {
        String name = new String(data, StandardCharsets.UTF_8);
        readOrRefuse(64 * MIB, () -> {
            WheelTags supported = WheelTags.of("python3.13", "2.41", "x86_64");
            WheelName.of(name).tags().forEach(supported::fit);
        });
    }
}
