package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleReport.DropReason;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.DefaultDirectories;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.Interpreter;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Decides which of the unpacked files a Python at run time can use.
 *
 * <p>{@link Retention} finds them; this class makes sense of the result.
 */
final class SelectStep {
    /**
     * What was selected.
     *
     * @param tree all unpacked files
     * @param interpreter the Python among them
     * @param kept paths in the root → why they are kept
     * @param libraryDirectories directories in the root where the loader must look, in its order
     * @param dropped packages that contribute no file, and why
     * @param skipped how many files are not kept, by reason
     * @param left links that lead to files which no package of the closure has
     */
    record Selection(
            List<SourcePackage> packages,
            VirtualRoot tree,
            Interpreter interpreter,
            SortedMap<String, FileReason> kept,
            List<String> libraryDirectories,
            Map<SourcePackage, DropReason> dropped,
            Map<Kind, Integer> skipped,
            List<Finding> left) {
        /** Whether the file at exactly this path is kept, or anything below the directory. */
        boolean keeps(String path) {
            return kept.containsKey(path)
                    || !kept.subMap(path + "/", path + "0").isEmpty(); // '0' follows '/'
        }
    }

    private final FileRules rules;
    private final String command;
    private final Set<String> requests;

    /**
     * @param command name of the interpreter in /usr/bin
     * @param requests what the caller asked for
     */
    SelectStep(FileRules rules, String command, Collection<String> requests) {
        this.rules = rules;
        this.command = command;
        this.requests = Set.copyOf(requests);
    }

    /** Selects the files. */
    Selection select(Unpacked unpacked) throws IOException {
        VirtualRoot tree = unpacked.tree();
        Interpreter interpreter = Interpreter.of(tree, command);
        List<String> searched = DefaultDirectories.of(tree, interpreter);
        Retention retention = new Retention(rules, tree, new PackagePurposes(unpacked, rules, requests), searched);
        SortedMap<String, FileReason> kept =
                retention.find(interpreter.loader(), FileReason.of(Kind.LOADER, interpreter.name()));
        for (String name : rules.executables()) {
            if (!kept.containsKey("usr/bin/" + name) && !kept.containsKey("usr/sbin/" + name)) {
                throw new BundleException(name, "no package of the closure has this program as a file of its own");
            }
        }
        requireAgreement(tree, kept);
        Map<SourcePackage, Map<Kind, Integer>> skipped = skipped(unpacked, kept, retention);
        Map<Kind, Integer> inAll = new EnumMap<>(Kind.class);
        skipped.values().forEach(counts -> counts.forEach((reason, count) -> inAll.merge(reason, count, Integer::sum)));
        inAll.remove(Kind.LICENSE); // they stay, elsewhere
        return new Selection(
                unpacked.packages(),
                tree,
                interpreter,
                kept,
                searched.stream().filter(retention.directories()::contains).toList(),
                droppedPackages(unpacked, kept, skipped),
                inAll,
                retention.linksToNothing().stream()
                        .map(link -> Findings.note(
                                Check.LINK,
                                "/" + link.path(),
                                "is left out, since it leads to /" + link.target()
                                        + ", which is in no package; one that is only recommended may have it"))
                        .toList());
    }

    /** A file conflict stops the assembly only if the file is kept, as licences of contributing packages are. */
    private void requireAgreement(VirtualRoot tree, SortedMap<String, FileReason> kept) throws BundleException {
        if (tree.conflicts().isEmpty()) {
            return;
        }
        Set<SourcePackage> giving = Retention.origins(tree, kept.keySet());
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

    /** For each package, why files are not kept, with their number. */
    private static Map<SourcePackage, Map<Kind, Integer>> skipped(
            Unpacked unpacked, Map<String, FileReason> kept, Retention retention) {
        Map<SourcePackage, Map<Kind, Integer>> reasons = new HashMap<>();
        unpacked.skipped().forEach((origin, counts) -> count(reasons, origin).putAll(counts));
        for (TreeFile file : unpacked.tree().files()) {
            if (file instanceof TreeFile.Regular && !kept.containsKey(file.path())) {
                count(reasons, file.origin()).merge(retention.verdict(file).reason(), 1, Integer::sum);
            }
        }
        return reasons;
    }

    private static Map<Kind, Integer> count(Map<SourcePackage, Map<Kind, Integer>> reasons, SourcePackage origin) {
        return reasons.computeIfAbsent(origin, any -> new EnumMap<>(Kind.class));
    }

    private static Map<SourcePackage, DropReason> droppedPackages(
            Unpacked unpacked, SortedMap<String, FileReason> kept, Map<SourcePackage, Map<Kind, Integer>> reasons) {
        Set<SourcePackage> giving = Retention.origins(unpacked.tree(), kept.keySet());
        return unpacked.packages().stream()
                .filter(origin -> !giving.contains(origin))
                .collect(Collectors.toMap(
                        origin -> origin, origin -> new DropReason(reasons.getOrDefault(origin, Map.of()))));
    }
}
