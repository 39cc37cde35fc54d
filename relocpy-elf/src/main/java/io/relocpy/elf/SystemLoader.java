package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The built-in settings of the loader that starts a file. They are read from the loader's own bytes; if the tree has no
 * loader, they are what loaders for the file's machine have in common.
 *
 * @param isMusl whether it is musl's, otherwise glibc's
 * @param path its path; null if it is not in the tree
 * @param file null if it is not in the tree
 * @param directories the default directories, which are searched last
 * @param lib the value of {@code $LIB}
 * @param traits behaviour that depends on glibc's version
 */
record SystemLoader(
        boolean isMusl,
        @Nullable String path,
        @Nullable ElfFile file,
        List<String> directories,
        String lib,
        Set<Trait> traits) {

    /** Behaviour that not every version of glibc's loader has. */
    enum Trait {
        /** Searches {@code tls/} and {@code x86_64/}: before version 2.37. */
        LEGACY_DIRECTORIES,
        /** Requires a symbol from the same library that had its version at link time: before version 2.34. */
        INSISTS_ON_LIBRARY,
        /** Distinguishes position-independent executables from libraries: since version 2.30. */
        REFUSES_PROGRAMS,
        /** Refuses packed relocations without the version GLIBC_ABI_DT_RELR: since version 2.36. */
        DEMANDS_RELR_MARKER,
        /** Refuses files that are marked as requiring better processors: since version 2.33. */
        CHECKS_ISA_LEVEL
    }

    private static final Set<Trait> TRAITS_OF_TODAY = Collections.unmodifiableSet(
            EnumSet.of(Trait.REFUSES_PROGRAMS, Trait.DEMANDS_RELR_MARKER, Trait.CHECKS_ISA_LEVEL));

    /** Larger than any loader. */
    private static final int LARGEST = 1 << 24;

    private static final int LARGEST_PATH = 1 << 20;
    private static final String MUSL_PATH = "/lib:/usr/local/lib:/usr/lib";

    /** The loader of a file: its PT_INTERP unless the caller sets another. */
    static SystemLoader of(FileTree tree, OpenedFiles files, Optional<String> named, ElfFile root) throws IOException {
        List<String> places = named.or(() -> interpreter(root)).map(List::of).orElse(usualPlaces(root));
        for (String place : places) {
            Optional<String> real = TreePaths.resolve(tree, place);
            if (real.isPresent() && tree.lookup(real.get()) instanceof FileTree.Entry.RegularFile) {
                try {
                    return files.loader(place, real.get(), root.header());
                } catch (ElfFormatException e) {
                    // a file that is not a loader has no settings
                }
            }
        }
        boolean isNamed = named.isPresent() || interpreter(root).isPresent();
        boolean isMusl = isNamed ? places.get(0).contains("/ld-musl-") : wantsMusl(root);
        return isMusl ? musl(tree, null, null, places.get(0), "") : unknown(root.header());
    }

    private static Optional<String> interpreter(ElfFile root) {
        try {
            return root.interpreter().filter(path -> path.startsWith("/"));
        } catch (ElfFormatException e) {
            return Optional.empty();
        }
    }

    /** The loader of a library, which does not name one: a library for musl needs it as a library. */
    private static List<String> usualPlaces(ElfFile root) throws ElfFormatException {
        List<String> glibc = DefaultDirectories.loaders(root.header());
        List<String> musl = DefaultDirectories.muslLoaders(root.header());
        return wantsMusl(root) ? musl : glibc;
    }

    private static boolean wantsMusl(ElfFile root) throws ElfFormatException {
        return root.needed().stream().anyMatch(name -> name.equals("libc.so") || name.startsWith("libc.musl-"));
    }

    private static SystemLoader unknown(ElfHeader header) {
        return new SystemLoader(
                false, null, null, DefaultDirectories.of(header), DefaultDirectories.lib(header), TRAITS_OF_TODAY);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The settings of a loader in the tree. */
    static SystemLoader read(FileTree tree, String path, ElfFile file, ElfHeader root) throws IOException {
        file.soname(); // its name to other files; without a readable dynamic section it is not a loader
        LoaderStrings strings = new LoaderStrings(file.read("loader", 0, Math.min(file.size(), LARGEST)));
        Optional<String> arch = strings.between("/etc/ld-musl-", ".path");
        if (arch.isPresent()) {
            return musl(tree, path, file, path, arch.get());
        }
        List<String> directories = strings.systemDirectories();
        if (directories.isEmpty()) {
            directories = DefaultDirectories.of(root);
        }
        String lib = strings.lib(directories.get(0)).orElse(DefaultDirectories.lib(root));
        return new SystemLoader(false, path, file, directories, lib, traits(strings));
    }

    /** Detected by the messages for that behaviour. */
    private static Set<Trait> traits(LoaderStrings strings) {
        if (!strings.has("LD_LIBRARY_PATH")) {
            return TRAITS_OF_TODAY; // it does not look like glibc's loader at all
        }
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (strings.has("Legacy HWCAP subdirectories") || !strings.has("glibc-hwcaps")) {
            traits.add(Trait.LEGACY_DIRECTORIES);
        }
        if (strings.has("with link time reference")) {
            traits.add(Trait.INSISTS_ON_LIBRARY);
        }
        if (strings.has("position-independent executable")) {
            traits.add(Trait.REFUSES_PROGRAMS);
        }
        if (strings.has("GLIBC_ABI_DT_RELR")) {
            traits.add(Trait.DEMANDS_RELR_MARKER);
        }
        if (strings.has("CPU ISA level is lower than required")) {
            traits.add(Trait.CHECKS_ISA_LEVEL);
        }
        return Collections.unmodifiableSet(traits);
    }

    /** musl reads its directories from a file in {@code /etc}, next to the directory of the loader. */
    private static SystemLoader musl(
            FileTree tree, @Nullable String path, @Nullable ElfFile file, String name, String arch) throws IOException {
        String directories = MUSL_PATH;
        if (!arch.isEmpty()) {
            String prefix = TreePaths.parent(TreePaths.parent(name));
            String place = (prefix.equals("/") ? "" : prefix) + "/etc/ld-musl-" + arch + ".path";
            Optional<String> real = TreePaths.resolve(tree, place);
            if (real.isPresent() && tree.lookup(real.get()) instanceof FileTree.Entry.RegularFile) {
                ByteBuffer bytes = tree.read(real.get());
                byte[] text = new byte[Math.min(bytes.remaining(), LARGEST_PATH)];
                bytes.get(bytes.position(), text);
                directories = new String(text, StandardCharsets.UTF_8);
                int end = directories.indexOf('\0');
                directories = end < 0 ? directories : directories.substring(0, end);
            }
        }
        return new SystemLoader(true, path, file, muslPath(directories), "lib", Set.of());
    }

    /** The directories of musl's path file, separated by colons or line feeds; empty ones are ignored. */
    static List<String> muslPath(String path) {
        return List.of(path.split("[:\n]", -1)).stream()
                .filter(directory -> !directory.isEmpty())
                .toList();
    }
}
