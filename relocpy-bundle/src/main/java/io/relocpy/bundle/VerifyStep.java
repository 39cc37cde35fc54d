package io.relocpy.bundle;

import io.relocpy.bundle.PlaceStep.Placement;
import io.relocpy.elf.Dependency;
import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.LibraryResolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes sure of the finished files, before any is written, that nothing is unresolved and nothing leads outside. */
final class VerifyStep {
    private static final int SHOWN = 5;

    private final String architecture;

    VerifyStep(String architecture) {
        this.architecture = architecture;
    }

    /**
     * Checks the files.
     *
     * @return what the bundle turned out to be
     * @throws BundleException if something would not run, naming it
     */
    BundleIdentity verify(List<BundleFile> files, Placement placement, List<SourcePackage> packages)
            throws IOException {
        BundleTree tree = BundleTree.of(files);
        List<String> faults = new ArrayList<>();
        LibraryResolver resolver = LibraryResolver.of(tree)
                .defaultDirectories(List.of())
                .libraryPath(
                        placement.libraryDirectories().stream().map("/"::concat).collect(Collectors.joining(":")));
        String loader = Elf.read(loader(tree)).soname().orElse("");
        for (List<String> found : Parallel.map(files, (index, file) -> check(file, tree, resolver, loader))) {
            faults.addAll(found);
        }
        if (!faults.isEmpty()) {
            String more = faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "";
            throw new BundleException(
                    "bundle", String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))) + more);
        }
        return new BundleIdentity(
                architecture,
                pythonVersion(tree.get(placement.python()).orElseThrow(), packages),
                placement.glibc().version(),
                placement.glibc().minimumKernel());
    }

    private static List<String> check(BundleFile file, BundleTree tree, LibraryResolver resolver, String loader)
            throws IOException {
        if (file instanceof BundleFile.Link link) {
            return tree.exists(link)
                    ? List.of()
                    : List.of(link.path() + " leads to " + link.target() + ", which is not in the bundle");
        }
        BundleFile.Regular regular = (BundleFile.Regular) file;
        if (regular.path().equals(BundleLayout.LOADER) || !Elf.isElf(regular.content())) {
            return List.of();
        }
        ElfFile elf = Elf.read(regular);
        List<String> faults = new ArrayList<>();
        for (String searchPath : List.of(elf.rpath().orElse(""), elf.runpath().orElse(""))) {
            for (String entry : searchPath.split(":")) {
                if (!entry.isEmpty() && !entry.startsWith("$ORIGIN") && !entry.startsWith("${ORIGIN}")) {
                    faults.add(regular.path() + " looks for libraries in " + entry);
                }
            }
        }
        DependencyTree needs = resolver.resolve("/" + regular.path());
        for (Dependency.Missing missing : needs.missing()) {
            if (!missing.name().equals(loader)) { // which is there before all others
                faults.add(missing.neededBy() + " needs " + missing.name() + ": " + missing.reason());
            }
        }
        for (DependencyTree.MissingVersion version : needs.missingVersions()) {
            if (!version.weak()) {
                faults.add(version.neededBy() + " needs version " + version.version() + " of " + version.library()
                        + ", which has it not");
            }
        }
        return faults;
    }

    private static BundleFile.Regular loader(BundleTree tree) {
        return tree.follow(BundleLayout.LOADER).orElseThrow();
    }

    private static String pythonVersion(BundleFile python, List<SourcePackage> packages) {
        return packages.stream()
                .filter(origin -> origin.id().equals(python.origin()))
                .map(origin -> origin.version().replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the interpreter comes from no package"));
    }
}
