package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which extension modules load a library, directly or through others. */
final class LibraryUsers {
    /** Names of libraries → those that need them: paths of extension modules, names of libraries. */
    private final Map<String, Set<String>> neededBy = new HashMap<>();

    /** Paths of extension modules → their full names. */
    private final Map<String, String> modules = new HashMap<>();

    private LibraryUsers() {}

    static LibraryUsers of(List<BundleFile> files) throws IOException {
        LibraryUsers users = new LibraryUsers();
        for (BundleFile file : files) {
            if (file instanceof BundleFile.Regular regular && Elf.isElf(regular.content())) {
                users.add(file.path(), Elf.read(regular));
            }
        }
        return users;
    }

    private void add(String path, ElfFile elf) throws IOException {
        Optional<String> module = BundledModules.nameOf(path);
        module.ifPresent(name -> modules.put(path, name));
        String user = module.isPresent() ? path : elf.soname().orElse(RootPath.fileName(path));
        for (String needed : elf.needed()) {
            neededBy.computeIfAbsent(RootPath.fileName(needed), name -> new HashSet<>())
                    .add(user);
        }
    }

    /** Full names of the modules that load the library of this path; itself, if it is one. */
    Set<String> of(String library) {
        Set<String> names = new HashSet<>();
        Set<String> reached = new HashSet<>(Set.of(library, RootPath.fileName(library)));
        Deque<String> pending = new ArrayDeque<>(reached);
        while (!pending.isEmpty()) {
            String user = pending.remove();
            Optional.ofNullable(modules.get(user)).ifPresent(names::add);
            for (String next : neededBy.getOrDefault(user, Set.of())) {
                if (reached.add(next)) {
                    pending.add(next);
                }
            }
        }
        return names;
    }
}
