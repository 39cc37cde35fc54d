package io.relocpy.bundle;

import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the libraries that a file of a root needs. */
final class LibrarySearch {
    private final Predicate<String> exists;
    private final List<String> directories;

    record Found(String path, boolean byDefault) {}

    LibrarySearch(Predicate<String> exists, List<String> directories) {
        this.exists = exists;
        this.directories = List.copyOf(directories);
    }

    static LibrarySearch of(FileTree tree, Interpreter interpreter) throws IOException {
        Set<String> directories =
                new LinkedHashSet<>(List.of(RootPath.parent(interpreter.loader()), "usr/lib64", "usr/lib"));
        for (TreeFile file : tree.below("etc/ld.so.conf.d")) {
            if (file instanceof TreeFile.Regular conf) {
                conf.content()
                        .text()
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("/"))
                        .forEach(line -> directories.add(RootPath.mergeUsr(RootPath.resolve("", line))));
            }
        }
        return new LibrarySearch(path -> tree.follow(path).isPresent(), new ArrayList<>(directories));
    }

    List<String> directories() {
        return directories;
    }

    List<Found> find(String path, ElfFile elf) throws IOException {
        List<Found> found = new ArrayList<>();
        for (String needed : elf.needed()) {
            find(path, elf, needed).ifPresent(found::add);
        }
        return found;
    }

    Optional<Found> find(String path, ElfFile elf, String needed) throws IOException {
        for (String entry : elf.runpath()
                .or(() -> rpath(elf))
                .map(text -> Arrays.asList(text.split(":")))
                .orElse(List.of())) {
            String directory = entry.startsWith("$ORIGIN")
                    ? RootPath.resolve(RootPath.parent(path), "." + entry.substring("$ORIGIN".length()))
                    : RootPath.mergeUsr(RootPath.resolve("", entry));
            if (exists.test(directory + "/" + needed)) {
                return Optional.of(new Found(directory + "/" + needed, directories.contains(directory)));
            }
        }
        return directories.stream()
                .map(directory -> directory + "/" + needed)
                .filter(exists)
                .findFirst()
                .map(library -> new Found(library, true));
    }

    private static Optional<String> rpath(ElfFile elf) {
        try {
            return elf.rpath();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
