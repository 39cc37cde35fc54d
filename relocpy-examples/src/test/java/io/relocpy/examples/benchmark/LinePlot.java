package io.relocpy.examples.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plot of some series of points, as SVG that reads in light and dark. Not safe for use by several threads. */
final class LinePlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 84;
    private static final int RIGHT = 36;
    private static final int TOP = 82;
    private static final int BOTTOM = 56;
    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .title { font-weight: 600; font-size: 15px }
            .ground { fill: #ffffff }
            .grid { stroke: #d1d9e0 }
            .axis { stroke: #59636e }
            .line { fill: none; stroke-width: 2 }
            .s0 { stroke: #0969da } .s1 { stroke: #bc4c00 } .s2 { stroke: #1a7f37 } .s3 { stroke: #8250df }
            .dot { fill: #ffffff; stroke-width: 2 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 }
            .ground, .dot { fill: #0d1117 }
            .grid { stroke: #30363d }
            .axis { stroke: #9198a1 }
            .s0 { stroke: #4493f8 } .s1 { stroke: #f0883e } .s2 { stroke: #3fb950 } .s3 { stroke: #ab7df8 }
            }
            </style>
            """;
    /** Beside colours, for those who cannot tell them apart. */
    private static final String[] DASHES = {"", "7 4", "2 4", "10 4 2 4"};

    private final String title;
    private final String xLabel;
    private final String xUnit;
    private final String yLabel;
    private final String yUnit;
    private final Map<String, List<double[]>> series = new LinkedHashMap<>();

    /** The units are those of {@link Axis#text}. */
    LinePlot(String title, String xLabel, String xUnit, String yLabel, String yUnit) {
        this.title = title;
        this.xLabel = xLabel;
        this.xUnit = xUnit;
        this.yLabel = yLabel;
        this.yUnit = yUnit;
    }

    String title() {
        return title;
    }

    void add(String name, double x, double y) {
        series.computeIfAbsent(name, each -> new ArrayList<>()).add(new double[] {x, y});
    }

    boolean isEmpty() {
        return series.isEmpty();
    }

    String toSvg() {
        Axis across = Axis.of(xLabel, xUnit, values(0));
        Axis up = Axis.of(yLabel, yUnit, values(1));
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
        svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n".formatted(WIDTH, HEIGHT));
        text(svg, LEFT, 24, "start", " class=\"title\"", title);
        for (double mark : across.marks()) {
            double x = x(across, mark);
            line(svg, "grid", x, TOP, x, HEIGHT - BOTTOM);
            text(svg, x, HEIGHT - BOTTOM + 19, "middle", "", Axis.text(mark, xUnit));
        }
        for (double mark : up.marks()) {
            double y = y(up, mark);
            line(svg, "grid", LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 8, y + 4, "end", "", Axis.text(mark, yUnit));
        }
        line(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        line(svg, "axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "", label(across));
        int middle = (TOP + HEIGHT - BOTTOM) / 2;
        text(svg, 16, middle, "middle", " transform=\"rotate(-90 16 %d)\"".formatted(middle), label(up));
        int number = 0;
        for (Map.Entry<String, List<double[]>> each : series.entrySet()) {
            draw(svg, number, each.getValue(), across, up);
            number++;
        }
        legend(svg);
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, int number, List<double[]> points, Axis across, Axis up) {
        List<double[]> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(point -> point[0]));
        svg.append("<polyline class=\"line s%d\"%s points=\"".formatted(number % 4, dash(number)));
        for (double[] point : sorted) {
            svg.append(number(x(across, point[0])))
                    .append(',')
                    .append(number(y(up, point[1])))
                    .append(' ');
        }
        svg.setLength(svg.length() - 1);
        svg.append("\"/>\n");
        for (double[] point : sorted) {
            svg.append("<circle class=\"dot s%d\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s: %s</title></circle>\n"
                    .formatted(
                            number % 4,
                            number(x(across, point[0])),
                            number(y(up, point[1])),
                            Axis.text(point[0], across.unit()),
                            Axis.text(point[1], up.unit())));
        }
    }

    private void legend(StringBuilder svg) {
        double x = LEFT;
        int y = 46;
        int number = 0;
        for (String name : series.keySet()) {
            double width = 37 + 7.2 * name.length(); // as wide as letters of 13 px are at most, on average
            if (x + width > WIDTH - RIGHT && x > LEFT) {
                x = LEFT;
                y += 18;
            }
            svg.append(
                    "<path class=\"line s%d\"%s d=\"M%s %dh30\"/>\n".formatted(number % 4, dash(number), number(x), y));
            text(svg, x + 37, y + 4, "start", "", name);
            x += width + 22;
            number++;
        }
    }

    private List<Double> values(int index) {
        return series.values().stream()
                .flatMap(List::stream)
                .map(point -> point[index])
                .toList();
    }

    private static String label(Axis axis) {
        return axis.logarithmic() ? axis.label() + " (logarithmic)" : axis.label();
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.position(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String dash(int number) {
        String dash = DASHES[number % DASHES.length];
        return dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
    }

    private static void line(StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String more, String content) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>\n"
                .formatted(number(x), number(y), anchor, more, escaped(content)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
