package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleEvent.Advanced;
import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleEvent.StepFinished;
import io.relocpy.bundle.BundleEvent.StepStarted;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void aTerminalShowsBarBytesAndTimeLeftAndThenTheResultInTheirPlace() {
        ProgressPrinter printer = printer(true, false, 100);

        printer.accept(new StepStarted(Step.FETCH));
        nanos += 2_000_000_000L;
        printer.accept(new Advanced(Step.FETCH, Optional.empty(), 10_000_000, OptionalLong.of(40_000_000)));
        printer.accept(new StepFinished(Step.FETCH, Duration.ofSeconds(8), "40.0 MB of packages"));

        String[] lines = text().split("\r");
        assertThat(lines[2]).startsWith("  fetch     ██████░░░░░░░░░░░░░░░░░░  25 %  10.0 of 40.0 MB  6 s left");
        assertThat(lines[3])
                .startsWith("  fetch     40.0 MB of packages")
                .contains("8.00 s")
                .endsWith("\n");
        assertThat(lines[1]).hasSize(99);
        assertThat(lines[2]).hasSize(99);
    }

    @Test
    void anUnknownTotalIsNoBar() {
        ProgressPrinter printer = printer(true, false, 80);

        printer.accept(new Advanced(Step.RESOLVE, Optional.of("primary.xml.zst"), 1_500_000, OptionalLong.empty()));

        assertThat(text()).contains("1.5 MB  primary.xml.zst").doesNotContain("░");
    }

    @Test
    void aLogHasOnlyWholeLinesAndOneEveryTenSeconds() {
        ProgressPrinter printer = printer(false, false, 80);

        printer.accept(new StepStarted(Step.WRITE));
        for (int second = 1; second <= 25; second++) {
            nanos += 1_000_000_000L;
            printer.accept(
                    new Advanced(Step.WRITE, Optional.empty(), second * 1_000_000L, OptionalLong.of(30_000_000)));
        }
        printer.accept(new StepFinished(Step.WRITE, Duration.ofSeconds(26), "30.0 MB"));

        assertThat(text().lines())
                .hasSize(3)
                .anyMatch(line -> line.equals("  write     10.0 of 30.0 MB  "))
                .anyMatch(line -> line.equals("  write     20.0 of 30.0 MB  "))
                .noneMatch(line -> line.contains("\r"));
    }

    @Test
    void aStepWithNothingToDoHasNoLine() {
        ProgressPrinter printer = printer(false, false, 80);

        printer.accept(new StepStarted(Step.WHEELS));
        printer.accept(new StepFinished(Step.WHEELS, Duration.ofMillis(1), "0 wheels"));
        printer.accept(new StepStarted(Step.LAUNCH));
        printer.accept(new StepFinished(Step.LAUNCH, Duration.ofMillis(1), "3 commands"));

        assertThat(text().lines()).singleElement().asString().startsWith("  launch    3 commands");
    }

    @Test
    void coloursComeOnlyWhereTheyAreWanted() {
        BundleEvent started = new StepStarted(Step.WRITE);
        printer(true, false, 80).accept(started);
        assertThat(text()).doesNotContain("\033");
        printer(true, true, 80).accept(started);
        assertThat(text()).contains("\033[36m");

        assertThat(Console.coloursWanted(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Console.coloursWanted(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
        assertThat(Console.coloursWanted(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Console.width("132")).isEqualTo(132);
        assertThat(Console.width("wide")).isEqualTo(80);
    }

    private ProgressPrinter printer(boolean terminal, boolean colours, int width) {
        LineStream stream = new LineStream(bytes);
        return new ProgressPrinter(new Console(stream, stream, terminal, colours, width), () -> nanos);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
