package io.relocpy.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured, as a page of Markdown and plots. The measurements come as lines of tab-separated fields, in the order of
 * the page:
 *
 * <pre>
 * machine  NAME VALUE                            a fact of the machine
 * section  TITLE COMMAND                         what follows belongs to it
 * figure   WHAT OURS PEER THEIRS UNIT GOAL       UNIT: s, B or a word; GOAL: "ratio N", "max N" or "-"; without a peer "-" twice
 * note     TEXT
 * plot     NAME TITLE X-LABEL X-UNIT Y-LABEL Y-UNIT
 * point    NAME SERIES X Y                       of the plot of that name
 * skip     WHAT REASON
 * </pre>
 */
final class BenchmarkPage {
    private final List<String[]> machine = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, LinePlot> plots = new LinkedHashMap<>();
    private final String command;

    /** One table of the page. */
    private record Section(
            String title,
            String command,
            List<String[]> figures,
            List<String> notes,
            List<String> plots,
            List<String[]> skips) {}

    /**
     * Reads measurements.
     *
     * @param command the command that made them
     * @throws IOException if a line is malformed; the message says which
     */
    BenchmarkPage(String command, List<String> lines) throws IOException {
        this.command = command;
        for (int i = 0; i < lines.size(); i++) {
            try {
                read(lines.get(i).split("\t", -1));
            } catch (RuntimeException e) {
                throw new IOException("line " + (i + 1) + ": " + lines.get(i) + ": " + e.getMessage(), e);
            }
        }
    }

    /** Arguments: the file of measurements, the page to write, the directory for its plots, the command to show. */
    public static void main(String[] arguments) throws IOException {
        Path page = Path.of(arguments[1]).toAbsolutePath();
        Path folder = Path.of(arguments[2]).toAbsolutePath();
        BenchmarkPage made = new BenchmarkPage(arguments[3], Files.readAllLines(Path.of(arguments[0])));
        Files.createDirectories(folder);
        for (Map.Entry<String, String> each : made.plots().entrySet()) {
            Files.writeString(folder.resolve(each.getKey() + ".svg"), each.getValue());
        }
        Files.writeString(
                page, made.markdown(page.getParent().relativize(folder).toString()));
    }

    private void read(String[] fields) {
        if (fields[0].equals("machine")) {
            machine.add(expect(fields, 3));
            return;
        }
        if (fields[0].equals("section")) {
            expect(fields, 3);
            sections.add(new Section(
                    fields[1], fields[2], new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
            return;
        }
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("expected a section first");
        }
        Section section = sections.get(sections.size() - 1);
        switch (fields[0]) {
            case "figure" -> section.figures.add(row(expect(fields, 7)));
            case "note" -> section.notes.add(expect(fields, 2)[1]);
            case "skip" -> section.skips.add(expect(fields, 3));
            case "plot" -> {
                expect(fields, 7);
                plots.put(fields[1], new LinePlot(fields[2], fields[3], fields[4], fields[5], fields[6]));
                section.plots.add(fields[1]);
            }
            case "point" -> {
                LinePlot plot = plots.get(expect(fields, 5)[1]);
                if (plot == null) {
                    throw new IllegalArgumentException("expected the plot before its point");
                }
                plot.add(fields[2], Double.parseDouble(fields[3]), Double.parseDouble(fields[4]));
            }
            default -> throw new IllegalArgumentException("expected figure, note, plot, point or skip");
        }
    }

    private static String[] expect(String[] fields, int count) {
        if (fields.length != count) {
            throw new IllegalArgumentException("expected " + count + " fields, found " + fields.length);
        }
        return fields;
    }

    /** What, ours, theirs, ratio, goal, whether it is met. */
    private static String[] row(String[] fields) {
        double ours = Double.parseDouble(fields[2]);
        String unit = fields[5];
        boolean alone = fields[3].equals("-");
        double ratio = alone ? Double.NaN : ours / Double.parseDouble(fields[4]);
        String goal = fields[6];
        String met = "";
        if (goal.startsWith("ratio ")) {
            double most = Double.parseDouble(goal.substring(6));
            goal = "ratio at most " + Axis.number(most);
            met = ratio <= most ? "yes" : "**no**";
        } else if (goal.startsWith("max ")) {
            double most = Double.parseDouble(goal.substring(4));
            goal = "at most " + Axis.text(most, unit);
            met = ours <= most ? "yes" : "**no**";
        } else if (goal.equals("-")) {
            goal = "";
        } else {
            throw new IllegalArgumentException(
                    "expected a goal \"ratio N\", \"max N\" or \"-\", found \"" + goal + '"');
        }
        return new String[] {
            fields[1],
            Axis.text(ours, unit),
            alone ? "" : fields[3] + ": " + Axis.text(Double.parseDouble(fields[4]), unit),
            Double.isFinite(ratio) ? Axis.number(ratio) : "",
            goal,
            met
        };
    }

    /** SVG by name, of plots that have points. */
    Map<String, String> plots() {
        Map<String, String> drawn = new LinkedHashMap<>();
        plots.forEach((name, plot) -> {
            if (!plot.isEmpty()) {
                drawn.put(name, plot.toSvg());
            }
        });
        return drawn;
    }

    /** The page, with plots in the directory {@code folder}. */
    String markdown(String folder) {
        StringBuilder page = new StringBuilder(
                "# Benchmarks\n\nMade by `" + command
                        + "`, which rewrites this page; see\n[CONTRIBUTING.md](CONTRIBUTING.md)."
                        + " A ratio is relocpy's figure divided by the peer's in the same run: below 1, relocpy is faster or\n"
                        + "smaller."
                        + " Times of whole processes are wall-clock times, the fastest of several runs, unless a row says otherwise.\n\n");
        table(
                page,
                new String[] {"machine", ""},
                machine.stream().map(fact -> new String[] {fact[1], fact[2]}).toList());
        for (Section section : sections) {
            page.append("\n## ")
                    .append(section.title)
                    .append("\n\n`")
                    .append(section.command)
                    .append("`\n");
            if (!section.figures.isEmpty()) {
                page.append('\n');
                table(page, new String[] {"what", "relocpy", "peer", "ratio", "goal", "met"}, section.figures);
            }
            section.notes.forEach(note -> page.append('\n').append(note).append('\n'));
            for (String name : section.plots) {
                LinePlot plot = plots.get(name);
                if (!plot.isEmpty()) {
                    page.append(
                            "\n![%s](%s%s.svg)\n".formatted(plot.title(), folder.isEmpty() ? "" : folder + "/", name));
                }
            }
            for (String[] skip : section.skips) {
                page.append("\nSkipped: ")
                        .append(skip[1])
                        .append(": ")
                        .append(skip[2])
                        .append('\n');
            }
        }
        return page.toString();
    }

    private static void table(StringBuilder page, String[] head, List<String[]> rows) {
        row(page, head);
        page.append("|---".repeat(head.length)).append("|\n");
        rows.forEach(each -> row(page, each));
    }

    private static void row(StringBuilder page, String[] cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "" : " ");
        }
        page.append("|\n");
    }
}
