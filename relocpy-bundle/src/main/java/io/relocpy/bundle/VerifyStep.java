package io.relocpy.bundle;

import io.relocpy.bundle.PlaceStep.Placement;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.Notes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes sure of the finished files, before any is written, that nothing is unresolved and nothing leads outside. */
final class VerifyStep {
    private static final Pattern GLIBC_BANNER =
            Pattern.compile("GNU C Library [^\\n]*version (\\d+\\.\\d+(?:\\.\\d+)?)");
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
        Map<String, BundleFile> byPath = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (BundleFile file : files) {
            if (byPath.put(file.path(), file) != null) {
                faults.add(file.path() + " is there twice");
            }
        }
        BundleTree tree = new BundleTree(byPath);
        LibrarySearch search = new LibrarySearch(path -> tree.follow(path).isPresent(), placement.libraryDirectories());
        for (List<String> found : Parallel.map(files, (index, file) -> check(file, tree, search))) {
            faults.addAll(found);
        }
        if (!faults.isEmpty()) {
            String more = faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "";
            throw new BundleException(
                    "bundle", String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))) + more);
        }
        return new BundleIdentity(
                architecture,
                pythonVersion(byPath.get(placement.python()), packages),
                glibcVersion(tree, placement),
                minimumKernel(tree));
    }

    private static List<String> check(BundleFile file, BundleTree tree, LibrarySearch search) throws IOException {
        List<String> faults = new ArrayList<>();
        if (file instanceof BundleFile.Link link) {
            if (!tree.exists(link)) {
                faults.add(link.path() + " leads to " + link.target() + ", which is not in the bundle");
            }
            return faults;
        }
        BundleFile.Regular regular = (BundleFile.Regular) file;
        if (regular.path().equals(BundleLayout.LOADER) || !Elf.isElf(regular.content())) {
            return faults;
        }
        ElfFile elf = ElfFile.of(regular.path(), regular.content().buffer());
        for (String searchPath : List.of(elf.rpath().orElse(""), elf.runpath().orElse(""))) {
            for (String entry : searchPath.split(":")) {
                if (!entry.isEmpty() && !entry.startsWith("$ORIGIN") && !entry.startsWith("${ORIGIN}")) {
                    faults.add(regular.path() + " looks for libraries in " + entry);
                }
            }
        }
        String loaderName = ElfFile.of(
                        BundleLayout.LOADER,
                        tree.follow(BundleLayout.LOADER).orElseThrow().content().buffer())
                .soname()
                .orElse("");
        for (String needed : elf.needed()) {
            if (!needed.equals(loaderName)
                    && search.find(regular.path(), elf, needed).isEmpty()) {
                faults.add(regular.path() + " needs " + needed + ", which is not in the bundle");
            }
        }
        return faults;
    }

    private static String pythonVersion(@Nullable BundleFile python, List<SourcePackage> packages) {
        return packages.stream()
                .filter(origin -> python != null && origin.id().equals(python.origin()))
                .map(origin -> origin.version().replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the interpreter comes from no package"));
    }

    private static String glibcVersion(BundleTree tree, Placement placement) throws IOException {
        for (String directory : placement.libraryDirectories()) {
            Optional<BundleFile.Regular> libc = tree.follow(directory + "/libc.so.6");
            if (libc.isPresent()) {
                Matcher banner = GLIBC_BANNER.matcher(java.nio.charset.StandardCharsets.ISO_8859_1.decode(
                        libc.get().content().buffer()));
                if (banner.find()) {
                    return banner.group(1);
                }
            }
        }
        throw new BundleException(
                "libc.so.6", "no library of that name tells its version: is it another C library than glibc?");
    }

    private static @Nullable String minimumKernel(BundleTree tree) throws IOException {
        BundleFile.Regular loader = tree.follow(BundleLayout.LOADER).orElseThrow();
        Notes notes = ElfFile.of(loader.path(), loader.content().buffer()).notes();
        return notes.abiTag().map(Notes.AbiTag::minimumKernel).orElse(null);
    }
}
