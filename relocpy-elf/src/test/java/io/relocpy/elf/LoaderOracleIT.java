package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search against real loaders, each case in a root of its own: what they list, and whether they start the program. */
class LoaderOracleIT {
    /** Shared by the cases, for the stubs in it; each has a root of its own. */
    @TempDir
    static Path folder;

    @FunctionalInterface
    private interface SetUp {
        void in(LoaderRoot root) throws IOException;
    }

    /**
     * One row.
     *
     * @param options what the resolver is told of what the loader knows by itself
     */
    private record Case(String name, SetUp setUp, UnaryOperator<LibraryResolver> options) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, SetUp setUp) {
        return new Case(name, setUp, UnaryOperator.identity());
    }

    private static Case of(String name, UnaryOperator<LibraryResolver> options, SetUp setUp) {
        return new Case(name, setUp, options);
    }

    private static List<String> rpath(String path) {
        return List.of("-Wl,--disable-new-dtags,-rpath," + path);
    }

    private static List<String> runpath(String path) {
        return List.of("-Wl,--enable-new-dtags,-rpath," + path);
    }

    private static List<String> with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    @BeforeEach
    void requireTools() {
        HostTools.requireRoot();
        HostTools.requireLoader();
        HostTools.require("gcc");
    }

    private static LoaderRoot root(Case one, boolean musl) throws IOException {
        String name = (musl ? "musl " : "glibc ") + one.name().replaceAll("[^ A-Za-z0-9]", "_");
        for (int i = 1; Files.exists(folder.resolve(name)); i++) {
            name += i;
        }
        LoaderRoot root = new LoaderRoot(folder, name);
        return musl ? root.withMusl() : root.withGlibc();
    }

    private static DependencyTree resolve(Case one, LoaderRoot root) throws IOException {
        return one.options().apply(LibraryResolver.of(FileTree.of(root.path()))).resolve("/app/main");
    }

    private static Set<String> paths(DependencyTree tree, String loader) {
        Set<String> paths = new TreeSet<>(tree.files().keySet());
        paths.remove(tree.root());
        paths.remove(loader);
        return paths;
    }

    /** Also those that it does without, of which it says the same in its list. */
    private static Set<String> missing(DependencyTree tree) {
        return tree.dependencies().values().stream()
                .flatMap(List::stream)
                .filter(Dependency.Missing.class::isInstance)
                .map(Dependency.Missing.class::cast)
                .filter(m -> m.kind() != Dependency.Kind.AUXILIARY || m.reason().startsWith("in none"))
                .map(Dependency::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Our answer and the loader's: what is loaded, what is not found, whether the program starts. */
    private static void compare(LoaderRoot root, DependencyTree tree, LoaderRoot.Listing listed, String loader)
            throws IOException {
        String both = "%s%n%s".formatted(listed.text(), tree.toText());
        HostTools.Result run = root.start();
        assertThat(tree.isComplete())
                .as("complete: %s%n%s%s", run.exitStatus(), run.stderr(), both)
                .isEqualTo(run.exitStatus() == 0);
        boolean crashed = run.exitStatus() >= 128; // which a list does not
        if (!crashed && !(listed.failed() && listed.missing().isEmpty())) {
            Set<String> expected = new TreeSet<>(listed.paths());
            expected.remove(loader);
            assertThat(paths(tree, loader)).as("loaded: %s", both).isEqualTo(expected);
            assertThat(missing(tree)).as("missing: %s", both).isEqualTo(listed.missing());
        }
    }

    /** The sub-directories of glibc-hwcaps that the loader searches on this machine, best first. */
    private static List<String> hwcaps() {
        return HostTools.run(LoaderRoot.GLIBC, "--help").lines().stream()
                .filter(line -> line.contains("(supported, searched)") && line.contains("x86-64-v"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    private static LibraryResolver asHere(LibraryResolver resolver) {
        return resolver.hwcaps(hwcaps());
    }

    static List<Case> glibcCases() {
        List<Case> cases = new ArrayList<>();
        cases.addAll(currentDirectory());
        cases.addAll(tokens());
        cases.addAll(loaderItself());
        cases.addAll(filters());
        cases.addAll(cache());
        cases.addAll(processors());
        cases.addAll(names());
        cases.addAll(unfitFirstMatches());
        cases.addAll(versions());
        return Sample.of(cases, "glibc");
    }

    private static List<Case> currentDirectory() {
        UnaryOperator<LibraryResolver> inW = r -> r.workingDirectory("/w");
        return List.of(
                of("empty element of rpath", inW, r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .program(rpath("/a:"), "libx.so")),
                of("empty element of runpath", inW, r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .library("/libx.so")
                        .program(runpath(":/a"), "libx.so")),
                of("element between colons", inW, r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .library("/b/libx.so")
                        .program(runpath("/a::/b"), "libx.so")),
                of("no element at all", inW, r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .environment("LD_LIBRARY_PATH", "")
                        .program(List.of(), "libx.so")),
                of("empty element of the library path", x -> inW.apply(x).libraryPath(":/a"), r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .environment("LD_LIBRARY_PATH", ":/a")
                        .program(List.of(), "libx.so")),
                of("semicolons in the library path", x -> x.libraryPath("/a;/b"), r -> r.library("/b/libx.so")
                        .environment("LD_LIBRARY_PATH", "/a;/b")
                        .program(List.of(), "libx.so")),
                of("semicolons in a runpath", r -> r.library("/b/libx.so").program(runpath("/a;/b"), "libx.so")),
                of("relative element", inW, r -> r.startedIn("/w")
                        .library("/w/rel/libx.so")
                        .program(rpath("rel"), "libx.so")),
                of("slashes at the end", r -> r.library("/a/libx.so").program(rpath("/a///"), "libx.so")),
                of("root directory", r -> r.library("/libx.so").program(rpath("/"), "libx.so")));
    }

    private static List<Case> tokens() {
        List<Case> cases = new ArrayList<>();
        for (String token : List.of("$LIB", "${LIB}", "$PLATFORM", "${PLATFORM}", "$LIB/$PLATFORM", "${LIB", "$LIBX")) {
            cases.add(of("token " + token, r -> r.library("/opt/lib/x86_64-linux-gnu/libx.so")
                    .library("/opt/x86_64/libx.so")
                    .library("/opt/lib64/libx.so")
                    .library("/opt/lib/x86_64-linux-gnu/x86_64/libx.so")
                    .library("/opt/lib/x86_64-linux-gnuX/libx.so")
                    .program(rpath("/opt/" + token), "libx.so")));
        }
        List<String> origins = List.of("X", "é", "_", ".", "-", "}", "5", "$ORIGIN", "/$", "/$FOO", "/../app");
        for (String behind : origins) {
            cases.add(of("origin and " + behind, r -> r.library("/app" + behind.replace("$ORIGIN", "/app") + "/libx.so")
                    .program(rpath("$ORIGIN" + behind), "libx.so")));
            cases.add(of("braces and " + behind, r -> r.library("/app" + behind.replace("$ORIGIN", "/app") + "/libx.so")
                    .program(rpath("${ORIGIN}" + behind), "libx.so")));
        }
        return cases;
    }

    private static List<Case> loaderItself() {
        return List.of(
                of("loader elsewhere under another name", r -> r.copy(LoaderRoot.GLIBC, "/opt/ld/loader")
                        .remove(LoaderRoot.GLIBC)
                        .program(List.of("-Wl,--dynamic-linker=/opt/ld/loader"))),
                of("loader elsewhere, another where its name is looked for", r -> r.copy(
                                LoaderRoot.GLIBC, "/opt/ld/loader")
                        .program(List.of("-Wl,--dynamic-linker=/opt/ld/loader"), "ld-linux-x86-64.so.2")),
                of("loader that is not there", r -> r.program(List.of("-Wl,--dynamic-linker=/opt/ld/loader"))),
                of("loader that is none", r -> r.text("/opt/ld/loader", "no loader")
                        .program(List.of("-Wl,--dynamic-linker=/opt/ld/loader"))),
                of("loader by its path", r -> r.program(List.of(), LoaderRoot.GLIBC)),
                of("loader by another name of its file", r -> r.link("/a/libx.so", ".." + LoaderRoot.GLIBC)
                        .program(rpath("/a"), "libx.so")));
    }

    private static List<Case> filters() {
        List<String> filter = List.of("-Wl,-soname,libf.so,-F,libx.so");
        List<String> auxiliary = List.of("-Wl,-soname,libf.so,-f,libx.so");
        return List.of(
                of("filter", r -> r.library("/a/libf.so", "", filter)
                        .library("/a/libx.so")
                        .program(rpath("/a"), "libf.so")),
                of("filter absent", r -> r.library("/a/libf.so", "", filter).program(rpath("/a"), "libf.so")),
                of("auxiliary", r -> r.library("/a/libf.so", "", auxiliary)
                        .library("/a/libx.so", "liby.so")
                        .library("/a/liby.so")
                        .program(rpath("/a"), "libf.so")),
                of("auxiliary absent", r -> r.library("/a/libf.so", "", auxiliary)
                        .program(rpath("/a"), "libf.so")),
                of("filter of a filter", r -> r.library("/a/libf.so", "", List.of("-Wl,-soname,libf.so,-F,libg.so"))
                        .library("/a/libg.so", "", List.of("-Wl,-soname,libg.so,-f,libx.so"))
                        .library("/a/libx.so", "liby.so")
                        .library("/a/liby.so")
                        .program(rpath("/a"), "libf.so")),
                of("filter of itself", r -> r.library("/a/libf.so", "", List.of("-Wl,-soname,libf.so,-F,libf.so"))
                        .program(rpath("/a"), "libf.so")),
                of("filter with a token", r -> r.library(
                                "/a/libf.so", "", List.of("-Wl,-soname,libf.so,-F,$ORIGIN/b/libx.so"))
                        .library("/a/b/libx.so")
                        .program(rpath("/a"), "libf.so")),
                of("auxiliary that needs what is absent", r -> r.library("/a/libf.so", "", auxiliary)
                        .library("/a/libx.so", "libgone.so")
                        .program(rpath("/a"), "libf.so")),
                of("auxiliary unfit", r -> r.library("/a/libf.so", "", auxiliary)
                        .text("/a/libx.so", "no library")
                        .program(rpath("/a"), "libf.so")));
    }

    private static List<Case> cache() {
        String standard = LoaderRoot.LIBRARIES;
        return List.of(
                of(
                        "in the cache",
                        r -> r.library("/opt/c/libx.so").ldconfig("/opt/c").program(List.of(), "libx.so")),
                of("gone from where the cache says", r -> r.library("/opt/c/libx.so")
                        .ldconfig("/opt/c")
                        .remove("/opt/c/libx.so")
                        .program(List.of(), "libx.so")),
                of("gone from there, and in a default directory", r -> r.library("/opt/c/libx.so")
                        .ldconfig("/opt/c")
                        .remove("/opt/c/libx.so")
                        .library("/usr/lib/libx.so")
                        .program(List.of(), "libx.so")),
                of("gone from the first of two places in the cache", r -> r.library("/opt/c/libx.so")
                        .library("/opt/d/libx.so")
                        .ldconfig("/opt/c", "/opt/d")
                        .remove("/opt/c/libx.so")
                        .program(List.of(), "libx.so")),
                of("gone from the second of two places in the cache", r -> r.library("/opt/c/libx.so")
                        .library("/opt/d/libx.so")
                        .ldconfig("/opt/c", "/opt/d")
                        .remove("/opt/d/libx.so")
                        .program(List.of(), "libx.so")),
                of("cache and no default library", r -> r.library("/opt/c/libx.so")
                        .ldconfig("/opt/c")
                        .program(with(rpath(standard), "-Wl,-z,nodefaultlib"), "libx.so")),
                of("no default library, in a default directory of the cache", r -> r.library(standard + "/libx.so")
                        .ldconfig()
                        .program(
                                with(rpath("/b"), "-Wl,-z,nodefaultlib", "-nostartfiles", "-nostdlib", "-Wl,-e,main"),
                                "libx.so")),
                of("no default library, below a default directory", LoaderOracleIT::asHere, r -> r.library(
                                standard + "/glibc-hwcaps/x86-64-v2/libx.so")
                        .library(standard + "/sub/liby.so")
                        .ldconfig("/usr/lib/x86_64-linux-gnu/sub")
                        .program(
                                with(rpath("/b"), "-Wl,-z,nodefaultlib", "-nostartfiles", "-nostdlib", "-Wl,-e,main"),
                                "libx.so",
                                "liby.so")),
                of("no cache at all", r -> r.text("/etc/ld.so.cache", "nonsense")
                        .program(List.of())),
                of("libraries of another class in the cache", r -> r.library("/opt/c/libx.so")
                        .copy("/usr/i686-linux-gnu/lib/libc.so.6", "/opt/32/libc.so.6")
                        .ldconfig("/opt/32", "/opt/c")
                        .program(List.of(), "libx.so")));
    }

    private static List<Case> processors() {
        List<Case> cases = new ArrayList<>();
        List<String> places = List.of(
                "glibc-hwcaps/x86-64-v4/",
                "glibc-hwcaps/x86-64-v3/",
                "glibc-hwcaps/x86-64-v2/",
                "tls/x86_64/x86_64/",
                "tls/x86_64/",
                "tls/",
                "x86_64/x86_64/",
                "x86_64/");
        for (String place : places) {
            cases.add(of("runpath with " + place, LoaderOracleIT::asHere, r -> r.library("/a/" + place + "libx.so")
                    .program(runpath("/a"), "libx.so")));
            cases.add(of("default directory with " + place, LoaderOracleIT::asHere, r -> r.library(
                            "/usr/lib/" + place + "libx.so")
                    .library("/usr/lib/libx.so")
                    .program(List.of(), "libx.so")));
            cases.add(of("cache with " + place, LoaderOracleIT::asHere, r -> r.library("/opt/" + place + "libx.so")
                    .library("/opt/libx.so")
                    .ldconfig("/opt")
                    .program(List.of(), "libx.so")));
        }
        for (String place : List.of("", "glibc-hwcaps/x86-64-v2/")) {
            cases.add(of("circle in a default directory with " + place, LoaderOracleIT::asHere, r -> r.link(
                            LoaderRoot.LIBRARIES + "/" + place + "libx.so", "libx.so")
                    .library("/usr/lib/libx.so")
                    .program(List.of(), "libx.so")));
        }
        cases.add(of("all of them", LoaderOracleIT::asHere, r -> {
            for (String place : places) {
                r.library("/a/" + place + "libx.so");
                if (!place.startsWith("glibc")) {
                    r.library("/a/" + place + "liby.so");
                }
                r.library("/opt/" + place + "libz.so");
            }
            r.ldconfig("/opt").program(runpath("/a"), "libx.so", "liby.so", "libz.so");
        }));
        for (int level : List.of(1, 2, 1 << 4, 1 << 31)) { // the last two are of no machine
            String asks = """
                    __asm__(".section .note.gnu.property,\\"a\\",@note\\n.balign 8\\n.long 4,16,5\\n.asciz \\"GNU\\"\\n"
                            ".long 0xc0008002,4,%d,0\\n.text");
                    """.formatted(level);
            cases.add(of("library that needs the processor " + level, LoaderOracleIT::asHere, r -> r.library(
                            "/a/libx.so", asks, List.of("-Wl,-soname,libx.so"))
                    .library("/b/libx.so")
                    .program(rpath("/a:/b"), "libx.so")));
            cases.add(of(
                    "program that needs the processor " + level,
                    LoaderOracleIT::asHere,
                    r -> r.program(asks + "int main(void) { return 0; }\n", List.of())));
        }
        return cases;
    }

    private static List<Case> names() {
        UnaryOperator<LibraryResolver> inW = r -> r.workingDirectory("/w");
        List<String> nameless = List.of();
        return List.of(
                of("absolute name", r -> r.library("/a/libx.so").program(List.of(), "/a/libx.so")),
                of("absolute name that is not there", r -> r.program(List.of(), "/a/libx.so")),
                of("relative name", inW, r -> r.startedIn("/w")
                        .library("/w/sub/libx.so")
                        .program(List.of(), "sub/libx.so")),
                of("name from the origin on", r -> r.library("/app/sub/libx.so")
                        .program(List.of(), "$ORIGIN/sub/libx.so")),
                of("name with $LIB", r -> r.library("/opt/lib/x86_64-linux-gnu/libx.so")
                        .program(List.of(), "/opt/$LIB/libx.so")),
                of("platform in a name", r -> r.library("/a/lib-x86_64.so").program(rpath("/a"), "lib-$PLATFORM.so")),
                of("token without a slash", r -> r.library("/a/$ORIGIN").program(rpath("/a"), "$ORIGIN")),
                of("absolute name, then its file name", r -> r.library("/a/libx.so", "", nameless)
                        .library("/b/libx.so", "", nameless)
                        .program(rpath("/b"), "/a/libx.so", "libx.so")),
                of("absolute name, then its soname", r -> r.library("/a/libx.so")
                        .library("/b/libx.so")
                        .program(rpath("/b"), "/a/libx.so", "libx.so")),
                of("empty name", r -> r.program(List.of()).withNeeded("")),
                of("program by its path", r -> r.library("/a/libx.so", "/app/main")
                        .program(rpath("/a"), "libx.so")),
                of("program by its file name", r -> r.library("/a/libx.so", "main")
                        .program(rpath("/a:/app"), "libx.so")),
                of("program by its soname", r -> r.library("/a/libx.so", "main.so")
                        .program(with(rpath("/a"), "-Wl,-soname,main.so"), "libx.so")),
                of("program that is not position-independent, by its path", r -> r.library("/a/libx.so", "/app/main")
                        .program(with(rpath("/a"), "-no-pie"), "libx.so")),
                of("two hard links", r -> r.library("/a/libx.so", "", nameless)
                        .hardLink("/a/liby.so", "/a/libx.so")
                        .program(rpath("/a"), "libx.so", "liby.so")),
                of("two links", r -> r.library("/a/libx.so", "", nameless)
                        .link("/b/liby.so", "../a/libx.so")
                        .program(rpath("/a:/b"), "libx.so", "liby.so")),
                of("soname of another", r -> r.library("/a/libx.so", "", List.of("-Wl,-soname,liby.so"))
                        .library("/a/liby.so")
                        .program(rpath("/a"), "libx.so", "liby.so")),
                of("soname of a later one", r -> r.library("/a/libx.so", "", List.of("-Wl,-soname,liby.so"))
                        .library("/a/liby.so")
                        .program(rpath("/a"), "liby.so", "libx.so")),
                of("soname that another's starts with", r -> r.library("/a/libx.so.1")
                        .library("/a/libx.so")
                        .program(rpath("/a"), "libx.so.1", "libx.so")),
                of("the same name twice", r -> r.library("/a/libx.so")
                        .library("/a/liby.so", "libx.so")
                        .program(rpath("/a"), "liby.so", "libx.so")),
                of("library of more than 2 GiB", r -> r.library("/a/libx.so")
                        .resize("/a/libx.so", (2L << 30) + 4096)
                        .program(rpath("/a"), "libx.so")));
    }

    private static List<Case> unfitFirstMatches() {
        return Stream.of(
                        of("directory", r -> r.directory("/a/libx.so")),
                        of("object file", r -> r.library("/a/libx.so", "", List.of("-r", "-no-pie"))),
                        of("position-independent executable", r -> r.program(List.of("-pie"))
                                .copyInside("/app/main", "/a/libx.so")),
                        of("executable", r -> r.program(List.of("-no-pie")).copyInside("/app/main", "/a/libx.so")),
                        of("static executable", r -> r.program(List.of("-static"))
                                .copyInside("/app/main", "/a/libx.so")),
                        of("text", r -> r.text("/a/libx.so", "INPUT(liby.so)\n".repeat(9))),
                        of("empty file", r -> r.text("/a/libx.so", "")),
                        of("few bytes", r -> r.library("/a/libx.so").resize("/a/libx.so", 40)),
                        of("headers cut", r -> r.library("/a/libx.so").resize("/a/libx.so", 100)),
                        of("contents cut", r -> r.library("/a/libx.so").resize("/a/libx.so", 4096)),
                        of("other class", r -> r.copy("/usr/i686-linux-gnu/lib/libc.so.6", "/a/libx.so")),
                        of("other machine", r -> r.copy("/usr/aarch64-linux-gnu/lib/libc.so.6", "/a/libx.so")),
                        of("other byte order of the same machine", r -> r.library("/a/libx.so")
                                .patch("/a/libx.so", 5, 2)),
                        of("unknown version of another machine", r -> r.copy(
                                        "/usr/aarch64-linux-gnu/lib/libc.so.6", "/a/libx.so")
                                .patch("/a/libx.so", 20, 2)),
                        of("ABI of another system and machine", r -> r.copy(
                                        "/usr/aarch64-linux-gnu/lib/libc.so.6", "/a/libx.so")
                                .patch("/a/libx.so", 7, 9)),
                        of("object file of another machine", r -> r.copy(
                                        "/usr/aarch64-linux-gnu/lib/libc.so.6", "/a/libx.so")
                                .patch("/a/libx.so", 16, 1)),
                        of("other byte order", r -> r.copy("/usr/s390x-linux-gnu/lib/libc.so.6", "/a/libx.so")),
                        of("unknown class", r -> r.library("/a/libx.so").patch("/a/libx.so", 4, 7)),
                        of("unknown byte order", r -> r.library("/a/libx.so").patch("/a/libx.so", 5, 7)),
                        of("unknown version in the identification", r -> r.library("/a/libx.so")
                                .patch("/a/libx.so", 6, 2)),
                        of("ABI of another system", r -> r.library("/a/libx.so").patch("/a/libx.so", 7, 9)),
                        of("ABI of GNU", r -> r.library("/a/libx.so").patch("/a/libx.so", 7, 3)),
                        of("version of the ABI", r -> r.library("/a/libx.so").patch("/a/libx.so", 8, 1)),
                        of("version of the ABI of GNU", r -> r.library("/a/libx.so")
                                .patch("/a/libx.so", 7, 3, 3)),
                        of("padding", r -> r.library("/a/libx.so").patch("/a/libx.so", 12, 1)),
                        of("unknown version", r -> r.library("/a/libx.so").patch("/a/libx.so", 20, 2)),
                        of("core", r -> r.library("/a/libx.so").patch("/a/libx.so", 16, 4)),
                        of("size of program headers", r -> r.library("/a/libx.so")
                                .patch("/a/libx.so", 54, 32)),
                        of("no program headers", r -> r.library("/a/libx.so").patch("/a/libx.so", 56, 0)),
                        of("address that is not at its place in a page", r -> r.library("/a/libx.so")
                                .patch("/a/libx.so", 64 + 16, 0, 8)),
                        of("file for a directory", r -> r.text("/a", "")),
                        of("link in a circle", r -> r.link("/a/libx.so", "libx.so")),
                        of("link to nothing", r -> r.link("/a/libx.so", "/none")),
                        of("link to a directory", r -> r.link("/a/libx.so", "..")))
                .map(one -> of("first match: " + one.name(), r -> {
                    one.setUp().in(r);
                    r.library("/b/libx.so").program(rpath("/a:/b"), "libx.so");
                }))
                .toList();
    }

    private static int at(Path file, String section) throws IOException {
        return (int) ElfFile.open(file).section(section).orElseThrow().offset();
    }

    private static List<Case> versions() {
        String map = "V_1 { global: x; };";
        String call = "int x(void); int main(void) { return x(); }\n";
        String code = "int x(void) { return 0; }\n";
        return List.of(
                of("version that is there", r -> r.versioned("/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                        .linked(call, rpath("/a"), "/a/libx.so")),
                of("version that is not there", r -> r.versioned(
                                "/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                        .linked(call, rpath("/a"), "/a/libx.so")
                        .versioned("/a/libx.so", code, "V_2 { global: x; };", List.of("-Wl,-soname,libx.so"))),
                of("needs in another format", r -> {
                    r.program(List.of());
                    r.patch("/app/main", at(r.path("/app/main"), ".gnu.version_r"), 2);
                }),
                of("definitions in another format", r -> {
                    r.versioned("/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                            .linked(call, rpath("/a"), "/a/libx.so");
                    r.patch("/a/libx.so", at(r.path("/a/libx.so"), ".gnu.version_d"), 2);
                }),
                of("needs that lead nowhere", r -> {
                    r.program(List.of());
                    r.patch("/app/main", at(r.path("/app/main"), ".gnu.version_r") + 8, 0, 0, 0, 0x7f);
                }),
                of("needed entry taken away from under its version", r -> r.versioned(
                                "/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                        .linked(call, rpath("/a"), "/a/libx.so")
                        .withoutNeeded("libx.so")),
                of("the same, but another needs it", r -> r.versioned(
                                "/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                        .library("/a/liby.so", "libx.so")
                        .linked(call, rpath("/a"), "/a/libx.so", "liby.so")
                        .withoutNeeded("libx.so")),
                of("found by another name than that of the versions", r -> r.versioned(
                                "/a/libx.so", code, map, List.of("-Wl,-soname,libx.so"))
                        .linked(call, rpath("/a"), "/a/libx.so")
                        .link("/a/libz.so", "libx.so")
                        .withoutNeeded("libx.so")
                        .withNeeded("libz.so")),
                of(
                        "packed relocations",
                        r -> r.program(
                                "int y; int *x = &y; int main(void) { return 0; }\n",
                                List.of("-Wl,-z,pack-relative-relocs"))),
                of(
                        "packed relocations without their version",
                        r -> r.program(
                                "int y; int *x = &y; int main(void) { return 0; }\n",
                                List.of("-fuse-ld=lld", "-Wl,--pack-dyn-relocs=relr"))),
                of("packed relocations of a library without libc", r -> r.library(
                                "/a/libx.so",
                                "int y; int *x = &y;\n",
                                List.of("-fuse-ld=lld", "-Wl,--pack-dyn-relocs=relr", "-Wl,-soname,libx.so"))
                        .program(rpath("/a"), "libx.so")),
                of("packed relocations of a library that needs libc but no version of it", r -> r.library(
                                "/a/libx.so",
                                "int y; int *x = &y;\n",
                                List.of("-fuse-ld=lld", "-Wl,--pack-dyn-relocs=relr", "-Wl,-soname,libx.so"),
                                "libc.so.6")
                        .program(rpath("/a"), "libx.so")),
                of("packed relocations of a library that needs libc but only versions of another", r -> r.versioned(
                                "/a/libv.so",
                                "int v(void) { return 0; }\n",
                                "V_1 { global: v; };",
                                List.of("-Wl,-soname,libv.so"))
                        .library(
                                "/a/libx.so",
                                "int v(void); int y; int *x = &y; int z(void) { return v(); }\n",
                                List.of(
                                        "-fuse-ld=lld",
                                        "-Wl,--pack-dyn-relocs=relr",
                                        "-Wl,-soname,libx.so",
                                        r.path("/a/libv.so").toString()),
                                "libc.so.6")
                        .program(rpath("/a"), "libx.so")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("glibcCases")
    void answersAsGlibc(Case one) throws Exception {
        LoaderRoot root = root(one, false);
        one.setUp().in(root);

        DependencyTree tree = resolve(one, root);

        compare(root, tree, root.listGlibc(), tree.interpreter().orElse(""));
    }

    static List<Case> muslCases() {
        UnaryOperator<LibraryResolver> inW = r -> r.workingDirectory("/w");
        List<Case> cases = new ArrayList<>(List.of(
                of("nothing but libc", r -> r.muslProgram(List.of())),
                of("names of musl itself", r -> r.library("/lib/libpthread.so.0")
                        .library("/lib/libm.so.6")
                        .muslProgram(
                                List.of(), "libpthread.so.0", "libm.so.6", "librt.so.1", "libdl.so.2", "libc.so.6")),
                of("name that only starts alike", r -> r.library("/lib/libmagic.so.1")
                        .muslProgram(List.of(), "libmagic.so.1")),
                of("loader by its path", r -> r.muslProgram(List.of(), LoaderRoot.MUSL)),
                of("loader by its soname", r -> r.muslProgram(List.of(), "libc.musl-x86_64.so.1")),
                of("another name for the loader's file", r -> r.link("/a/libx.so", ".." + LoaderRoot.MUSL)
                        .muslProgram(rpath("/a"), "libx.so")),
                of("a copy of libc", r -> r.copyInside(LoaderRoot.MUSL, "/a/libx.so")
                        .muslProgram(rpath("/a"), "libx.so")),
                of("library path before rpath", x -> x.libraryPath("/l"), r -> r.library("/l/libx.so")
                        .library("/a/libx.so")
                        .environment("LD_LIBRARY_PATH", "/l")
                        .muslProgram(rpath("/a"), "libx.so")),
                of(
                        "library path with empty elements and ends of lines",
                        x -> inW.apply(x).libraryPath(":/l\n/m:"),
                        r -> r.startedIn("/w")
                                .library("/w/libx.so")
                                .library("/m/libx.so")
                                .environment("LD_LIBRARY_PATH", ":/l\n/m:")
                                .muslProgram(List.of(), "libx.so")),
                of("semicolons in the library path", x -> x.libraryPath("/l;/m"), r -> r.library("/m/libx.so")
                        .environment("LD_LIBRARY_PATH", "/l;/m")
                        .muslProgram(List.of(), "libx.so")),
                of("empty element of rpath", inW, r -> r.startedIn("/w")
                        .library("/w/libx.so")
                        .muslProgram(rpath("/a:"), "libx.so")),
                of("inherited runpath", r -> r.library("/a/libx.so", "liby.so")
                        .library("/a/liby.so")
                        .muslProgram(runpath("/a"), "libx.so")),
                of("runpath of one does not hide that of another", r -> r.library(
                                "/a/libx.so", "", with(runpath("/none"), "-Wl,-soname,libx.so"), "liby.so")
                        .library("/a/liby.so")
                        .muslProgram(rpath("/a"), "libx.so")),
                of("relative element", inW, r -> r.startedIn("/w")
                        .library("/w/rel/libx.so")
                        .muslProgram(rpath("rel"), "libx.so")),
                of("default directories", r -> r.library("/usr/local/lib/libx.so")
                        .library("/usr/lib/libx.so")
                        .library("/usr/lib/liby.so")
                        .library("/lib64/libz.so")
                        .muslProgram(List.of(), "libx.so", "liby.so", "libz.so")),
                of("file with directories", r -> r.text("/etc/ld-musl-x86_64.path", "/p\n/q:/r\n")
                        .library("/p/libx.so")
                        .library("/r/liby.so")
                        .library("/lib/libz.so")
                        .muslProgram(List.of(), "libx.so", "liby.so", "libz.so")),
                of("empty file with directories", r -> r.text("/etc/ld-musl-x86_64.path", "")
                        .library("/lib/libx.so")
                        .muslProgram(List.of(), "libx.so")),
                of(
                        "cache of glibc",
                        r -> r.library("/opt/c/libx.so").ldconfig("/opt/c").muslProgram(List.of(), "libx.so")),
                of("hwcaps of glibc", LoaderOracleIT::asHere, r -> r.library("/a/glibc-hwcaps/x86-64-v2/libx.so")
                        .muslProgram(rpath("/a"), "libx.so")),
                of("no default library", r -> r.library("/lib/libx.so")
                        .muslProgram(List.of("-Wl,-z,nodefaultlib"), "libx.so")),
                of("filter", r -> r.library("/a/libf.so", "", List.of("-Wl,-soname,libf.so,-F,libx.so"))
                        .muslProgram(rpath("/a"), "libf.so")),
                of("soname of another", r -> r.library("/a/libx.so", "", List.of("-Wl,-soname,liby.so"))
                        .library("/a/liby.so")
                        .muslProgram(rpath("/a"), "libx.so", "liby.so")),
                of("absolute name, then its file name", r -> r.library("/a/libx.so")
                        .library("/b/libx.so")
                        .muslProgram(rpath("/b"), "/a/libx.so", "libx.so")),
                of("absolute name, then a link of its file name", r -> r.library("/a/libx.so")
                        .link("/b/libx.so", "../a/libx.so")
                        .muslProgram(rpath("/b"), "/a/libx.so", "libx.so")),
                of("absolute name that is not there", r -> r.muslProgram(List.of(), "/a/libx.so")),
                of("empty name", r -> r.muslProgram(List.of()).withNeeded("")),
                of("two hard links", r -> r.library("/a/libx.so")
                        .hardLink("/a/liby.so", "/a/libx.so")
                        .muslProgram(rpath("/a"), "libx.so", "liby.so")),
                of("version that is not there", r -> r.versioned(
                                "/a/libx.so", "int x(void) { return 0; }\n", "V_2 { global: x; };", List.of())
                        .muslProgram(rpath("/a"), "libx.so")),
                of("library of more than 2 GiB", r -> r.library("/a/libx.so")
                        .resize("/a/libx.so", (2L << 30) + 4096)
                        .muslProgram(rpath("/a"), "libx.so"))));
        for (int length : List.of(99, 101)) { // and 512 bytes in all do not fit
            String directory = "/" + "b".repeat(200) + "/" + "b".repeat(200) + "/" + "b".repeat(length);
            cases.add(of("long directory and " + length, r -> r.library(directory + "/libx.so")
                    .library("/a/libx.so")
                    .muslProgram(rpath(directory + ":/a"), "libx.so")));
        }
        for (String path :
                List.of("$ORIGINX", "${ORIGIN}X", "$ORIGIN/$LIB", "$LIB", "$ORIGIN", "$ORIGIN/$ORIGIN", "$")) {
            cases.add(of("rpath " + path, r -> r.library("/appX/libx.so")
                    .library("/app/libx.so")
                    .library("/lib/lib/libx.so")
                    .library("/b/libx.so")
                    .muslProgram(rpath(path + ":/b"), "libx.so")));
        }
        // it does not look at the identification, and a file with a wrong one is none for the library either
        // musl reads the first three as if they were its own, and maps the last at another address
        List<String> unread = List.of(
                "other byte order of the same machine",
                "unknown class",
                "unknown byte order",
                "address that is not at its place in a page");
        for (Case one : unfitFirstMatches()) {
            if (unread.stream().anyMatch(one.name()::endsWith)) {
                continue;
            }
            cases.add(of(one.name(), r -> {
                one.setUp().in(r.withGlibc());
                r.remove("/app/main").remove("/etc/ld.so.cache").muslProgram(rpath("/a:/b"), "libx.so");
            }));
        }
        return Sample.of(cases, "musl");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("muslCases")
    void answersAsMusl(Case one) throws Exception {
        HostTools.require("musl-gcc");
        LoaderRoot root = root(one, true);
        one.setUp().in(root);

        DependencyTree tree = resolve(one, root);

        compare(root, tree, root.listMusl(), tree.interpreter().orElse(""));
    }

    /** What the loader of each machine that has one here says of itself, which is read from its bytes. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            '', /lib64/ld-linux-x86-64.so.2
            qemu-aarch64-static, /usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1
            qemu-i386-static, /usr/i686-linux-gnu/lib/ld-linux.so.2
            qemu-ppc64le-static, /usr/powerpc64le-linux-gnu/lib/ld64.so.2
            qemu-s390x-static, /usr/s390x-linux-gnu/lib/ld64.so.1
            qemu-riscv64-static, /usr/riscv64-linux-gnu/lib/ld-linux-riscv64-lp64d.so.1
            qemu-mips64el-static, /usr/mips64el-linux-gnuabi64/lib64/ld.so.1
            """)
    void readsFromALoaderWhatItSaysOfItself(String emulator, String path) throws Exception {
        HostTools.missingUnless(Files.exists(Path.of(path)), path + " is not there");
        List<String> command = new ArrayList<>();
        if (!emulator.isEmpty()) {
            HostTools.require(emulator);
            command.add(emulator);
        }
        command.addAll(List.of(path, "--list-diagnostics"));
        List<String> diagnostics = HostTools.run(command, Map.of()).orFail().lines();

        FileTree tree = FileTree.of(Path.of("/"));
        ElfFile file = ElfFile.open(Path.of(path));
        SystemLoader loader = SystemLoader.read(tree, path, file, file.header());

        assertThat(loader.directories())
                .isEqualTo(values(diagnostics, "path.system_dirs").stream()
                        .map(directory -> directory.substring(0, directory.length() - 1))
                        .toList());
        assertThat(loader.lib()).isEqualTo(values(diagnostics, "dl_dst_lib").get(0));
        assertThat(loader.isMusl()).isFalse();
        boolean old =
                Double.parseDouble(values(diagnostics, "version.version").get(0).substring(2)) < 37;
        assertThat(loader.has(SystemLoader.Trait.LEGACY_DIRECTORIES)).isEqualTo(old);
    }

    private static List<String> values(List<String> diagnostics, String key) {
        return diagnostics.stream()
                .filter(line -> line.startsWith(key + "=") || line.startsWith(key + "["))
                .map(line -> line.substring(line.indexOf("=\"") + 2, line.length() - 1))
                .toList();
    }

    /** A processor of a lower level than this one's, which the loader takes for one with its option. */
    @ParameterizedTest
    @ValueSource(strings = {"x86-64-v2", "x86-64-v3"})
    void looksForWhatAProcessorOfThatLevelRuns(String level) throws Exception {
        HostTools.missingUnless(hwcaps().contains(level), "processor is not of level " + level);
        Case one = of("level " + level, r -> r.processor(level), r -> {
            for (String place : List.of("", "glibc-hwcaps/x86-64-v2/", "glibc-hwcaps/x86-64-v3/")) {
                r.library("/opt/" + place + "libx.so").library("/a/" + place + "liby.so");
            }
            r.ldconfig("/opt").program(runpath("/a"), "libx.so", "liby.so");
        });
        LoaderRoot root = root(one, false);
        one.setUp().in(root);
        String mask = level.equals("x86-64-v2") ? "x86-64-v2" : "x86-64-v2:x86-64-v3";

        compare(root, resolve(one, root), root.listGlibc("--glibc-hwcaps-mask", mask), LoaderRoot.GLIBC);
    }
}
