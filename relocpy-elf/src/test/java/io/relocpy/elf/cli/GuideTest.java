package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/patch-elf.md shows works: its commands are run, its Java is that of the package's description. */
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/patch-elf.md");
    private static final Path DESCRIPTION = Path.of("src/main/java/io/relocpy/elf/package-info.java");

    @TempDir
    Path folder;

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void itsCommandsSucceed() throws IOException {
        Path program = Files.copy(Path.of(System.getProperty("java.home"), "bin", "java"), folder.resolve("program"));
        Files.writeString(folder.resolve("path"), "/from/a/file");
        List<String> commands = blocks("sh").stream().flatMap(String::lines).toList();
        assertThat(commands).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("patchelf "));
        for (String command : commands) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            String[] words = command.replace("patchelf ", "").replace("'", "").split(" ");
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].replaceFirst(
                        "^(@?)(program|path|libnew.so)$",
                        "$1" + folder.toString().replace("\\", "/") + "/$2");
            }

            int status = new Patchelf(
                            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8))
                    .run(words);

            assertThat(status)
                    .as("%s: %s", command, err.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
        assertThat(program).exists();
        assertThat(folder.resolve("libnew.so")).exists();
    }

    @Test
    void itsJavaIsThatOfTheDescription() throws IOException {
        String description = Files.readString(DESCRIPTION).replaceAll("(?m)^ \\* ?", "");
        List<String> snippets = blocks("java");

        assertThat(snippets).hasSize(3).allSatisfy(snippet -> assertThat(description)
                .contains(snippet));
    }

    @Test
    void itNamesNothingThatIsNotThere() throws IOException {
        assertThat(Files.readAllLines(GUIDE)).hasSizeLessThan(120);
        assertThat(Path.of("patchelf")).isExecutable();
        assertThat(Path.of("../BENCHMARKS.md")).exists();
    }
}
