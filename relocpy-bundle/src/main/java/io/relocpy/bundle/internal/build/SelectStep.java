package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.format.Dropped;
import io.relocpy.bundle.internal.tree.DefaultDirectories;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.FileReason;
import io.relocpy.bundle.internal.tree.FileReason.Kind;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.Interpreter;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.elf.Dependency;
import io.relocpy.elf.LibraryResolver;
import io.relocpy.elf.SearchRule;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which of the unpacked files a Python at run time can use.
 *
 * <p>What {@link FileRules} calls necessary is kept; a shared library is kept only if another kept file needs it.
 */
final class SelectStep {
    /**
     * What was selected.
     *
     * @param tree all unpacked files
     * @param interpreter the Python among them
     * @param kept paths in the root → why they are kept
     * @param libraryDirectories directories in the root where the loader must look, in its order
     * @param dropped packages that contribute no file
     * @param skipped how many files are not kept, by reason
     */
    record Selection(
            List<SourcePackage> packages,
            VirtualRoot tree,
            Interpreter interpreter,
            SortedMap<String, FileReason> kept,
            List<String> libraryDirectories,
            List<Dropped> dropped,
            Map<Kind, Integer> skipped) {}

    private final FileRules rules;
    private final String command;

    /** @param command name of the interpreter in /usr/bin */
    SelectStep(FileRules rules, String command) {
        this.rules = rules;
        this.command = command;
    }

    /** Selects the files. */
    Selection select(Unpacked unpacked) throws IOException {
        VirtualRoot tree = unpacked.tree();
        Interpreter interpreter = Interpreter.of(tree, command);
        List<String> searched = DefaultDirectories.of(tree, interpreter);
        SortedMap<String, FileReason> kept = new TreeMap<>();
        keepByRule(tree, kept);
        for (String name : rules.executables()) {
            if (!kept.containsKey("usr/bin/" + name) && !kept.containsKey("usr/sbin/" + name)) {
                throw new BundleException(name, "no package of the closure has this program as a file of its own");
            }
        }
        kept.put(interpreter.loader(), new FileReason(Kind.LOADER, interpreter.name()));
        Set<String> directories = keepLibraries(tree, searched, kept);
        keepLinks(tree, kept);
        keepChecksums(tree, kept);
        requireAgreement(tree, kept);
        Map<SourcePackage, Map<Kind, Integer>> skipped = skipped(unpacked, kept);
        Map<Kind, Integer> inAll = new EnumMap<>(Kind.class);
        skipped.values().forEach(counts -> counts.forEach((reason, count) -> inAll.merge(reason, count, Integer::sum)));
        inAll.remove(Kind.LICENSE); // they stay, elsewhere
        return new Selection(
                unpacked.packages(),
                tree,
                interpreter,
                kept,
                searched.stream().filter(directories::contains).toList(),
                droppedPackages(unpacked, kept, skipped),
                inAll);
    }

    /** A file conflict stops the assembly only if the file is kept, as licences of contributing packages are. */
    private void requireAgreement(VirtualRoot tree, SortedMap<String, FileReason> kept) throws BundleException {
        if (tree.conflicts().isEmpty()) {
            return;
        }
        Set<SourcePackage> giving = giving(tree, kept);
        for (VirtualRoot.FileConflict conflict : tree.conflicts()) {
            String path = conflict.path();
            boolean license = rules.judge(path).use() == FileRules.Use.LICENSE
                    && (giving.contains(conflict.one()) || giving.contains(conflict.other()));
            boolean stays = kept.containsKey(path)
                    && !(conflict.directory()
                            && kept.subMap(path + "/", path + "0").isEmpty()); // '0' follows '/'
            if (license || stays) {
                throw new BundleException(
                        "/" + path,
                        conflict.one().id() + " and " + conflict.other().id() + " do not agree on it: "
                                + conflict.difference());
            }
        }
    }

    private static Set<SourcePackage> giving(VirtualRoot tree, SortedMap<String, FileReason> kept) {
        return tree.files().stream()
                .filter(file -> kept.containsKey(file.path()))
                .map(TreeFile::origin)
                .collect(Collectors.toSet());
    }

    private void keepByRule(VirtualRoot tree, Map<String, FileReason> kept) {
        Set<SourcePackage> withModules = new HashSet<>();
        List<TreeFile> data = new ArrayList<>();
        for (TreeFile file : tree.files()) {
            FileRules.Verdict verdict = rules.judge(file);
            if (!(file instanceof TreeFile.Regular)) {
                if (isNecessaryLink(file, verdict) && tree.follow(file.path()).isPresent()) {
                    linkChain(tree, file.path()).stream()
                            .filter(step -> !rules.isExcluded(step))
                            .forEach(step -> kept.putIfAbsent(step, FileReason.of(verdict.reason())));
                }
                continue;
            }
            switch (verdict.use()) {
                case ALWAYS -> {
                    kept.put(file.path(), FileReason.of(verdict.reason()));
                    if (file.path().endsWith(".py")) {
                        withModules.add(file.origin());
                    }
                }
                case WITH_MODULES -> data.add(file);
                default -> {}
            }
        }
        for (TreeFile file : data) {
            if (withModules.contains(file.origin())) {
                kept.put(file.path(), FileReason.of(Kind.DATA));
            }
        }
    }

