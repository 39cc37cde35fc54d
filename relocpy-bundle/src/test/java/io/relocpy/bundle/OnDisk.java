package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.ManifestContents;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.format.Modes;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a directory, and what a manifest says should, as lines that can be compared. */
public final class OnDisk {
    private OnDisk() {}

    /** Path → type, permission bits, and digest or target. */
    public static SortedMap<String, String> in(Path directory) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.toList()) {
                found.put(directory.relativize(path).toString(), describe(path));
            }
        }
        return found;
    }

    private static String describe(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) attributes.get("mode");
        String owner = " of " + attributes.get("uid");
        return switch (mode >> 12) {
            case 012 -> "link to " + Files.readSymbolicLink(path) + owner;
            case 004 -> "directory " + Modes.text(mode & 07777) + owner;
            case 010 ->
                "file " + Modes.text(mode & 07777) + " " + Sha256.of(Content.of(Files.readAllBytes(path))) + owner;
            default -> "type " + mode + owner;
        };
    }

    /** What should lie in a directory whose {@code relocpy.json} is to be believed. */
    public static SortedMap<String, String> bySelfDescription(Path directory) throws IOException {
        byte[] manifest = Files.readAllBytes(directory.resolve(BundleLayout.MANIFEST));
        SortedMap<String, String> expected = new TreeMap<>();
        expected.put("", "directory 0755 of 0");
        add(expected, BundleLayout.MANIFEST, "file 0644 " + Sha256.of(Content.of(manifest)) + " of 0");
        ManifestReader.read(Content.of(manifest))
                .files()
                .forEach((path, listed) -> add(
                        expected,
                        path,
                        listed instanceof ManifestContents.ListedRegular regular
                                ? "file " + (regular.executable() ? "0755 " : "0644 ") + regular.sha256() + " of 0"
                                : "link to " + ((ManifestContents.ListedLink) listed).target() + " of 0"));
        return expected;
    }

    private static void add(SortedMap<String, String> expected, String path, String what) {
        expected.put(path, what);
        for (String above = RootPath.parent(path); !above.isEmpty(); above = RootPath.parent(above)) {
            expected.put(above, "directory 0755 of 0");
        }
    }
}
