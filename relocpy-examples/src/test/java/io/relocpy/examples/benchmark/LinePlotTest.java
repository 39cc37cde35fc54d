package io.relocpy.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LinePlotTest {
    @Test
    void isWellFormedWhateverItsTextsSay() throws Exception {
        LinePlot plot = new LinePlot("a < b & \"c\"", "x > 0", "", "y", "s");
        plot.add("<ours>", 1, 1);
        plot.add("theirs", 2, 2);

        Document svg = parse(plot.toSvg());

        assertThat(texts(svg)).contains("a < b & \"c\"", "x > 0", "y", "<ours>", "theirs");
    }

    @Test
    void pointsLieInsideTheAxesInTheOrderOfX() throws Exception {
        LinePlot plot = new LinePlot("t", "x", "B", "y", "s");
        for (double x : new double[] {1e8, 1e4, 1e6}) {
            plot.add("a", x, x / 1e9);
            plot.add("b", x, 1);
        }

        Document svg = parse(plot.toSvg());

        NodeList circles = svg.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(6);
        for (int i = 0; i < circles.getLength(); i++) {
            Element circle = (Element) circles.item(i);
            assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(84.0, 696.0);
            assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(82.0, 344.0);
        }
        String line = ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points");
        assertThat(List.of(line.split("[ ,]")))
                .filteredOn(number -> line.indexOf(number + ",") >= 0)
                .isSortedAccordingTo((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)));
    }

    @Test
    void valuesFarApartGetALogarithmicAxisThatEndsAtRoundValues() {
        Axis axis = Axis.of("size", "B", List.of(16_000.0, 117_000_000.0));

        assertThat(axis.logarithmic()).isTrue();
        assertThat(axis.low()).isEqualTo(10_000);
        assertThat(axis.high()).isEqualTo(200_000_000);
        assertThat(axis.marks()).containsExactly(1e4, 1e5, 1e6, 1e7, 1e8);
        assertThat(axis.position(10_000)).isZero();
        assertThat(axis.position(200_000_000)).isEqualTo(1);
    }

    @Test
    void valuesNearEachOtherAndZeroGetAnAxisFromZero() {
        Axis near = Axis.of("threads", "", List.of(1.0, 2.0, 4.0));
        Axis zero = Axis.of("time", "s", List.of(0.0, 1000.0));
        Axis nothing = Axis.of("time", "s", List.of(0.0));

        assertThat(near.low()).isZero();
        assertThat(near.high()).isEqualTo(4);
        assertThat(near.marks()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        assertThat(zero.logarithmic()).isFalse();
        assertThat(zero.marks()).contains(0.0, 1000.0).hasSizeLessThan(12);
        assertThat(nothing.position(0)).isZero();
    }

    @Test
    void textsHaveAUnitThatFits() {
        assertThat(Axis.text(0.0000123, "s")).isEqualTo("12.3 µs");
        assertThat(Axis.text(0.02, "s")).isEqualTo("20 ms");
        assertThat(Axis.text(0, "s")).isEqualTo("0 s");
        assertThat(Axis.text(64, "B")).isEqualTo("64 B");
        assertThat(Axis.text(4_181_728, "B")).isEqualTo("4.18 MB");
        assertThat(Axis.text(65_536, "B")).isEqualTo("65.5 KB");
        assertThat(Axis.text(64_000, "")).isEqualTo("64,000");
        assertThat(Axis.text(3, "packages")).isEqualTo("3 packages");
    }

    private static List<String> texts(Document svg) {
        NodeList texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent())
                .toList();
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
