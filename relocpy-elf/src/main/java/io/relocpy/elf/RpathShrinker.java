package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the directories of a search path that a file uses. */
final class RpathShrinker {
    private RpathShrinker() {}

    static String shrink(EditTables tables, FileTree root, String path, List<String> prefixes) throws IOException {
        Set<String> wanted = new LinkedHashSet<>(tables.texts(ElfConstants.DT_NEEDED));
        List<String> kept = new ArrayList<>();
        for (String directory : SearchPath.split(path)) {
            boolean allowed = prefixes.isEmpty() || prefixes.stream().anyMatch(directory::startsWith);
            if (!directory.startsWith("/") || (allowed && satisfiesOne(tables.file(), root, directory, wanted))) {
                kept.add(directory);
            }
        }
        return SearchPath.join(kept);
    }

    /** Removes the libraries that the directory has from the set. */
    private static boolean satisfiesOne(ElfFile file, FileTree root, String directory, Set<String> wanted)
            throws IOException {
        List<String> there = new ArrayList<>();
        for (String library : wanted) {
            if (isThere(file, root, directory + "/" + library)) {
                there.add(library);
            }
        }
        there.forEach(wanted::remove);
        return !there.isEmpty();
    }

    private static boolean isThere(ElfFile file, FileTree root, String path) throws IOException {
        String real = TreePaths.resolve(root, path).orElse("/");
        if (!(root.lookup(real) instanceof FileTree.Entry.RegularFile)) {
            return false;
        }
        try {
            ElfHeader header = new ElfFile(OpenedFiles.bytes(root, path, real)).header();
            return header.machine() == file.header().machine()
                    && header.elfClass() == file.header().elfClass();
        } catch (ElfFormatException e) {
            return false;
        }
    }
}
