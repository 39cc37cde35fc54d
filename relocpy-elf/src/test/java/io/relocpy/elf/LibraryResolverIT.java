package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search against {@code ld.so --list}, on the machine's own programs and on crafted ones. */
class LibraryResolverIT {
    @TempDir
    Path folder;

    /** What the loader says it would load: DT_NEEDED name to path, "" for what it does not find. */
    private static Optional<Map<String, String>> listed(Path file, Map<String, String> environment) throws IOException {
        ElfFile elf = ElfFile.open(file);
        String loader = elf.interpreter().orElse("/lib64/ld-linux-x86-64.so.2");
        if (!Files.exists(Path.of(loader)) || elf.header().machine() != ElfConstants.EM_X86_64) {
            return Optional.empty();
        }
        HostTools.Result result = HostTools.run(List.of(loader, "--list", file.toString()), environment);
        Map<String, String> found = new TreeMap<>();
        for (String line : result.lines()) {
            String[] words = line.strip().split(" ");
            if (words.length >= 3 && words[1].equals("=>")) {
                found.put(words[0], words[2].startsWith("/") ? words[2] : "");
            }
        }
        return result.stdout().contains("=>") ? Optional.of(found) : Optional.empty();
    }

    private static Map<String, String> resolved(Path file, String libraryPath) throws IOException {
        DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/")))
                .libraryPath(libraryPath)
                .startedByLoader()
                .resolve(file.toString());
        Map<String, String> found = new TreeMap<>();
        tree.found().forEach(f -> found.putIfAbsent(f.name(), f.path()));
        tree.missing().forEach(m -> found.putIfAbsent(m.name(), ""));
        tree.interpreter()
                .ifPresent(loader -> found.remove(Path.of(loader).getFileName().toString()));
        return found;
    }

    private static void assertSame(Path file, String libraryPath) throws IOException {
        Optional<Map<String, String>> expected =
                listed(file, libraryPath.isEmpty() ? Map.of() : Map.of("LD_LIBRARY_PATH", libraryPath));
        if (expected.isPresent()) {
            expected.get().keySet().removeIf(name -> name.startsWith("ld-linux") || name.startsWith("/"));
            Map<String, String> ours = resolved(file, libraryPath);
            ours.keySet().removeIf(name -> name.startsWith("ld-linux"));
            assertThat(ours).as("%s", file).isEqualTo(expected.get());
        }
    }

