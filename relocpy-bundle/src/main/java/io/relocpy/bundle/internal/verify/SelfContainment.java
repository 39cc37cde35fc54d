package io.relocpy.bundle.internal.verify;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.CpuLevel;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SearchPaths;
import io.relocpy.elf.Dependency;
import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.LibraryResolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the files of a bundle, unfinished or written earlier, need nothing from outside: links, search paths,
 * libraries with their symbol versions. Safe for use by several threads.
 */
public final class SelfContainment {
    private final BundleTree tree;
    private final LibraryResolver resolver;
    private final @Nullable String cpuLevel;

    /**
     * Prepares the checks.
     *
     * @param libraryDirectories directories of the bundle where its launchers let the loader look
     */
    public SelfContainment(BundleTree tree, List<String> libraryDirectories) throws IOException {
        this.tree = tree;
        LibraryResolver any = LibraryResolver.of(tree)
                .defaultDirectories(List.of())
                .libraryPath(libraryDirectories.stream().map("/"::concat).collect(Collectors.joining(":")))
                .loader("/" + BundleLayout.LOADER)
                .keepingFiles();
        // the processor that the bundle requires is not missing from it, but a fact that is reported
        cpuLevel = CpuLevel.of(List.copyOf(tree.files()));
        resolver = cpuLevel == null ? any : any.processor(CpuLevel.known(cpuLevel));
        Optional<BundleFile.Regular> loader = tree.follow(BundleLayout.LOADER);
        if (loader.isPresent()) {
            Elf.read(loader.get()).soname(); // which says what is wrong with a damaged one
        }
    }

    /** The level of x86-64 that the files demand, as {@link CpuLevel#of} says it. */
    public @Nullable String cpuLevel() {
        return cpuLevel;
    }

    /**
     * What is wrong with one file; empty if nothing is.
     *
     * @throws io.relocpy.elf.ElfFormatException if it, or a library that it needs, is damaged
     */
    public List<Finding> check(BundleFile file) throws IOException {
        if (file instanceof BundleFile.Link link) {
            return checkLink(link);
        }
        BundleFile.Regular regular = (BundleFile.Regular) file;
        if (regular.path().equals(BundleLayout.LOADER)
                || !Elf.isElf(regular.content())
                || Elf.isCallersProgram(regular)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        ElfFile elf = Elf.read(regular);
        checkSearchPath(regular.path(), elf.rpath(), findings);
        checkSearchPath(regular.path(), elf.runpath(), findings);
        if (elf.kind().isDynamic()) { // not an object file, for example
            checkNeeds(regular.path(), findings);
        }
        return findings;
    }

    private List<Finding> checkLink(BundleFile.Link link) {
        String complaint = tree.complaint(link);
        return complaint.isEmpty() ? List.of() : List.of(Findings.fault(Check.LINK, link.path(), complaint));
    }

    private static void checkSearchPath(String path, Optional<String> searchPath, List<Finding> findings) {
        for (String entry : searchPath.orElse("$ORIGIN").split(":", -1)) {
            if (!SearchPaths.staysInside(RootPath.parent(path), entry)) {
                findings.add(Findings.fault(
                        Check.HOST_PATH,
                        path,
                        "looks for libraries in " + (entry.isEmpty() ? "the current directory" : entry)
                                + ", which is not in the bundle"));
            }
        }
    }

    private void checkNeeds(String path, List<Finding> findings) throws IOException {
        Optional<String> level = CpuLevel.ofAlternative(path);
        LibraryResolver own = level.isPresent() ? resolver.processor(level.get()) : resolver;
        DependencyTree needs = own.resolve("/" + path);
        for (Dependency.Missing missing : needs.missing()) {
            findings.add(Findings.fault(
                    Check.LIBRARY, path, need(missing.neededBy(), path) + missing.name() + ": " + missing.reason()));
        }
        for (DependencyTree.MissingVersion version : needs.missingVersions()) {
            if (!version.weak()) {
                findings.add(Findings.fault(
                        Check.LIBRARY,
                        path,
                        need(version.neededBy(), path) + "version " + version.version() + " of " + version.library()
                                + ", which does not have it"));
            }
        }
        for (DependencyTree.Refusal refusal : needs.refusals()) {
            findings.add(Findings.fault(Check.LIBRARY, path, subject(refusal, path) + refusal.reason()));
        }
    }

    private static String subject(DependencyTree.Refusal refusal, String path) {
        return refusal.path().equals("/" + path) ? "" : "loads " + refusal.path() + ", which ";
    }

    /** The need of the file itself, or of a library that it loads. */
    private static String need(String neededBy, String path) {
        return neededBy.equals("/" + path) ? "needs " : "loads " + neededBy + ", which needs ";
    }
}
