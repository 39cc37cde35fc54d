package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
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

/**
 * Which modules load a library, directly or through others: extension modules that link it, and those of packages that require
 * the library's although no file of them links it, so they open it by its name.
 */
final class LibraryUsers {
    /** Names of libraries → those that need them: paths of extension modules, names of libraries. */
    private final Map<String, Set<String>> neededBy = new HashMap<>();

    /** Paths of extension modules → their full names. */
    private final Map<String, String> modules = new HashMap<>();

    /** Paths of libraries → their names. */
    private final Map<String, String> libraries = new HashMap<>();

    /** Names of libraries → the package of each, and those with links to it, as development packages have. */
    private final Map<String, Set<SourcePackage>> owners = new HashMap<>();

    /** Packages → full names of their modules outside of packages, and of packages. */
    private final Map<SourcePackage, Set<String>> outermost = new HashMap<>();

    /** Packages → names of the libraries that their files link. */
    private final Map<SourcePackage, Set<String>> linked = new HashMap<>();

    /** Packages → those with modules that require them. */
    private final Map<String, Set<SourcePackage>> requiredBy = new HashMap<>();

    private LibraryUsers() {}

    static LibraryUsers of(List<BundleFile> files) throws IOException {
        LibraryUsers users = new LibraryUsers();
        for (BundleFile file : files) {
            users.addModule(file);
            if (file instanceof BundleFile.Regular regular && Elf.isElf(regular.content())) {
                users.add(regular, Elf.read(regular));
            }
        }
        BundleTree tree = BundleTree.of(files);
        for (BundleFile file : files) {
            if (file instanceof BundleFile.Link && file.origin() instanceof SourcePackage origin) {
                tree.follow(file.path())
                        .map(library -> users.libraries.get(library.path()))
                        .ifPresent(library -> users.addOwner(library, origin));
            }
        }
        for (SourcePackage user : users.outermost.keySet()) {
            if (user instanceof SourcePackage.Packaged packaged) {
                for (String required : packaged.source().requires()) {
                    users.requiredBy
                            .computeIfAbsent(required, id -> new HashSet<>())
                            .add(user);
                }
            }
        }
        return users;
    }

    private void addModule(BundleFile file) {
        if (file.origin() instanceof SourcePackage origin) {
            BundledModules.nameOf(file.path())
                    .map(name -> name.replaceFirst("[.]__init__$", ""))
                    .filter(name -> name.indexOf('.') < 0)
                    .ifPresent(name -> outermost
                            .computeIfAbsent(origin, any -> new HashSet<>())
                            .add(name));
        }
    }

    private void add(BundleFile.Regular file, ElfFile elf) throws IOException {
        String path = file.path();
        Optional<String> module = BundledModules.nameOf(path);
        module.ifPresent(name -> modules.put(path, name));
        String user = module.isPresent() ? path : elf.soname().orElse(RootPath.fileName(path));
        if (file.origin() instanceof SourcePackage origin) {
            libraries.put(path, user);
            addOwner(user, origin);
            linked.computeIfAbsent(origin, any -> new HashSet<>()).addAll(elf.needed());
        }
        for (String needed : elf.needed()) {
            neededBy.computeIfAbsent(RootPath.fileName(needed), name -> new HashSet<>())
                    .add(user);
        }
    }

    private void addOwner(String library, SourcePackage origin) {
        owners.computeIfAbsent(library, name -> new HashSet<>()).add(origin);
    }

    /** Full names of the modules that load the library of this path; itself, if it is one. */
    Set<String> of(String library) {
        Set<String> names = new HashSet<>();
        Set<String> reached = new HashSet<>(Set.of(library, RootPath.fileName(library)));
        Deque<String> pending = new ArrayDeque<>(reached);
        while (!pending.isEmpty()) {
            String user = pending.remove();
            Optional.ofNullable(modules.get(user)).ifPresent(names::add);
            names.addAll(openersOf(user));
            for (String next : neededBy.getOrDefault(user, Set.of())) {
                if (reached.add(next)) {
                    pending.add(next);
                }
            }
        }
        return names;
    }

    /** Modules of packages that require the library's package, and link nothing of that name. */
    private Set<String> openersOf(String library) {
        Set<String> names = new HashSet<>();
        for (SourcePackage owner : owners.getOrDefault(library, Set.of())) {
            for (SourcePackage user : requiredBy.getOrDefault(owner.id(), Set.of())) {
                if (!linked.getOrDefault(user, Set.of()).contains(library)) {
                    names.addAll(outermost.getOrDefault(user, Set.of()));
                }
            }
        }
        return names;
    }
}
