package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibraryResolverTest {

    /** Files in memory. */
    private static final class Tree implements FileTree {
        private final Map<String, byte[]> files = new HashMap<>();
        private final Map<String, String> links = new HashMap<>();
        private final List<String> read = new ArrayList<>();

        Tree file(String path, TinyElf elf) {
            files.put(path, elf.bytes());
            return this;
        }

        Tree file(String path, byte[] bytes) {
            files.put(path, bytes);
            return this;
        }

        Tree link(String path, String target) {
            links.put(path, target);
            return this;
        }

        @Override
        public Entry lookup(String path) {
            if (files.containsKey(path)) {
                return new Entry.RegularFile();
            }
            if (links.containsKey(path)) {
                return new Entry.SymbolicLink(links.get(path));
            }
            String folder = path.equals("/") ? path : path + "/";
            boolean isFolder = files.keySet().stream().anyMatch(f -> f.startsWith(folder))
                    || links.keySet().stream().anyMatch(f -> f.startsWith(folder));
            return isFolder ? new Entry.Directory() : new Entry.Missing();
        }

        @Override
        public ByteBuffer read(String path) throws IOException {
            read.add(path);
            return ByteBuffer.wrap(files.get(path));
        }
    }

    private static TinyElf elf() {
        return TinyElf.elf64();
    }

    private static Dependency.Found found(DependencyTree tree, String name) {
        return tree.found().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " not found: " + tree.missing()));
    }

    @Test
    void aFileThatIsNeitherProgramNorLibraryIsNotComplete() throws Exception {
        Tree tree =
                new Tree().file("/app/main.o", elf().type(ElfConstants.ET_REL).bytes());

        DependencyTree found = LibraryResolver.of(tree).resolve("/app/main.o");

        assertThat(found.isComplete()).isFalse();
        assertThat(found.refusals()).extracting(DependencyTree.Refusal::path).containsExactly("/app/main.o");
    }

    @Test
    void searchesTheRpathOfTheFileThatCausedTheLoad() throws Exception {
        Tree tree = new Tree()
                .file("/app/main", elf().rpath("$ORIGIN/lib").needed("liba.so"))
                .file("/app/lib/liba.so", elf().needed("libb.so"))
                .file("/app/lib/libb.so", elf());

        DependencyTree answer = LibraryResolver.of(tree).resolve("/app/main");

        assertThat(found(answer, "libb.so"))
                .returns("/app/lib/libb.so", Dependency.Found::path)
                .returns(SearchRule.RPATH, Dependency.Found::rule)
                .returns("$ORIGIN/lib", Dependency.Found::directory);
    }

    @Test
    void doesNotInheritARunpath() throws Exception {
        Tree tree = new Tree()
                .file("/app/main", elf().runpath("$ORIGIN/lib").needed("liba.so"))
                .file("/app/lib/liba.so", elf().needed("libb.so"))
                .file("/app/lib/libb.so", elf());

        DependencyTree answer = LibraryResolver.of(tree).resolve("/app/main");

        assertThat(answer.missing())
                .singleElement()
                .returns("libb.so", Dependency.Missing::name)
                .returns("/app/lib/liba.so", Dependency.Missing::neededBy);
        assertThat(answer.isComplete()).isFalse();
    }

    @Test
    void aRunpathHidesEveryRpathOfTheChain() throws Exception {
        Tree tree = new Tree()
                .file("/app/main", elf().rpath("$ORIGIN/lib").needed("liba.so"))
                .file("/app/lib/liba.so", elf().runpath("/nowhere").needed("libb.so"))
                .file("/app/lib/libb.so", elf());

        assertThat(LibraryResolver.of(tree).resolve("/app/main").missing())
                .extracting(Dependency.Missing::name)
                .containsExactly("libb.so");
    }

    @Test
    void searchesRpathThenLibraryPathThenRunpathThenDefaults() throws Exception {
        Tree tree = new Tree()
                .file("/rpath/l.so", elf())
                .file("/path/l.so", elf())
                .file("/runpath/l.so", elf())
                .file("/usr/lib64/l.so", elf())
                .file("/bin/rpath", elf().rpath("/rpath").needed("l.so"))
                .file("/bin/runpath", elf().runpath("/runpath").needed("l.so"))
                .file("/bin/none", elf().needed("l.so"));
        LibraryResolver with = LibraryResolver.of(tree).libraryPath("/path");
        LibraryResolver without = LibraryResolver.of(tree);

        assertThat(found(with.resolve("/bin/rpath"), "l.so").path()).isEqualTo("/rpath/l.so");
        assertThat(found(with.resolve("/bin/runpath"), "l.so").path()).isEqualTo("/path/l.so");
        assertThat(found(without.resolve("/bin/runpath"), "l.so").path()).isEqualTo("/runpath/l.so");
        assertThat(found(without.resolve("/bin/none"), "l.so").path()).isEqualTo("/usr/lib64/l.so");
        assertThat(without.defaultDirectories(List.of()).resolve("/bin/none").missing())
                .hasSize(1);
    }

    @Test
    void takesTheFolderOfTheLinkAsOrigin() throws Exception {
        Tree tree = new Tree()
                .file("/app/main", elf().rpath("/links").needed("liba.so"))
                .file("/store/liba.so", elf().runpath("$ORIGIN").needed("libb.so"))
                .link("/links/liba.so", "../store/liba.so")
                .file("/links/libb.so", elf());

        assertThat(found(LibraryResolver.of(tree).resolve("/app/main"), "libb.so")
                        .path())
                .isEqualTo("/links/libb.so");
    }

    @Test
    void passesOverLibrariesOfAnotherMachineAndSaysSo() throws Exception {
        Tree tree = new Tree()
                .file("/bin/main", elf().rpath("/arm:/x86").needed("l.so"))
                .file("/arm/l.so", elf().machine(ElfConstants.EM_AARCH64))
                .file("/x86/l.so", elf());

        Dependency.Found answer = found(LibraryResolver.of(tree).resolve("/bin/main"), "l.so");

        assertThat(answer.path()).isEqualTo("/x86/l.so");
        assertThat(answer.attempts())
                .containsExactly(new Dependency.Attempt("/arm/l.so", SearchRule.RPATH, "EM_AARCH64, not EM_X86_64"));
    }

    @Test
    void noLinkLeadsOutOfTheTree() throws Exception {
        Tree tree = new Tree()
                .file("/bin/main", elf().rpath("/a").needed("l.so"))
                .link("/a", "../../../../real")
                .file("/real/l.so", elf());

        assertThat(found(LibraryResolver.of(tree).resolve("/bin/main"), "l.so").path())
                .isEqualTo("/a/l.so");
    }

    @Test
    void linksThatLeadInACircleAreMissing() throws Exception {
        Tree tree = new Tree()
                .file("/bin/main", elf().rpath("/a").needed("l.so"))
                .link("/a", "/b")
                .link("/b", "/a");

        assertThat(LibraryResolver.of(tree).resolve("/bin/main").missing()).hasSize(1);
    }

    @Test
    void aLibraryIsLoadedOnceUnderItsSoname() throws Exception {
        Tree tree = new Tree()
                .file("/bin/main", elf().rpath("/l").needed("liba.so").needed("libb.so.1"))
                .file("/l/liba.so", elf().soname("libb.so.1"));

        DependencyTree answer = LibraryResolver.of(tree).resolve("/bin/main");

        assertThat(answer.files()).containsOnlyKeys("/bin/main", "/l/liba.so");
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void theTextSaysWhereEachLibraryIsByWhichRuleOrWhyNot() throws Exception {
        Tree tree = new Tree()
                .file(
                        "/app/main",
                        elf().interpreter("/lib/ld.so")
                                .runpath("$ORIGIN/lib")
                                .needed("liba.so")
                                .needed("libother.so")
                                .needed("libgone.so"))
                .file("/app/lib/liba.so", elf().needed("libc.so"))
                .file("/app/lib/libother.so", elf().machine(ElfConstants.EM_AARCH64))
                .file("/usr/lib/libc.so", elf().needed("liba.so"));

        DependencyTree answer = LibraryResolver.of(tree).resolve("/app/main");

        assertThat(answer.toText()).isEqualTo("""
                        /app/main (interpreter => /lib/ld.so)
                            liba.so => /app/lib/liba.so [runpath]
                                libc.so => /usr/lib/libc.so [default directory]
                                    liba.so => /app/lib/liba.so [already loaded]
                            libother.so => not found: /app/lib/libother.so is skipped: EM_AARCH64, not EM_X86_64
                            libgone.so => not found: in none of the searched directories
                        /app/main names a loader that does not exist or is not a loader: /lib/ld.so
                        """);
        assertThat(answer.missing())
                .extracting(Dependency.Missing::name, Dependency.Missing::neededBy)
                .containsExactly(tuple("libother.so", "/app/main"), tuple("libgone.so", "/app/main"));
        assertThat(answer.missing().get(1).attempts())
                .first()
                .isEqualTo(new Dependency.Attempt("/app/lib/libgone.so", SearchRule.RUNPATH, "no such file"));
        assertThat(answer.isComplete()).isFalse();
    }

    /** A cache of the loader whose entries all name these strings. */
    private static byte[] cache(int count, String name, String path) {
        int strings = 48 + 24 * count;
        ByteBuffer b =
                ByteBuffer.allocate(strings + name.length() + path.length() + 2).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
        b.putInt(20, count).putInt(24, b.limit() - strings).put(28, (byte) 2);
        for (int i = 0; i < count; i++) {
            b.putInt(48 + 24 * i, 0x303).putInt(48 + 24 * i + 4, strings);
            b.putInt(48 + 24 * i + 8, strings + name.length() + 1);
        }
        b.put(strings, name.getBytes(StandardCharsets.US_ASCII));
        b.put(strings + name.length() + 1, path.getBytes(StandardCharsets.US_ASCII));
        return b.array();
    }

    @Test
    void findsLibrariesThroughTheLoadersCache() throws Exception {
        Tree tree = new Tree()
                .file("/bin/main", elf().needed("l.so"))
                .file("/opt/l.so", elf())
                .file("/etc/ld.so.cache", cache(3, "l.so", "/opt/l.so"));

        assertThat(found(LibraryResolver.of(tree).resolve("/bin/main"), "l.so"))
                .returns("/opt/l.so", Dependency.Found::path)
                .returns(SearchRule.CACHE, Dependency.Found::rule);
    }

    @Test
    void aCacheWhoseEntriesRepeatOneLongStringIsNone() throws Exception {
        // 40,000 times a string of 1 MB: more than any heap
        Tree tree = new Tree()
                .file("/bin/main", elf().needed("l.so"))
                .file("/opt/l.so", elf())
                .file("/etc/ld.so.cache", cache(40_000, "l.so", "/opt/" + "./".repeat(1 << 19) + "l.so"));

        DependencyTree answer = LibraryResolver.of(tree).resolve("/bin/main");

        assertThat(answer.missing()).extracting(Dependency.Missing::name).containsExactly("l.so");
    }

    @Test
    void readsALibraryOnceForManyQuestionsWhenItKeepsFiles() throws Exception {
        Tree tree = new Tree()
                .file("/bin/one", elf().needed("l.so"))
                .file("/bin/two", elf().needed("l.so"))
                .file("/opt/l.so", elf().soname("l.so"));
        LibraryResolver resolver = LibraryResolver.of(tree).keepingFiles().libraryPath("/opt");

        DependencyTree one = resolver.resolve("/bin/one");
        DependencyTree two = resolver.resolve("/bin/two");

        assertThat(List.of(one, two))
                .extracting(answer -> found(answer, "l.so").path())
                .containsExactly("/opt/l.so", "/opt/l.so");
        assertThat(tree.read)
                .filteredOn(path -> !path.startsWith("/etc/"))
                .containsExactly("/bin/one", "/opt/l.so", "/bin/two");
    }

    @Test
    void aRelativePathStartsInTheWorkingDirectoryOrIsRefused() throws Exception {
        Tree tree = new Tree().file("/usr/bin/true", elf());

        assertThatThrownBy(() -> LibraryResolver.of(tree).resolve("bin/true"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bin/true");
        assertThat(LibraryResolver.of(tree)
                        .workingDirectory("/usr")
                        .resolve("bin/true")
                        .root())
                .isEqualTo("/usr/bin/true");
        assertThatThrownBy(() -> LibraryResolver.of(tree).workingDirectory("usr"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCurrentDirectoryThatIsNotKnownIsAnAttemptThatSaysSo() throws Exception {
        Tree tree = new Tree()
                .file("/l.so", elf())
                .file("/bin/main", elf().rpath("/a:").needed("l.so"));

        Dependency.Missing missing =
                LibraryResolver.of(tree).resolve("/bin/main").missing().get(0);

        assertThat(missing.attempts())
                .contains(new Dependency.Attempt(
                        "l.so", SearchRule.RPATH, "relative to the current directory, which is not known"));
        assertThat(missing.reason()).contains("current directory");
    }

    @Test
    void processorsAreThoseThatGlibcKnows() throws Exception {
        Tree tree = new Tree()
                .file("/a/glibc-hwcaps/x86-64-v2/l.so", elf())
                .file("/a/glibc-hwcaps/x86-64-v4/l.so", elf())
                .file("/a/l.so", elf())
                .file("/bin/main", elf().rpath("/a").needed("l.so"));
        LibraryResolver resolver = LibraryResolver.of(tree);

        assertThat(found(resolver.resolve("/bin/main"), "l.so").path()).isEqualTo("/a/l.so");
        assertThat(found(resolver.processor("x86-64-v3").resolve("/bin/main"), "l.so")
                        .path())
                .isEqualTo("/a/glibc-hwcaps/x86-64-v2/l.so");
        assertThatThrownBy(() -> resolver.processor("x86-64-v1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x86-64-v4");
    }

    /** Constants of a loader, in the bytes of which nothing else is right. */
    private static Tree loader(String constants) {
        return new Tree()
                .file("/ld.so", elf().payload(constants))
                .file(
                        "/bin/main",
                        elf().interpreter("/ld.so").rpath("/opt/$LIB").needed("l.so"));
    }

    @Test
    void aLoaderOfOtherDirectoriesDecides() throws Exception {
        Tree fedora = loader("LD_LIBRARY_PATH\0/lib64/\0/usr/lib64/\0\0lib64\0").file("/opt/lib64/l.so", elf());
        Tree arch = loader("LD_LIBRARY_PATH\0/usr/lib/\0\0lib\0").file("/opt/lib/l.so", elf());
        Tree nix = loader("LD_LIBRARY_PATH\0/nix/store/x-glibc-2.40/lib/\0\0lib\0")
                .file("/nix/store/x-glibc-2.40/lib/l.so", elf());

        assertThat(found(LibraryResolver.of(fedora).resolve("/bin/main"), "l.so")
                        .path())
                .isEqualTo("/opt/lib64/l.so");
        assertThat(found(LibraryResolver.of(arch).resolve("/bin/main"), "l.so").path())
                .isEqualTo("/opt/lib/l.so");
        assertThat(found(LibraryResolver.of(nix).resolve("/bin/main"), "l.so").path())
                .isEqualTo("/nix/store/x-glibc-2.40/lib/l.so");
    }

    /** Loaders of glibc before 2.33 know no glibc-hwcaps, and look into directories named after the platform. */
    @Test
    void anOldLoaderLooksIntoDirectoriesOfThePlatform() throws Exception {
        Tree tree = loader("LD_LIBRARY_PATH\0/lib64/\0/usr/lib64/\0\0lib64\0");
        LibraryResolver resolver = LibraryResolver.of(tree);
        LibraryResolver haswell = resolver.platform("haswell");
        List<String> places = List.of(
                "",
                "x86_64/",
                "haswell/",
                "haswell/x86_64/",
                "tls/",
                "tls/x86_64/",
                "tls/haswell/",
                "tls/haswell/x86_64/");
        List<String> found = new ArrayList<>();
        for (String place : places) {
            tree.file("/lib64/" + place + "l.so", elf());
            found.add(found(haswell.resolve("/bin/main"), "l.so").path());
        }

        assertThat(found)
                .containsExactlyElementsOf(
                        places.stream().map(p -> "/lib64/" + p + "l.so").toList());
        assertThat(found(resolver.resolve("/bin/main"), "l.so").path()).isEqualTo("/lib64/tls/x86_64/l.so");
    }

    @Test
    void aLoaderWithHostileConstantsIsReadInLinearTime() throws Exception {
        for (String constant : List.of("/etc/ld-musl-", "\0/", "\0/a/", "\0/lib/")) {
            Tree tree = loader(constant.repeat((2 << 20) / constant.length())).file("/opt/lib64/l.so", elf());

            assertThat(LibraryResolver.of(tree).resolve("/bin/main").files()).isNotEmpty();
        }
    }
}