    /** Whether it must be there, and with it its target, whatever that is called: {@code libnss_files-2.31.so}. */
    private static boolean isNecessaryLink(TreeFile file, FileRules.Verdict verdict) {
        return file instanceof TreeFile.Link
                && verdict.use() == FileRules.Use.ALWAYS
                && !FileRules.isProgram(file.path());
    }

    /** Keeps the libraries that kept files need, and returns the directories where they lie without any search path. */
    private static Set<String> keepLibraries(VirtualRoot tree, List<String> searched, Map<String, FileReason> kept)
            throws IOException {
        LibraryResolver resolver = LibraryResolver.of(tree)
                .defaultDirectories(searched.stream().map("/"::concat).toList())
                .keepingFiles();
        Set<String> directories = new HashSet<>();
        List<List<Dependency>> all = Parallel.map(
                List.copyOf(kept.keySet()), (index, path) -> isElf(tree, path) ? needs(resolver, path) : List.of());
        for (List<Dependency> needs : all) {
            for (Dependency need : needs) {
                if (need instanceof Dependency.Found found) {
                    String library = RootPath.mergeUsr(RootPath.resolve("", found.path()));
                    if (found.rule() == SearchRule.DEFAULT_DIRECTORY) {
                        directories.add(RootPath.parent(library));
                    }
                    linkChain(tree, library)
                            .forEach(step -> kept.putIfAbsent(step, new FileReason(Kind.NEEDED, found.neededBy())));
                }
            }
        }
        return directories;
    }

    private static boolean isElf(VirtualRoot tree, String path) throws IOException {
        return tree.get(path).orElse(null) instanceof TreeFile.Regular file && Elf.isElf(file.content());
    }

    private static List<Dependency> needs(LibraryResolver resolver, String path) throws IOException {
        return resolver.resolve("/" + path).dependencies().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** The path itself, and what it leads to if it is a link, up to the regular file. */
    private static List<String> linkChain(VirtualRoot tree, String path) {
        List<String> chain = new ArrayList<>(List.of(path));
        String current = path;
        while (tree.get(current).orElse(null) instanceof TreeFile.Link link && !chain.contains(link.target())) {
            current = link.target();
            chain.add(current);
        }
        tree.realPath(path).filter(real -> !chain.contains(real)).ifPresent(chain::add);
        chain.removeIf(
                step -> tree.get(step).isEmpty()); // a target whose directory is a link: what it leads to is there
        return chain;
    }

    /** Keeps the links of necessary places that lead to something kept. */
    private void keepLinks(VirtualRoot tree, Map<String, FileReason> kept) {
        for (TreeFile file : tree.files()) {
            FileRules.Verdict verdict = rules.judge(file);
            if (file instanceof TreeFile.Link link && isNecessaryLink(link, verdict)) {
                tree.realPath(link.path())
                        .filter(real -> kept.containsKey(real)
                                || tree.below(real).stream().anyMatch(below -> kept.containsKey(below.path())))
                        .ifPresent(real -> kept.put(link.path(), FileReason.of(verdict.reason())));
            }
        }
    }

    private static void keepChecksums(VirtualRoot tree, Map<String, FileReason> kept) {
        for (TreeFile file : tree.files()) {
            FipsChecksums.libraryOf(file.path())
                    .filter(kept::containsKey)
                    .ifPresent(library ->
                            kept.put(file.path(), new FileReason(Kind.CHECKSUM, RootPath.fileName(library))));
        }
    }

    /** For each package, why files are not kept, with their number. */
    private Map<SourcePackage, Map<Kind, Integer>> skipped(Unpacked unpacked, Map<String, FileReason> kept) {
        Map<SourcePackage, Map<Kind, Integer>> reasons = new HashMap<>();
        unpacked.skipped().forEach((origin, counts) -> count(reasons, origin).putAll(counts));
        for (TreeFile file : unpacked.tree().files()) {
            if (file instanceof TreeFile.Regular && !kept.containsKey(file.path())) {
                count(reasons, file.origin()).merge(rules.judge(file).reason(), 1, Integer::sum);
            }
        }
        return reasons;
    }

    private static Map<Kind, Integer> count(Map<SourcePackage, Map<Kind, Integer>> reasons, SourcePackage origin) {
        return reasons.computeIfAbsent(origin, any -> new EnumMap<>(Kind.class));
    }

    private static List<Dropped> droppedPackages(
            Unpacked unpacked, SortedMap<String, FileReason> kept, Map<SourcePackage, Map<Kind, Integer>> reasons) {
        Set<SourcePackage> giving = giving(unpacked.tree(), kept);
        return unpacked.packages().stream()
                .filter(origin -> !giving.contains(origin))
                .map(origin -> new Dropped(origin, reasons.getOrDefault(origin, Map.of())))
                .toList();
    }
}
