package io.relocpy.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the packages' files into one virtual root, passing over those that no Python can use. */
final class UnpackStep {
    private final PackageSource source;
    private final FileRules rules;
    private final WorkingDirectory working;
    private final Progress progress;

    UnpackStep(PackageSource source, FileRules rules, WorkingDirectory working, Progress progress) {
        this.source = source;
        this.rules = rules;
        this.working = working;
        this.progress = progress;
    }

    /**
     * What was unpacked.
     *
     * @param packages all packages, in the order of installation
     * @param tree the files that may be of use
     * @param passedOver for each package (by id) the reasons for which files were passed over, with their number
     */
    record Unpacked(List<SourcePackage> packages, VirtualRoot tree, Map<String, Map<String, Integer>> passedOver) {}

    private record PackageFiles(List<TreeFile> files, Map<String, Integer> passedOver, long bytes) {}

    Unpacked unpack(List<SourcePackage> packages) throws IOException {
        Path contents = Files.createDirectory(working.path().resolve("contents"));
        long total = packages.stream().mapToLong(SourcePackage::downloadSize).sum();
        AtomicLong done = new AtomicLong();
        List<PackageFiles> read = Parallel.mapLargestFirst(packages, SourcePackage::downloadSize, (index, origin) -> {
            PackageFiles files = read(origin, working.keepOpen(new ContentStore(contents.resolve("" + index))));
            progress.packageDone(BundleStep.UNPACK, origin, files.bytes, packages.size());
            progress.advance(BundleStep.UNPACK, "", done.addAndGet(origin.downloadSize()), total);
            return files;
        });
        List<TreeFile> all = new ArrayList<>();
        Map<String, Map<String, Integer>> passedOver = new TreeMap<>();
        for (int i = 0; i < packages.size(); i++) {
            all.addAll(read.get(i).files);
            passedOver.put(packages.get(i).id(), read.get(i).passedOver);
        }
        return new Unpacked(packages, VirtualRoot.of(all), passedOver);
    }

    private PackageFiles read(SourcePackage origin, ContentStore store) throws IOException {
        List<TreeFile> files = new ArrayList<>();
        Map<String, Integer> passedOver = new TreeMap<>();
        source.read(origin, (entry, content) -> {
            List<String> used = entry.paths().stream()
                    .filter(path -> entry.kind() == PackageSource.Kind.SYMBOLIC_LINK || isOfUse(path, passedOver))
                    .toList();
            if (used.isEmpty()) {
                return;
            }
            if (isMergedUsrLink(entry)) {
                return;
            }
            Content stored = entry.kind() == PackageSource.Kind.FILE ? store.add(content) : Content.of("");
            used.forEach(path -> files.add(toTreeFile(origin, path, entry, stored)));
        });
        long bytes = files.stream()
                .mapToLong(file -> file instanceof TreeFile.Regular regular
                        ? regular.content().size()
                        : 0)
                .sum();
        return new PackageFiles(files, passedOver, bytes);
    }

    /** Such as /lib -> usr/lib: one place here. */
    private static boolean isMergedUsrLink(PackageSource.Entry entry) {
        String path = RootPath.resolve("", entry.paths().get(0));
        return entry.kind() == PackageSource.Kind.SYMBOLIC_LINK
                && RootPath.mergeUsr(path).equals(RootPath.resolve(RootPath.parent(path), entry.linkTarget()));
    }

    private boolean isOfUse(String path, Map<String, Integer> passedOver) {
        FileRules.Verdict verdict = rules.judge(inRoot(path));
        if (verdict.use() == FileRules.Use.NEVER) {
            passedOver.merge(verdict.reason(), 1, Integer::sum);
            return false;
        }
        return true;
    }

    private static TreeFile toTreeFile(SourcePackage origin, String path, PackageSource.Entry entry, Content content) {
        if (entry.kind() == PackageSource.Kind.FILE) {
            boolean executable = (entry.mode() & 0100) != 0;
            return new TreeFile.Regular(inRoot(path), origin, content, executable, entry.modified());
        }
        // relative to the directory that the package names, which may be /lib where the file goes to /usr/lib
        String directory = RootPath.parent(RootPath.resolve("", path));
        String target = RootPath.mergeUsr(RootPath.resolve(directory, entry.linkTarget()));
        return new TreeFile.Link(inRoot(path), origin, target);
    }

    private static String inRoot(String path) {
        return RootPath.mergeUsr(RootPath.resolve("", path));
    }
}
