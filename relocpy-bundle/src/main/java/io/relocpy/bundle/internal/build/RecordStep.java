package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.python.EntryPoints;
import io.relocpy.bundle.internal.python.WheelRecord;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rewrites the RECORD of each wheel: the paths and contents of its files in the bundle, and its commands, so that pip
 * at the destination can list and remove them.
 */
final class RecordStep {
    private static final String NAME = ".dist-info/RECORD";

    /** The files with those of wheels named RECORD replaced. */
    List<BundleFile> record(List<BundleFile> files, List<SourcePackage> packages) throws IOException {
        Map<String, BundleFile> records = new TreeMap<>();
        for (SourcePackage each : packages) {
            if (each instanceof SourcePackage.OfWheel wheel) {
                List<BundleFile> own = files.stream()
                        .filter(file ->
                                file.origin().equals(wheel) && !file.path().startsWith(BundleLayout.LICENSES))
                        .toList();
                Optional<BundleFile> record =
                        own.stream().filter(file -> file.path().endsWith(NAME)).findFirst();
                if (record.isPresent()) { // the caller may have excluded it
                    records.put(record.get().path(), written((BundleFile.Regular) record.get(), own, files));
                }
            }
        }
        return records.isEmpty()
                ? files
                : files.stream()
                        .map(file -> records.getOrDefault(file.path(), file))
                        .toList();
    }

    private static BundleFile written(BundleFile.Regular record, List<BundleFile> own, List<BundleFile> files)
            throws IOException {
        BundleTree tree = BundleTree.of(files);
        String site = RootPath.parent(RootPath.parent(record.path()));
        Set<String> paths = new TreeSet<>();
        own.forEach(file -> paths.add(file.path()));
        for (String command : commands(own)) {
            for (String directory :
                    List.of(BundleLayout.COMMANDS, BundleLayout.ENTRY_POINTS, BundleLayout.LOADER_NAMES)) {
                if (tree.get(directory + command).isPresent()) {
                    paths.add(directory + command);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            String relative = RootPath.relativize(site, path);
            ByteBuffer content = tree.follow(path).orElseThrow().content().buffer();
            boolean withoutDigest = path.equals(record.path()) || path.endsWith(".pyc");
            lines.add(withoutDigest ? WheelRecord.line(relative) : WheelRecord.line(relative, content));
        }
        return record.changed(Content.of(String.join("", lines)), FileChange.of(FileChange.Kind.WHEEL_RECORD));
    }

    /** Names in {@code bin/} that come from the wheel: its programs, and what its entry_points.txt declares. */
    private static Set<String> commands(List<BundleFile> own) throws IOException {
        Set<String> commands = new TreeSet<>(EntryPoints.of(own).keySet());
        for (BundleFile file : own) {
            if (RootPath.parent(file.path()).equals(RootPath.parent(BundleLayout.PROGRAMS + "x"))) {
                commands.add(RootPath.fileName(file.path()));
            }
        }
        return commands;
    }
}
