package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the packages' files into one virtual root, except those that no Python can use. */
final class UnpackStep {
    private final FileRules rules;
    private final WorkingDirectory working;
    private final Progress progress;

    UnpackStep(FileRules rules, WorkingDirectory working, Progress progress) {
        this.rules = rules;
        this.working = working;
        this.progress = progress;
    }

    /**
     * What was unpacked.
     *
     * @param packages all packages, in the order of installation
     * @param tree the files that may be of use
     * @param skipped for each package the reasons why files were not unpacked, with their number
     */
    record Unpacked(List<SourcePackage> packages, VirtualRoot tree, Map<SourcePackage, Map<Kind, Integer>> skipped) {}

    /** A name of a file, before all is known of its package. */
    private record Stored(String path, PackageEntry entry, Content content) {}

    private record PackageFiles(SourcePackage origin, List<TreeFile> files, Map<Kind, Integer> skipped, long bytes) {}

    /** Unpacks all packages of a closure, which are fetched unless that has happened. */
    Unpacked unpack(Closure closure) throws IOException {
        Path contents = Files.createDirectory(working.path().resolve("contents"));
        List<ClosurePackage> packages = closure.packages();
        long total = packages.stream().mapToLong(ClosurePackage::size).sum();
        AtomicLong done = new AtomicLong();
        List<PackageFiles> read = Parallel.mapLargestFirst(packages, ClosurePackage::size, (index, each) -> {
            ContentStore store = working.keepOpen(new ContentStore(contents.resolve("" + index)));
            PackageFiles files = Interruption.during("unpacking " + each.id(), () -> read(closure, each, store));
            progress.packageDone(Step.UNPACK, each.id(), files.bytes, packages.size());
            progress.advance(Step.UNPACK, Optional.empty(), done.addAndGet(each.size()), total);
            return files;
        });
        List<TreeFile> all = new ArrayList<>();
        Map<SourcePackage, Map<Kind, Integer>> skipped = new HashMap<>();
        for (PackageFiles files : read) {
            all.addAll(files.files);
            skipped.put(files.origin, files.skipped);
        }
        return new Unpacked(read.stream().map(PackageFiles::origin).toList(), VirtualRoot.of(all), skipped);
    }

    private PackageFiles read(Closure closure, ClosurePackage source, ContentStore store) throws IOException {
        List<Stored> stored = new ArrayList<>();
        String license;
        String vendor;
        Map<Kind, Integer> skipped = new EnumMap<>(Kind.class);
        try (PackageReader reader = closure.open(source)) {
            for (Optional<PackageEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                PackageEntry entry = next.get();
                List<String> used = entry.paths().stream()
                        .filter(path -> isLink(entry) || isOfUse(path, skipped))
                        .toList();
                if (used.isEmpty() || isMergedUsrLink(entry)) {
                    continue;
                }
                Content content = isLink(entry) ? Content.of("") : store.add(reader.content());
                used.forEach(path -> stored.add(new Stored(path, entry, content)));
            }
            license = source.license().or(reader::license).orElse("");
            vendor = reader.vendor().orElse("");
        }
        SourcePackage origin = new SourcePackage.Packaged(source, license, vendor);
        List<TreeFile> files = stored.stream()
                .map(each -> toTreeFile(origin, each.path, each.entry, each.content))
                .toList();
        long bytes = files.stream()
                .mapToLong(file -> file instanceof TreeFile.Regular regular
                        ? regular.content().size()
                        : 0)
                .sum();
        return new PackageFiles(origin, files, skipped, bytes);
    }

    private static boolean isLink(PackageEntry entry) {
        return entry.kind() == PackageEntry.Kind.SYMBOLIC_LINK;
    }

    /** Such as /lib -> usr/lib: one place here. */
    private static boolean isMergedUsrLink(PackageEntry entry) {
        String path = RootPath.resolve("", entry.paths().get(0));
        return isLink(entry)
                && RootPath.mergeUsr(path)
                        .equals(RootPath.resolve(
                                RootPath.parent(path), entry.linkTarget().orElseThrow()));
    }

    private boolean isOfUse(String path, Map<Kind, Integer> skipped) {
        FileRules.Verdict verdict = rules.judge(inRoot(path));
        if (verdict.use() == FileRules.Use.NEVER) {
            skipped.merge(verdict.reason(), 1, Integer::sum);
            return false;
        }
        return true;
    }

    private static TreeFile toTreeFile(SourcePackage origin, String path, PackageEntry entry, Content content) {
        if (!isLink(entry)) {
            boolean executable = (entry.mode() & 0100) != 0;
            return new TreeFile.Regular(inRoot(path), origin, content, executable, entry.modified());
        }
        // relative to the directory that the package names, which may be /lib where the file goes to /usr/lib
        String directory = RootPath.parent(RootPath.resolve("", path));
        String target =
                RootPath.mergeUsr(RootPath.resolve(directory, entry.linkTarget().orElseThrow()));
        return new TreeFile.Link(inRoot(path), origin, target);
    }

    private static String inRoot(String path) {
        return RootPath.mergeUsr(RootPath.resolve("", path));
    }
}
