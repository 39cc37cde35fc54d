package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LineStream stream = new LineStream(bytes);

    private String printed() {
        stream.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void textOfSeveralLinesKeepsItsIndentation() {
        stream.print("java.io.IOException: \u001b[2J\n\tat io.relocpy\r\n");

        assertThat(printed()).isEqualTo("java.io.IOException: \\u001b[2J\n\tat io.relocpy\\u000d\n");
    }

    @Test
    void aFormatMayHaveTabsAndItsArgumentsNot() {
        stream.printf("\t%s %d%n", "a\tb\nc", 3);

        assertThat(printed()).isEqualTo("\ta\\u0009b\\u000ac 3\n");
    }

    @Test
    void aLineStaysOneLine() {
        stream.println("a\tb\nc");

        assertThat(printed()).isEqualTo("a\\u0009b\\u000ac\n");
    }
}
