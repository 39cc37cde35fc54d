package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.internal.build.PlaceStep.Placement;
import io.relocpy.bundle.internal.places.InstalledFiles;
import io.relocpy.bundle.internal.places.LibraryPlaces;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SearchPaths;
import io.relocpy.elf.EditedElf;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfKind;
import io.relocpy.elf.Printable;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes whatever would keep the placed files from running at any path and on any host. */
final class RelocateStep {
    private final boolean hostLibraries;
    private final ContentStore store;

    /**
     * @param hostLibraries whether the loader may continue to the host's directories
     * @param store for changed libraries, which together can have gigabytes
     */
    RelocateStep(boolean hostLibraries, ContentStore store) {
        this.hostLibraries = hostLibraries;
        this.store = store;
    }

    /**
     * What was relocated.
     *
     * @param files as they will be written
     * @param left what still refers to the host
     */
    record Relocated(List<BundleFile> files, List<Finding> left) {}

    /** Changes the files. */
    Relocated relocate(Placement placement) throws IOException {
        Layout layout = placement.layout();
        InstalledFiles installed = InstalledFiles.of(placement.files(), layout.modified());
        List<BundleFile> placed = installed.files();
        LibraryPlaces places = new LibraryPlaces(placed);
        SourcePaths sources = new SourcePaths(placed, layout.libraryDirectories());
        Set<String> paths = placed.stream().map(BundleFile::path).collect(Collectors.toSet());
        List<Finding> left = Collections.synchronizedList(new ArrayList<>(installed.left()));
        List<BundleFile> relocated = Parallel.mapLargestFirst(placed, BundleFile::size, (index, file) -> {
            if (!(file instanceof BundleFile.Regular regular) || Elf.isCallersProgram(regular)) {
                return file;
            }
            if (Elf.isElf(regular.content())) {
                BundleFile.Regular changed = relocate(regular, layout, places, paths);
                Interruption.check();
                if (!places.leads(regular)) {
                    left.addAll(CompiledPaths.left(changed, sources));
                }
                return changed;
            }
            SourcePaths.Led led = sources.lead(regular);
            left.addAll(led.left());
            return led.file();
        });
        left.addAll(places.findings());
        left.sort(Comparator.comparing(Finding::toString));
        List<BundleFile> adapted =
                new EmptyHost(layout, places.actions()).adapt(places.lead(relocated, layout.modified()));
        return new Relocated(FipsChecksums.renew(placement.files(), adapted), List.copyOf(left));
    }

    private BundleFile.Regular relocate(BundleFile.Regular file, Layout layout, LibraryPlaces places, Set<String> paths)
            throws IOException {
        Interruption.check();
        BundleFile.Regular blanked = hostLibraries ? file : places.blank(HostPaths.blank(file, layout.glibc()));
        return file.path().equals(BundleLayout.LOADER)
                ? blanked
                : withSearchPath(blanked, layout.libraryDirectories(), paths);
    }

    /**
     * The file with a DT_RPATH that leads to the bundle's libraries, if it is a dynamic one.
     *
     * @param paths of all files of the bundle
     */
    BundleFile.Regular withSearchPath(BundleFile.Regular file, List<String> libraryDirectories, Set<String> paths)
            throws IOException {
        ElfFile elf = Elf.read(file);
        boolean relocatesItself = elf.kind() == ElfKind.STATIC_PIE; // and searches nothing
        if (elf.dynamic().isEmpty()
                || relocatesItself
                || FipsChecksums.isInside(elf)) { // the launchers lead the loader, too
            return file;
        }
        String rpath = rpath(file.path(), elf, libraryDirectories, paths);
        if (elf.rpath().equals(Optional.of(rpath)) && elf.runpath().isEmpty()) {
            return file;
        }
        EditedElf edited = ElfEditor.of(elf).setRpath(rpath).edit();
        Interruption.check();
        return file.changed(
                store.add(edited.size(), edited::writeTo), FileChange.of(FileChange.Kind.RPATH, Printable.of(rpath)));
    }

    /**
     * The file's own search path without what leads out of the bundle, then the bundle's library directories; last its own
     * directory, if that has what the file needs: private libraries, as Samba's, can rely on others that were loaded before.
     *
     * <p>If both tags are present, the loader ignores DT_RPATH, see ld.so(8).
     */
    private static String rpath(String path, ElfFile elf, List<String> libraryDirectories, Set<String> paths)
            throws IOException {
        String directory = RootPath.parent(path);
        Set<String> entries = new LinkedHashSet<>();
        for (String entry : split(elf.runpath().isPresent() ? elf.runpath() : elf.rpath())) {
            if (SearchPaths.staysInside(directory, entry)) {
                entries.add(entry);
            } else if (entry.startsWith("/")) {
                String inRoot = RootPath.mergeUsr(RootPath.resolve("", entry));
                if (inRoot.startsWith("usr/")) {
                    entries.add(SearchPaths.originRelative(directory, inRoot.substring("usr/".length())));
                }
            }
        }
        for (String library : libraryDirectories) {
            entries.add(SearchPaths.originRelative(directory, library));
        }
        if (elf.needed().stream().anyMatch(name -> paths.contains(directory + "/" + name))) {
            entries.add(SearchPaths.originRelative(directory, directory));
        }
        return String.join(":", entries);
    }

    private static List<String> split(Optional<String> searchPath) {
        return Arrays.stream(searchPath.orElse("").split(":"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