    @Test
    void findsWhatTheLoaderFindsForTheMachinesPrograms() throws Exception {
        HostTools.requireLoader();
        int compared = 0;
        try (Stream<Path> programs = Files.list(Path.of("/usr/bin"))) {
            for (Path program :
                    programs.filter(Files::isRegularFile).sorted().limit(700).toList()) {
                if (Files.size(program) > 64 && isDynamic(program)) {
                    assertSame(program, "");
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
    }

    private static boolean isDynamic(Path file) throws IOException {
        try {
            return ElfFile.open(file).dynamic().isPresent();
        } catch (ElfFormatException e) {
            return false;
        }
    }

    private Path library(String path, String soname, List<String> options, String... needed) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Path source = folder.resolve("empty.c");
        Files.writeString(source, "int main(void) { return 0; }\n");
        List<String> command =
                new ArrayList<>(List.of("gcc", "-o", file.toString(), source.toString(), "-Wl,--no-as-needed"));
        if (!soname.isEmpty()) {
            command.addAll(
                    List.of("-shared", "-fPIC", "-Wl,-soname," + soname, "-Dmain=" + soname.replaceAll("\\W", "_")));
        }
        command.addAll(options);
        command.addAll(List.of(needed));
        command.add("-Wl,--allow-shlib-undefined,--unresolved-symbols=ignore-all");
        HostTools.run(command, Map.of()).orFail();
        return file;
    }

    @Test
    void findsWhatTheLoaderFindsInCraftedCases() throws Exception {
        HostTools.require("gcc");
        Path c = library("c/libc1.so", "libc1.so", List.of());
        library("c2/libc1.so", "libc1.so", List.of());
        Path b = library("b/libb1.so", "libb1.so", List.of(), c.toString());
        Path b2 = library(
                "b2/libb2.so", "libb2.so", List.of("-Wl,--enable-new-dtags,-rpath,$ORIGIN/../c2"), c.toString());
        Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(folder.resolve("links/libb2.so"), Path.of("../b2/libb2.so"));
        String old = "-Wl,--disable-new-dtags,-rpath,";
        String both = "-Wl,--enable-new-dtags,-rpath,";
        Map<String, List<String>> cases = new LinkedHashMap<>();
        cases.put("rpath", List.of(old + "$ORIGIN/../b:$ORIGIN/../c"));
        cases.put("runpath", List.of(both + "$ORIGIN/../b:$ORIGIN/../c"));
        cases.put("braces", List.of(old + "${ORIGIN}/../b:${ORIGIN}/../c"));
        cases.put("nodeflib", List.of(old + "$ORIGIN/../b", "-Wl,-z,nodefaultlib"));
        cases.put("links", List.of(old + "$ORIGIN/../links:$ORIGIN/../b"));
        cases.put("lib", List.of(old + "$ORIGIN/../$LIB:$ORIGIN/../b"));
        for (Map.Entry<String, List<String>> one : cases.entrySet()) {
            for (String needed : List.of(b.toString(), b2.toString())) {
                Path program = library("bin/" + one.getKey(), "", one.getValue(), needed);
                assertSame(program, "");
                assertSame(program, folder.resolve("c2") + ":" + folder.resolve("b2"));
                Path link = folder.resolve("elsewhere/" + one.getKey());
                Files.createDirectories(link.getParent());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, program);
                assertSame(link, "");
            }
        }
    }

    @Test
    void namesMissingVersions() throws Exception {
        HostTools.require("gcc");
        Path script = folder.resolve("map");
        Files.writeString(script, "V_1 { global: libv_so; };\n");
        Path library = library("v/libv.so", "libv.so", List.of("-Wl,--version-script=" + script));
        Path main = folder.resolve("user.c");
        Files.writeString(main, "int libv_so(void); int main(void) { return libv_so(); }\n");
        Path program = folder.resolve("user");
        HostTools.run(
                        "gcc",
                        "-o",
                        program.toString(),
                        main.toString(),
                        library.toString(),
                        "-Wl,-rpath," + library.getParent())
                .orFail();
        library("v/libv.so", "libv.so", List.of("-Wl,--default-symver"));

        DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/"))).resolve(program.toString());

        assertThat(tree.missingVersions())
                .extracting(DependencyTree.MissingVersion::version)
                .containsExactly("V_1");
        assertThat(tree.isComplete()).isFalse();
        assertThat(tree.toText()).contains("version V_1 not defined by " + library);
        assertThat(tree.requiredVersions().get("GLIBC")).startsWith("GLIBC_2.");
    }

    /** The sub-directories of glibc-hwcaps that the loader searches on this machine, best first. */
    private static List<String> hwcaps(Path loader) {
        return HostTools.run(loader.toString(), "--help").lines().stream()
                .filter(line -> line.contains("(supported, searched)"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    private static Map<String, String> paths(LibraryResolver resolver, String path) throws IOException {
        Map<String, String> found = new TreeMap<>();
        resolver.startedByLoader().resolve(path).found().forEach(f -> found.putIfAbsent(f.name(), f.path()));
        return found;
    }

    private List<String> requireHwcaps() {
        HostTools.require("gcc");
        List<String> hwcaps = hwcaps(HostTools.requireLoader());
        HostTools.missingUnless(hwcaps.contains("x86-64-v2"), "processor or loader knows no glibc-hwcaps: " + hwcaps);
        return hwcaps;
    }

    /** Places that the loader looks at in this order, and one that it does not know. */
    private static final List<String> PLACES =
            List.of("glibc-hwcaps/x86-64-v3/", "glibc-hwcaps/x86-64-v2/", "", "glibc-hwcaps/x86-64-v1/");

    @Test
    void findsWhatTheLoaderFindsForTheProcessorInAnRpath() throws Exception {
        List<String> hwcaps = requireHwcaps();
        Path inRpath = library("a/libc1.so", "libc1.so", List.of());
        Path program = library("bin/hwcaps", "", List.of("-Wl,-rpath,$ORIGIN/../h"), inRpath.toString());
        for (int best = PLACES.size() - 1; best >= 0; best--) {
            library("h/" + PLACES.get(best) + "libc1.so", "libc1.so", List.of());
            String expected = listed(program, Map.of()).orElse(Map.of()).getOrDefault("libc1.so", "");

            String found = paths(LibraryResolver.of(FileTree.of(Path.of("/"))).hwcaps(hwcaps), program.toString())
                    .getOrDefault("libc1.so", "");

            assertThat(found).as("with %s", PLACES.get(best)).isEqualTo(expected);
        }
    }

    @Test
    void findsWhatTheLoaderFindsForTheProcessorInDefaultDirectories() throws Exception {
        HostTools.requireRoot();
        HostTools.require("chroot");
        List<String> hwcaps = requireHwcaps();
        String loader = HostTools.requireLoader().toString();
        Path root = folder.resolve("root");
        for (String file : List.of(loader, "/lib/x86_64-linux-gnu/libc.so.6")) {
            HostTools.missingUnless(Files.exists(Path.of(file)), file + " is not there");
            Path copy = root.resolve(file.substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file).toRealPath(), copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path plain = library("root/usr/lib/x86_64-linux-gnu/libc1.so", "libc1.so", List.of());
        library("root/usr/bin/hwcaps", "", List.of(), plain.toString());
        for (String place : List.of("", "glibc-hwcaps/x86-64-v2/", "glibc-hwcaps/x86-64-v3/")) {
            library("root/usr/lib/x86_64-linux-gnu/" + place + "libc1.so", "libc1.so", List.of());
            List<String> lines = HostTools.run("chroot", root.toString(), loader, "--list", "/usr/bin/hwcaps")
                    .orFail()
                    .lines();

            Map<String, String> found =
                    paths(LibraryResolver.of(FileTree.of(root)).hwcaps(hwcaps), "/usr/bin/hwcaps");

            for (String library : List.of("libc1.so", "libc.so.6")) {
                assertThat(lines)
                        .anyMatch(line -> line.strip().startsWith(library + " => " + found.get(library) + " "));
            }
        }
    }

    /**
     * lddtree is right where every library is in the cache or in a search path; it looks for nothing in glibc-hwcaps,
     * does not know NODEFLIB, and takes the directories of ld.so.conf in place of the cache.
     */
    @Test
    void findsWhatLddtreeFinds() throws Exception {
        // Debian's own Python, for which its modules are, wherever else the PATH leads
        HostTools.require("lddtree", "gcc", "/usr/bin/python3");
        Path c = library("c/libc1.so", "libc1.so", List.of());
        Path b = library("b/libb1.so", "libb1.so", List.of("-Wl,--enable-new-dtags,-rpath,$ORIGIN/../c"), c.toString());
        List<Path> programs = new ArrayList<>(List.of(
                library("bin/runpath", "", List.of("-Wl,--enable-new-dtags,-rpath,$ORIGIN/../b"), b.toString()),
                library("bin/rpath", "", List.of("-Wl,--disable-new-dtags,-rpath,$ORIGIN/../b"), b.toString())));
        for (String program : List.of("gcc", "readelf", "openssl")) {
            HostTools.find(program).ifPresent(programs::add);
        }
        String lddtree = HostTools.find("lddtree").orElseThrow().toString();
        for (Path program : programs) {
            TreeSet<String> expected = new TreeSet<>();
            for (String line : HostTools.run("/usr/bin/python3", lddtree, "-l", program.toString())
                    .orFail()
                    .lines()) {
                expected.add(Path.of(line).toRealPath().toString());
            }
            TreeSet<String> ours = new TreeSet<>();
            DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/"))).resolve(program.toString());
            for (String file : tree.files().keySet()) {
                ours.add(Path.of(file).toRealPath().toString());
            }
            ours.add(Path.of(tree.interpreter().orElseThrow()).toRealPath().toString());
            assertThat(ours).as("%s", program).isEqualTo(expected);
        }
    }

    @Test
    void countsMarkersAsTheVersionOfGlibcThatBroughtThem() throws Exception {
        HostTools.require("gcc");
        Path script = folder.resolve("map");
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("GLIBC_ABI_DT_RELR", "GLIBC_2.36");
        expected.put("GLIBC_ABI_DT_X86_64_PLT", "GLIBC_2.42");
        expected.put("GLIBC_ABI_GNU_TLS", "GLIBC_2.42");
        expected.put("GLIBC_ABI_GNU2_TLS", "GLIBC_2.42");
        Path user = Files.writeString(folder.resolve("user.c"), "int l(void); int u(void) { return l(); }\n");
        for (Map.Entry<String, String> one : expected.entrySet()) {
            Files.writeString(script, one.getKey() + " { global: l; };\n");
            Path library = library("m/l.so", "l", List.of("-Wl,--version-script=" + script));
            Path program = folder.resolve("m/u.so");
            HostTools.run("gcc", "-shared", "-fPIC", "-o", program.toString(), user.toString(), library.toString())
                    .orFail();

            Map<String, String> versions = RequiredVersions.of(List.of(ElfFile.open(program)));

            assertThat(versions.get("GLIBC")).as("%s", one).isEqualTo(one.getValue());
        }
        Files.writeString(script, "GLIBC_ABI_OF_TOMORROW { global: l; };\n");
        Path library = library("m/l.so", "l", List.of("-Wl,--version-script=" + script));
        HostTools.run("gcc", "-shared", "-fPIC", "-o", folder + "/m/u.so", user.toString(), library.toString())
                .orFail();
        assertThat(RequiredVersions.of(List.of(ElfFile.open(folder.resolve("m/u.so")))))
                .containsEntry("GLIBC_ABI_OF_TOMORROW", "GLIBC_ABI_OF_TOMORROW");
    }

    /** What glibc's libraries need of each other is of the newest version; what a program needs of them may be old. */
    @Test
    void leavesOutWhatGlibcNeedsOfItself() throws Exception {
        HostTools.require("gcc");
        HostTools.requireLoader();
        Path source = Files.writeString(
                folder.resolve("old.c"), "int puts(const char *); int u(void) { return puts(\"\"); }\n");
        Path old = folder.resolve("old.so");
        HostTools.run("gcc", "-shared", "-fPIC", "-nostartfiles", "-o", old.toString(), source.toString(), "-lm")
                .orFail();
        DependencyTree tree = LibraryResolver.of(FileTree.of(Path.of("/"))).resolve(old.toString());
        Map<String, String> alone = RequiredVersions.of(List.of(ElfFile.open(old)));

        assertThat(tree.files()).hasSizeGreaterThan(2);
        assertThat(RequiredVersions.outsideGlibc(tree.files().values())).isEqualTo(alone);
        assertThat(tree.requiredVersions()).isNotEqualTo(alone);
    }
}
