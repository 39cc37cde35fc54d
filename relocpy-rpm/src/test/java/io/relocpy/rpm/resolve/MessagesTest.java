package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of exceptions are a single line, short and printable, even with untrusted text. */
class MessagesTest {
    private static final String EVIL = "\033[2J\u202e\nok";
    private static final String SHOWN = "\\u001b[2J\\u202e\\u000aok";

    @Test
    void messagesArePrintable() {
        assertThat(new FormatException(EVIL, "a", EVIL)).hasMessage(SHOWN + ": expected a, found " + SHOWN);
        assertThat(new TransferException(EVIL, EVIL)).hasMessage(SHOWN + ": " + SHOWN);
        assertThat(new TransferException(EVIL, EVIL, new IOException())).hasMessage(SHOWN + ": " + SHOWN);
        assertThat(new VerificationException(EVIL, EVIL)).hasMessage(SHOWN + ": " + SHOWN);
        assertThat(RpmResolutionException.noMatch(EVIL, "no such package", List.of(EVIL)))
                .hasMessage(SHOWN + ": no such package; did you mean " + SHOWN + "?");
    }

    @Test
    void aParsersPositionStaysInTheLine() {
        assertThat(new FormatException("a", "XML", new IOException("\nodd '\033'\n at [row 1]")))
                .hasMessage("a: expected XML, found odd '\\u001b' at [row 1]");
    }

    @Test
    void messagesAreShort() {
        assertThat(new FormatException("a", "b", "x".repeat(1 << 22)).getMessage())
                .hasSizeLessThan(1100);
        assertThat(new FormatException("a", "b", new IOException("x".repeat(1 << 22))).getMessage())
                .hasSizeLessThan(1100);
    }

    @Test
    void statementsOfAContradictionKeepTheirLines() {
        Contradiction contradiction = new Contradiction(
                List.of(new Contradiction.Requested(EVIL, List.of()), new Contradiction.Requested("b", List.of())));
        assertThat(RpmResolutionException.unsolvable(List.of(EVIL), contradiction)
                        .getMessage()
                        .lines())
                .hasSize(3)
                .first()
                .isEqualTo(SHOWN + ": no solution");
    }
}
