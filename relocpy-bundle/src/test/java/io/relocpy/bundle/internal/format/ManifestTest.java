package io.relocpy.bundle.internal.format;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.Samples.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.format.ManifestContents.ListedLink;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    private final List<BundleFile> files = List.of(
            bundled("share/ü \"1\"", "text").changed(Content.of("other"), FileChange.of(FileChange.Kind.ADDITION)),
            new BundleFile.Regular(
                    "bin/run",
                    Content.of(""),
                    true,
                    TIME,
                    new Origin.Listed("python3-1-1.x86_64"),
                    Samples.REASON,
                    List.of()),
            new BundleFile.Link("bin/alias", "run", new Origin.Listed("script"), Samples.REASON));

    @Test
    void oneThatIsTooLargeIsRefusedWithItsSize(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("relocpy.json");
        for (long size : new long[] {(1L << 26) + 1, 3L << 30}) {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(size);
            }
            assertThatThrownBy(() -> ManifestReader.read(new Content.OnDisk(file, size)))
                    .isInstanceOf(BundleException.class)
                    .hasMessage("relocpy.json: expected at most 67108864 bytes, found " + size);
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ManifestContents contents = ManifestReader.read(manifest());

        assertThat(contents.libraryDirectories()).containsExactly("lib64", "lib");
        assertThat(contents.files())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "share/ü \"1\"",
                        new ListedRegular(sha256("other"), 5, false, TIME.getEpochSecond(), "relocpy"),
                        "bin/run",
                        new ListedRegular(sha256(""), 0, true, TIME.getEpochSecond(), "python3-1-1.x86_64"),
                        "bin/alias",
                        new ListedLink("run", "script")));
    }

    @Test
    void everyFieldIsDocumented() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "bundle-format.md"));
        Set<String> fields = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(manifest().text())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    fields.add(json.currentName());
                }
            }
        }

        assertThat(fields).hasSizeGreaterThan(20).allSatisfy(field -> assertThat(documentation)
                .contains("\n| `" + field + "` | "));
    }

    @Test
    void aManifestOfMorePackagesThanThereAreIsRefused() {
        String text = "{\"format\":1,\"packages\":[" + "{},".repeat(200_000) + "{}]}";

        assertThatThrownBy(() -> ManifestReader.read(Content.of(text)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("expected at most 100000 packages, found more");
    }

    @Test
    void aTextInPlaceOfANumberIsShownAsOne() {
        assertThatThrownBy(() -> ManifestReader.read(Content.of("{\"format\":\"2\"}")))
                .hasMessage("relocpy.json: line 1: expected a number as format, found the text '2'");
    }

    private Content manifest() throws IOException {
        return Manifest.of(
                new BundleIdentity("x86_64", "3.13.5", "2.41", "3.2.0", "x86-64-v2"),
                Samples.INPUTS,
                List.of("lib64", "lib"),
                List.of(origin("python3")),
                files,
                TIME);
    }

    private static String sha256(String text) {
        return Sha256.of(StandardCharsets.UTF_8.encode(text));
    }
}
