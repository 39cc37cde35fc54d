package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Symbols that nothing defines, against what {@code ldd -r} has glibc's loader say. */
class UndefinedSymbolsIT {
    @TempDir
    static Path folder;

    private static final List<String> RPATH = List.of("-Wl,-rpath,/a");
    private static final List<String> X = List.of("-Wl,-soname,libx.so");
    private static final String NOTHING = "int main(void) { return 0; }\n";

    @FunctionalInterface
    private interface SetUp {
        void in(LoaderRoot root) throws IOException;
    }

    private record Case(String name, SetUp setUp) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, SetUp setUp) {
        return new Case(name, setUp);
    }

    private static LoaderRoot x(LoaderRoot root, String code) throws IOException {
        return root.library("/a/libx.so", code, X);
    }

    /** Library x with versions. */
    private static LoaderRoot x(LoaderRoot root, String code, String versions) throws IOException {
        return root.versioned("/a/libx.so", code, versions, X);
    }

    private static List<String> with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    static List<Case> cases() {
        String call = "int f(void); int main(void) { return f(); }\n";
        String f = "int f(void) { return 0; }\n";
        String two = """
                __asm__(".symver f_1, f@V_1\\n.symver f_2, f@@V_2");
                int f_1(void) { return 0; }
                int f_2(void) { return 0; }
                """;
        String twoHidden = two.replace("@@", "@");
        String versions = "V_1 { global: f_none; }; V_2 { global: f_none2; } V_1;";
        String user = "int f(void); int (*p)(void) = f; int g(void) { return f(); }\n";
        String pointer = "extern int f(void); int (*p)(void) = f;\n";
        return Sample.of(
                List.of(
                        of("nothing undefined", r -> x(r, f).linked(call, RPATH, "/a/libx.so")),
                        of("function that is gone", r -> x(x(r, f).linked(call, RPATH, "/a/libx.so"), "")),
                        of("function of a library", r -> x(r, user).program(NOTHING, RPATH, "libx.so")),
                        of("variable", r -> x(r, "extern int v; int *p = &v;\n").program(NOTHING, RPATH, "libx.so")),
                        of("weak reference", r -> x(r, "int f(void) __attribute__((weak)); int (*p)(void) = f;\n")
                                .program(NOTHING, RPATH, "libx.so")),
                        of("symbol that no relocation is about", r -> x(
                                        r, "__asm__(\".globl unused\\n.type unused, @function\");\n")
                                .program(NOTHING, RPATH, "libx.so")),
                        of("defined by the program", r -> x(r, user)
                                .program(f + NOTHING, with(RPATH, "-rdynamic"), "libx.so")),
                        of("defined by the program for itself", r -> x(r, user).program(f + NOTHING, RPATH, "libx.so")),
                        of("defined by a later library", r -> x(r, user)
                                .library("/a/liby.so", f, List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("weak definition", r -> x(r, user)
                                .library("/a/liby.so", f.replace("int", "__attribute__((weak)) int"), List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("protected definition", r -> x(r, user)
                                .library(
                                        "/a/liby.so",
                                        f.replace("int", "__attribute__((visibility(\"protected\"))) int"),
                                        List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("hidden definition", r -> x(r, user)
                                .library(
                                        "/a/liby.so",
                                        f.replace("int", "__attribute__((visibility(\"hidden\"))) int"),
                                        List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("definition without a hash table of GNU", r -> x(r, user)
                                .library("/a/liby.so", f, List.of("-Wl,--hash-style=sysv"))
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("absolute zero", r -> x(r, "extern char f[]; char *p = f;\n")
                                .library("/a/liby.so", "__asm__(\".globl f\\nf = 0\");\n", List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("unique definition", r -> x(r, "extern char f[]; char *p = f;\n")
                                .library(
                                        "/a/liby.so",
                                        "__asm__(\".data\\n.globl f\\n.type f, @gnu_unique_object\\n.size f, 8\\nf: .quad 1\");\n",
                                        List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("indirect function", r -> x(r, user)
                                .library(
                                        "/a/liby.so",
                                        "static int g(void) { return 0; }\n"
                                                + "static void *pick(void) { return g; }\n"
                                                + "int f(void) __attribute__((ifunc(\"pick\")));\n",
                                        List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("thread-local variable", r -> x(r, "extern __thread int f; int g(void) { return f; }\n")
                                .library("/a/liby.so", "__thread int f = 1;\n", List.of())
                                .program(NOTHING, RPATH, "libx.so", "liby.so")),
                        of("thread-local variable that nobody has", r -> x(
                                        r, "extern __thread int f; int g(void) { return f; }\n")
                                .program(NOTHING, RPATH, "libx.so")),
                        of("copied variable", r -> x(r, "int f = 1;\n")
                                .linked(
                                        "extern int f; int main(void) { return f - 1; }\n",
                                        with(RPATH, "-no-pie"),
                                        "/a/libx.so")),
                        of(
                                "copied variable that is gone",
                                r -> x(
                                        x(r, "int f = 1;\n")
                                                .linked(
                                                        "extern int f; int main(void) { return f - 1; }\n",
                                                        with(RPATH, "-no-pie"),
                                                        "/a/libx.so"),
                                        "")),
                        of(
                                "address that the program gives to a function that is gone",
                                r -> x(
                                        x(r, f).library("/a/liby.so", pointer, List.of())
                                                .library(
                                                        "/a/libz.so",
                                                        "int f(void); int g(void) { return f(); }\n",
                                                        List.of())
                                                .linked(
                                                        "int f(void); int (*volatile p)(void) = f; int main(void) { return p(); }\n",
                                                        with(RPATH, "-no-pie", "-fno-pie"),
                                                        "/a/libx.so",
                                                        "liby.so",
                                                        "libz.so"),
                                        "")),
                        of("symbolic library", r -> x(r, user + f).program(NOTHING, RPATH, "libx.so")),
                        of("version that is there", r -> x(r, f, "V_1 { global: f; };")
                                .linked(call, RPATH, "/a/libx.so")),
                        of(
                                "other version of the symbol",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };").linked(call, RPATH, "/a/libx.so"),
                                        f,
                                        "V_1 { }; V_2 { global: f; };")),
                        of(
                                "version without the symbol",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };").linked(call, RPATH, "/a/libx.so"),
                                        "int g;",
                                        "V_1 { };")),
                        of(
                                "version without the symbol, which a later library has",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };")
                                                .library("/a/liby.so", f, List.of())
                                                .linked(call, RPATH, "/a/libx.so", "liby.so"),
                                        "int g;",
                                        "V_1 { };")),
                        of(
                                "version without the symbol, which an earlier library has",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };")
                                                .library("/a/liby.so", f, List.of("-Wl,-soname,liby.so"))
                                                .library(
                                                        "/a/libw.so",
                                                        user,
                                                        with(
                                                                List.of("-Wl,-soname,libw.so"),
                                                                r.path("/a/libx.so")
                                                                        .toString()))
                                                .program(NOTHING, RPATH, "liby.so", "libw.so"),
                                        "int g;",
                                        "V_1 { };")),
                        of(
                                "weak reference to a version without the symbol",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };")
                                                .linked(
                                                        "int f(void) __attribute__((weak)); int (*volatile p)(void) = f;"
                                                                + NOTHING,
                                                        RPATH,
                                                        "/a/libx.so"),
                                        "int g;",
                                        "V_1 { };")),
                        of(
                                "library that lost its versions",
                                r -> x(x(r, f, "V_1 { global: f; };").linked(call, RPATH, "/a/libx.so"), f)),
                        of(
                                "library that lost its versions and the symbol",
                                r -> x(x(r, f, "V_1 { global: f; };").linked(call, RPATH, "/a/libx.so"), "")),
                        of("no version asked for, one default", r -> x(r, f, "V_1 { global: f; };")
                                .library("/a/liby.so", user, List.of())
                                .program(NOTHING, RPATH, "liby.so", "libx.so")),
                        of("no version asked for, an old one and a default one", r -> x(r, two, versions)
                                .library("/a/liby.so", user, List.of())
                                .program(NOTHING, RPATH, "liby.so", "libx.so")),
                        of("no version asked for, two old ones", r -> x(r, twoHidden, versions)
                                .library("/a/liby.so", user, List.of())
                                .program(NOTHING, RPATH, "liby.so", "libx.so")),
                        of("no version asked for, only one that is not the first and old", r -> x(
                                        r,
                                        "__asm__(\".symver f_2, f@V_2\");\nint f_2(void) { return 0; }\n",
                                        "V_1 { }; V_2 { };")
                                .library("/a/liby.so", user, List.of())
                                .program(NOTHING, RPATH, "liby.so", "libx.so")),
                        of(
                                "old version asked for",
                                r -> x(
                                        x(r, f, "V_1 { global: f; };").linked(call, RPATH, "/a/libx.so"),
                                        two,
                                        versions)),
                        of("version of libc's", r -> r.program("""
                        #include <stdio.h>
                        int main(void) { return puts("") < 0; }
                        """, List.of())),
                        of("filtered library", r -> r.library(
                                        "/a/libf.so", "", List.of("-Wl,-soname,libf.so,-F,libx.so"))
                                .library("/a/libx.so", f, X)
                                .library("/a/liby.so", user, List.of("-Wl,-soname,liby.so"))
                                .program(NOTHING, RPATH, "libf.so", "liby.so")),
                        of("missing library", r -> r.library("/a/libx.so", user, X, "libnone.so")
                                .program(NOTHING, RPATH, "libx.so"))),
                "cases");
    }

    private static Set<String> undefined(DependencyTree tree) {
        try {
            return tree.undefinedSymbols().stream()
                    .map(symbol -> symbol + " in " + symbol.neededBy())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (ElfFormatException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void areThoseOfGlibcsLoader(Case one) throws Exception {
        HostTools.requireRoot();
        HostTools.requireLoader();
        HostTools.require("gcc");
        LoaderRoot root = new LoaderRoot(folder, one.name().replaceAll("[^ A-Za-z0-9]", "_")).withGlibc();
        one.setUp().in(root);

        DependencyTree tree = LibraryResolver.of(FileTree.of(root.path())).resolve("/app/main");

        root.undefinedSymbols()
                .ifPresent(expected ->
                        assertThat(undefined(tree)).as(tree.toText()).isEqualTo(expected));
        boolean starts = root.environment("LD_BIND_NOW", "1").start().exitStatus() == 0;
        assertThat(tree.isComplete() && undefined(tree).isEmpty())
                .as("starts: %s%s", undefined(tree), tree.toText())
                .isEqualTo(starts);
    }

    @Test
    void areThoseOfMusl() throws Exception {
        HostTools.requireRoot();
        HostTools.require("gcc", "musl-gcc");
        String uses = "extern int a, b, c, d, e; int *p[] = {&a, &b, &c, &d, &e}; int w __attribute__((weak));\n";
        LoaderRoot root = new LoaderRoot(folder, "musl")
                .withMusl()
                .library("/a/libx.so", uses + "extern int v __attribute__((weak)); int *q = &v;\n", X)
                .versioned("/a/liby.so", """
                        __asm__(".symver b_1, b@V_1\\n.symver c_2, c@@V_2");
                        int a = 1; int b_1 = 1; int c_2 = 1; __attribute__((visibility("hidden"))) int e = 1;
                        """, "V_1 { global: a; }; V_2 { } V_1;", List.of("-Wl,-soname,liby.so"))
                .muslProgram(RPATH, "libx.so", "liby.so");

        DependencyTree tree = LibraryResolver.of(FileTree.of(root.path())).resolve("/app/main");

        Set<String> expected = new TreeSet<>();
        for (String line : root.start().stderr().split("\n", -1)) {
            if (line.contains("symbol not found")) {
                expected.add(line.replaceAll("Error relocating (.*): (.*): symbol not found", "$2 in $1"));
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(undefined(tree)).as(tree.toText()).isEqualTo(expected);
    }

    /** The machine's programs, none of which lacks a symbol, and its libraries, some of which need those of a program. */
    @Test
    void areThoseOfGlibcsLoaderForFilesOfTheMachine() throws Exception {
        HostTools.require("ldd");
        HostTools.requireLoader();
        LibraryResolver resolver = LibraryResolver.of(FileTree.of(Path.of("/"))).keepingFiles();
        int compared = 0;
        for (String directory : List.of("/usr/bin", "/usr/lib/x86_64-linux-gnu")) {
            List<Path> files;
            try (Stream<Path> all = Files.list(Path.of(directory))) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            for (int i = 0; i < files.size(); i += Math.max(1, files.size() / 60)) {
                // ldd takes the directory of a link for $ORIGIN, the kernel that of the file
                Path file = files.get(i).toRealPath();
                if (!isOurs(file)) {
                    continue;
                }
                Set<String> expected = new TreeSet<>();
                HostTools.Result result = HostTools.run("ldd", "-r", file.toString());
                for (String line : (result.stdout() + result.stderr()).split("\n", -1)) {
                    if (line.contains("undefined symbol: ")) {
                        expected.add(line.replaceAll(".*undefined symbol: ([^\\s,]+).*", "$1"));
                    }
                }
                Set<String> found = new TreeSet<>();
                resolver.resolve(file.toString()).undefinedSymbols().forEach(symbol -> found.add(symbol.name()));
                assertThat(found).as("%s", file).isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static boolean isOurs(Path file) throws IOException {
        try {
            ElfFile elf = ElfFile.open(file);
            return elf.header().machine() == ElfConstants.EM_X86_64
                    && elf.header().elfClass() == ElfClass.ELF64
                    && elf.dynamic().isPresent();
        } catch (ElfFormatException e) {
            return false;
        }
    }
}
