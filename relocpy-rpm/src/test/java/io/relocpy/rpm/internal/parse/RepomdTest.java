package io.relocpy.rpm.internal.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepomdTest {
    private static Repomd parse(String type, String digits) throws IOException {
        String text =
                "<repomd><data type=\"primary\"><checksum type=\"%s\">%s</checksum><location href=\"p.xml\"/></data></repomd>"
                        .formatted(type, digits);
        return Repomd.parse(text.getBytes(StandardCharsets.UTF_8), "repomd.xml");
    }

    @Test
    void readsChecksumsOfEitherCase() throws IOException {
        assertThat(parse("sha256", " " + "00FF".repeat(16) + " ")
                        .item("primary")
                        .orElseThrow()
                        .checksum())
                .isEqualTo(new Checksum(Checksum.Algorithm.SHA_256, "00ff".repeat(16)));
    }

    /** Checksums are used as file names in the cache. */
    @ParameterizedTest
    @CsvSource({"sha256, ../../00", "../sha256, 00", "sha256, ''", "sha256, 0g", "a-digest-with-a-long-name, 00"})
    void refusesInvalidChecksums(String type, String digits) {
        assertThatThrownBy(() -> parse(type, digits))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("repomd.xml, line 1: expected ");
    }
}
