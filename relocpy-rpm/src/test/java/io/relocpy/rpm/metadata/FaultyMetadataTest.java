package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.rpm.resolve.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An invalid entry in a repository's metadata only affects that entry, and is reported. */
class FaultyMetadataTest {
    @TempDir
    Path folder;

    private final List<RepositoryWarning> warnings = new ArrayList<>();

    static Stream<FaultyPrimary> faults() {
        return FaultyPrimary.ALL.stream();
    }

    private RepositoryClient client(boolean strict) {
        return RepositoryClient.builder()
                .cacheDirectory(folder.resolve("cache"))
                .strict(strict)
                .onWarning(warnings::add)
                .build();
    }

    private Repository load() throws IOException {
        return client(false).load(RepositoryConfig.ofDirectory(folder));
    }

    private static List<String> names(Repository repository) throws IOException {
        return Resolver.builder().repositories(List.of(repository)).build().resolve(List.of("good")).packages().stream()
                .map(each -> each.nevra().name())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anInvalidEntryIsSkippedWithAWarning(FaultyPrimary fault) throws IOException {
        fault.write(folder);
        for (int i = 0; i < 2; i++) { // from the metadata, then from the index
            warnings.clear();
            assertThat(names(load())).containsExactly("good");
            if (fault.warning().isEmpty()) {
                assertThat(warnings).isEmpty();
            } else {
                assertThat(warnings).singleElement().satisfies(warning -> {
                    assertThat(warning).isInstanceOf(RepositoryWarning.IgnoredEntry.class);
                    assertThat(warning.message()).startsWith("primary, line ").contains(fault.warning());
                });
            }
        }
        if (!fault.warning().isEmpty()) {
            assertThatThrownBy(() -> client(true).load(RepositoryConfig.ofDirectory(folder)))
                    .isInstanceOf(VerificationException.class)
                    .hasMessageContaining(fault.warning());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    <data type="zz"><location href="repodata/zz.xml"/></data>, no checksum
                    <data><location href="repodata/zz.xml"/></data>, no checksum
                    <data type="zz"><checksum type="sha256">%s</checksum></data>, no location
                    """)
    void unknownDataIsSkipped(String data, String warning) throws IOException {
        edit("</repomd>", data.replace("%s", "00".repeat(32)) + "</repomd>");
        assertThat(names(load())).containsExactly("good");
        assertThat(warnings).singleElement().satisfies(each -> assertThat(each.message())
                .startsWith("repomd.xml, line 1: ")
                .endsWith(warning));
    }

    /** Without them, packages of streams that are not the default would be visible. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<checksum type=\"sha256\">", "<location href=\"repodata/modules.yaml\"/>"})
    void modulesThatCannotBeReadAreAnError(String part) throws IOException {
        String element = part.endsWith("\">") ? part + "00".repeat(32) + "</checksum>" : part;
        edit("</repomd>", "<data type=\"modules\">" + element + "</data></repomd>");
        assertThatThrownBy(this::load)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected data of type modules with location and checksum, found none");
    }

    @ParameterizedTest
    @CsvSource({
        "<size>, <size>0</size><x>",
        "<size>, <size></size><x>",
        "<size>, <size>x</size><x>",
        "<size>, <size>-1</size><x>",
        "<size>, <open-size>x</open-size><size>0</size><x>"
    })
    void invalidSizesAreUnknown(String right, String wrong) throws IOException {
        edit("</size>", "</x>", right, wrong);
        assertThat(names(load())).containsExactly("good");
    }

    @ParameterizedTest
    @CsvSource({"<!DOCTYPE repomd SYSTEM 'repomd.dtd'>", "\ufeff"})
    void repomdMayBeginWithCommentsAndSpace(String start) throws IOException {
        edit("<repomd", start + "<repomd");
        assertThat(names(load())).containsExactly("good");
        assertThat(warnings).isEmpty();
    }

    @Test
    void integrityProblemsAreErrors() throws IOException {
        edit("<checksum type=\"sha256\">", "<checksum type=\"sha256\">00");
        assertThatThrownBy(this::load).isInstanceOf(FormatException.class);
        edit("<size>", "<size>1");
        assertThatThrownBy(this::load).isInstanceOf(IOException.class).hasMessageContaining(" bytes, found ");
        edit("<checksum", "<x", "</checksum>", "</x>");
        assertThatThrownBy(this::load).isInstanceOf(FormatException.class).hasMessageContaining("data of type primary");
    }

    @Test
    void thousandsOfWarningsAreAHundred() throws IOException {
        String bad = "<package type=\"rpm\"><name>b</name></package>";
        new RepositoryBuilder(folder)
                .add("good", new byte[] {1})
                .edit(text -> text.replace("</metadata>", bad.repeat(5000) + "</metadata>"))
                .write();
        load();
        assertThat(warnings).hasSize(101).last().satisfies(each -> assertThat(each.message())
                .isEqualTo("more entries were skipped"));
    }

    private void edit(String... replacements) throws IOException {
        FaultyPrimary.ALL.get(0).write(folder);
        Path primary = folder.resolve("repodata/primary.xml");
        Files.writeString(primary, Files.readString(primary).replace("(x iff y", "(x if y)"));
        new RepositoryBuilder(folder)
                .replace("primary", Files.readAllBytes(primary))
                .write();
        Path repomd = folder.resolve("repodata/repomd.xml");
        String text = Files.readString(repomd);
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(repomd, text);
    }
}
