package io.relocpy.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkPageTest {
    private static BenchmarkPage page(String... lines) throws IOException {
        return new BenchmarkPage(
                "benchmark page",
                List.of(lines).stream().map(line -> line.replace('|', '\t')).toList());
    }

    private static String markdown(String... lines) throws IOException {
        return page(lines).markdown("docs/benchmarks");
    }

    @Test
    void aFigureStandsBesideThePeersWithRatioGoalAndWhetherItIsMet() throws IOException {
        assertThat(markdown(
                        "machine|cores|2",
                        "section|Editing|benchmark elf",
                        "figure|one edit|0.0513|patchelf|2.7|s|ratio 0.1",
                        "figure|start-up|0.162|patchelf|0.0031|s|max 0.15",
                        "figure|growth|0|-|-|B|max 0",
                        "figure|memory|123000000|dnf|87000000|B|-"))
                .contains("Made by `benchmark page`", "| cores | 2 |", "## Editing\n\n`benchmark elf`\n")
                .contains(
                        "| one edit | 51.3 ms | patchelf: 2.70 s | 0.019 | ratio at most 0.10 | yes |",
                        "| start-up | 162 ms | patchelf: 3.10 ms | 52.3 | at most 150 ms | **no** |",
                        "| growth | 0 B | | | at most 0 B | yes |",
                        "| memory | 123 MB | dnf: 87 MB | 1.41 | | |");
    }

    @Test
    void whatWasNotMeasuredSaysWhy() throws IOException {
        assertThat(markdown(
                        "section|Payloads|benchmark payload",
                        "skip|Payloads|program rpm2archive is missing (Debian: rpm)",
                        "section|Empty|benchmark empty",
                        "plot|none|Nothing|x||y|"))
                .contains("Skipped: Payloads: program rpm2archive is missing (Debian: rpm)")
                .doesNotContain("| what |", "none.svg");
    }

    @Test
    void cellsKeepTheirBars() throws IOException {
        List<String> lines = List.of("section\tS\tc", "figure\trpm2archive | tar\t1\t-\t-\ts\t-");

        assertThat(new BenchmarkPage("c", lines).markdown("p")).contains("| rpm2archive \\| tar | 1 s |");
    }

    @Test
    void plotsAreLinkedAndWrittenBesideThePage(@TempDir Path folder) throws IOException {
        Path results = Files.write(
                folder.resolve("results.tsv"),
                List.of(
                        "section\tS\tc",
                        "plot\tedit\tCost of an edit\tsize\tB\ttime\ts",
                        "point\tedit\trelocpy\t1000\t0.001",
                        "point\tedit\trelocpy\t100000000\t0.05"));
        Path page = folder.resolve("BENCHMARKS.md");

        BenchmarkPage.main(new String[] {
            results.toString(),
            page.toString(),
            folder.resolve("docs/benchmarks").toString(),
            "benchmark page"
        });

        assertThat(page).content().contains("![Cost of an edit](docs/benchmarks/edit.svg)");
        assertThat(folder.resolve("docs/benchmarks/edit.svg"))
                .content()
                .startsWith("<svg ")
                .contains("polyline");
    }

    @Test
    void aLineThatIsNotAsItShouldBeIsNamed() {
        assertThatThrownBy(() -> page("section|S|c", "figure|one|2|s"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageEndingWith("expected 7 fields, found 4");
        assertThatThrownBy(() -> page("note|early")).hasMessageContaining("expected a section first");
        assertThatThrownBy(() -> page("section|S|c", "figure|one|2|-|-|s|soon"))
                .hasMessageContaining("expected a goal");
        assertThatThrownBy(() -> page("section|S|c", "point|p|a|1|2")).hasMessageContaining("before its point");
        assertThatThrownBy(() -> page("section|S|c", "other|p")).hasMessageContaining("expected figure, note");
    }
}
