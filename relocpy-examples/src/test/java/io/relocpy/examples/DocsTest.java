package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guides quote is what the sources say. */
class DocsTest {
    private static final Pattern JAVA = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// @start region=\"[^\"]+\"\\n(.*?) *// @end\\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern MESSAGE = Pattern.compile("^### `(.*)`$", Pattern.MULTILINE);

    @Test
    void javaSnippetsAreRegionsOfTheExamples() throws IOException {
        List<String> regions = new ArrayList<>();
        for (Path source : filesIn(Path.of("src/main/java"), ".java")) {
            REGION.matcher(Files.readString(source)).results().forEach(found -> regions.add(stripped(found.group(1))));
        }
        for (Path guide : guides()) {
            if (guide.endsWith("patch-elf.md")) {
                continue; // its snippets are those of relocpy-elf, whose own test compares them
            }
            Matcher snippet = JAVA.matcher(Files.readString(guide));
            while (snippet.find()) {
                assertThat(regions).as("%s", guide).contains(stripped(snippet.group(1)));
            }
        }
        assertThat(regions).isNotEmpty();
    }

    @Test
    void linksBetweenGuidesLeadToFiles() throws IOException {
        for (Path guide : guides()) {
            Matcher link = LINK.matcher(Files.readString(guide));
            while (link.find()) {
                assertThat(guide.resolveSibling(link.group(1)))
                        .as("link in %s", guide)
                        .exists();
            }
        }
    }

    @Test
    void messagesOfTheTroubleshootingGuideAreInTheSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of(
                "relocpy-elf",
                "relocpy-repository",
                "relocpy-rpm",
                "relocpy-deb",
                "relocpy-bundle",
                "relocpy-examples")) {
            for (Path source : filesIn(Path.of("..", module, "src/main/java"), ".java")) {
                sources.append(Files.readString(source));
            }
        }
        // a literal may be continued on the next line
        String texts = sources.toString().replaceAll("\"\\s*\\+\\s*\"", "");
        Matcher message = MESSAGE.matcher(Files.readString(Path.of("../docs/troubleshooting.md")));
        int messages = 0;
        while (message.find()) {
            assertThat(texts).contains(message.group(1));
            messages++;
        }
        assertThat(messages).isGreaterThan(5);
    }

    @Test
    void testsThatTheSecurityPageNamesExist() throws IOException {
        Matcher named = Pattern.compile("`([A-Z]\\w*(?:Test|IT))?(?:\\.([a-z]\\w+))?`")
                .matcher(Files.readString(Path.of("../docs/security.md")));
        String source = "";
        int tests = 0;
        while (named.find()) {
            if (named.group(1) != null) {
                source = sourceOf(named.group(1));
                tests++;
            }
            if (named.group(2) != null) {
                assertThat(source).containsPattern("(void |ArchRule )" + named.group(2) + "\\b");
            }
        }
        assertThat(tests).isGreaterThan(30);
    }

    private static String sourceOf(String test) throws IOException {
        for (String module : List.of(
                "relocpy-elf",
                "relocpy-repository",
                "relocpy-rpm",
                "relocpy-deb",
                "relocpy-bundle",
                "relocpy-examples")) {
            for (Path source : filesIn(Path.of("..", module, "src/test/java"), "/" + test + ".java")) {
                return Files.readString(source);
            }
        }
        throw new AssertionError("no test " + test);
    }

    private static String stripped(String code) {
        return code.stripTrailing().stripIndent().strip(); // else an empty last line counts as not indented
    }

    private static List<Path> guides() throws IOException {
        List<Path> guides = new ArrayList<>(filesIn(Path.of("../docs"), ".md"));
        guides.add(Path.of("../README.md"));
        return guides;
    }

    private static List<Path> filesIn(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
