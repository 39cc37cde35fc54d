package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the package's description. Each stands here between {@code snippet} comments, so that it is compiled and
 * run, and there word for word, which the last test checks: javadoc of JDK 17 cannot take it from here itself.
 */
class PatchelfSnippetsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void program() throws IOException {
        file = Files.write(
                folder.resolve("program"),
                TinyElf.elf64().interpreter("/lib/ld.so.1").needed("libc.so.6").bytes());
    }

    @Test
    void readEditVerifyAndResolve() throws IOException {
        Path root = folder;
        Files.createDirectory(root.resolve("bin"));
        Path file = Files.copy(this.file, root.resolve("bin/program"));
        Path copy = folder.resolve("copy");
        // snippet: read, edit, overwrite, verify and resolve
        Optional<String> path = ElfFile.open(file).runpath();
        ElfEditor.open(file).setRunpath("$ORIGIN/../lib").write(copy);
        ElfEditor.open(file).removeNeeded("libm.so.6").overwrite();
        List<String> problems = ElfVerifier.problems(ElfFile.open(copy));
        DependencyTree libraries = LibraryResolver.of(FileTree.of(root)).resolve("/bin/program");
        // end
        assertThat(path).isEmpty();
        assertThat(ElfFile.open(copy).runpath()).contains("$ORIGIN/../lib");
        assertThat(problems).isEmpty();
        assertThat(libraries.missing()).hasSize(1);
    }

    @Test
    void printInterpreter() throws IOException {
        // snippet: patchelf --print-interpreter program
        Optional<String> loader = ElfFile.open(file).interpreter();
        // end
        assertThat(loader).isPresent();
    }

    @Test
    void setInterpreter() throws IOException {
        // snippet: patchelf --set-interpreter /opt/lib/ld.so program
        ElfEditor.open(file).setInterpreter("/opt/lib/ld.so").write(file);
        // end
        assertThat(ElfFile.open(file).interpreter()).contains("/opt/lib/ld.so");
    }

    @Test
    void printRpath() throws IOException {
        ElfEditor.open(file).setRunpath("/opt/lib").write(file);
        // snippet: patchelf --print-rpath program
        ElfFile elf = ElfFile.open(file);
        String rpath = elf.runpath().orElse(elf.rpath().orElse(""));
        // end
        assertThat(rpath).isEqualTo("/opt/lib");
    }

    @Test
    void setRpath() throws IOException {
        // snippet: patchelf --set-rpath '$ORIGIN/../lib' program
        ElfEditor.open(file).setRunpath("$ORIGIN/../lib").write(file);
        // end
        assertThat(ElfFile.open(file).runpath()).contains("$ORIGIN/../lib");
    }

    @Test
    void forceRpath() throws IOException {
        // snippet: patchelf --force-rpath --set-rpath '$ORIGIN/../lib' program
        ElfEditor.open(file).setRpath("$ORIGIN/../lib").write(file);
        // end
        assertThat(ElfFile.open(file).rpath()).contains("$ORIGIN/../lib");
    }

    @Test
    void removeRpath() throws IOException {
        ElfEditor.open(file).setRunpath("/opt/lib").write(file);
        // snippet: patchelf --remove-rpath program
        ElfEditor.open(file).removeRpath().write(file);
        // end
        assertThat(ElfFile.open(file).runpath()).isEmpty();
    }

    @Test
    void shrinkRpath() throws IOException {
        ElfEditor.open(file).setRunpath("/opt/lib").write(file);
        // snippet: patchelf --shrink-rpath program
        ElfEditor.open(file).shrinkRpath(FileTree.of(Path.of("/")), List.of()).write(file);
        // end
        assertThat(ElfFile.open(file).runpath()).contains("");
    }

    @Test
    void printNeeded() throws IOException {
        ElfEditor.open(file).addNeeded("libz.so.1").write(file);
        // snippet: patchelf --print-needed program
        List<String> libraries = ElfFile.open(file).needed();
        // end
        assertThat(libraries).startsWith("libz.so.1");
    }

    @Test
    void replaceNeeded() throws IOException {
        ElfEditor.open(file).addNeeded("libz.so.1", "libm.so.6").write(file);
        // snippet: patchelf --replace-needed libz.so.1 libz-ng.so.2 --remove-needed libm.so.6 program
        ElfEditor.open(file)
                .removeNeeded("libm.so.6")
                .replaceNeeded(Map.of("libz.so.1", "libz-ng.so.2"))
                .write(file);
        // end
        assertThat(ElfFile.open(file).needed()).startsWith("libz-ng.so.2").doesNotContain("libz.so.1", "libm.so.6");
    }

    @Test
    void setSonameElsewhere() throws IOException {
        Path out = folder.resolve("libnew.so");
        // snippet: patchelf --set-soname libnew.so.1 --output libnew.so program
        ElfEditor.open(file).setSoname("libnew.so.1").write(out);
        // end
        assertThat(ElfFile.open(out).soname()).contains("libnew.so.1");
        assertThat(ElfFile.open(file).soname()).isNotEqualTo(Optional.of("libnew.so.1"));
    }

    @Test
    void theDescriptionShowsTheseExamples() throws IOException {
        Path tests = Path.of("src/test/java/io/relocpy/elf/PatchelfSnippetsTest.java");
        Path description = Path.of("src/main/java/io/relocpy/elf/package-info.java");

        assertThat(shown(Files.readString(description))).isEqualTo(tested(Files.readAllLines(tests)));
    }

    /** Command line to statements, of this file. */
    private static List<String> tested(List<String> lines) {
        List<String> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("// snippet: ")) {
                StringBuilder text = new StringBuilder(lines.get(i).strip().replace("// snippet: ", "// "));
                while (!lines.get(++i).strip().equals("// end")) {
                    text.append('\n').append(lines.get(i).replaceFirst("^ {8}", ""));
                }
                snippets.add(text.toString());
            }
        }
        return snippets;
    }

    /** The same, of the description's list of examples. */
    private static List<String> shown(String javadoc) {
        Matcher matcher = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL)
                .matcher(javadoc);
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            for (String snippet : matcher.group(1).replaceAll("(?m)^ \\* ?", "").split("\n\n", -1)) {
                snippets.add(snippet);
            }
        }
        return snippets;
    }
}
