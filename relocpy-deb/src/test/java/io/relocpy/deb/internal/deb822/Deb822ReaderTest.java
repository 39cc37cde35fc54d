package io.relocpy.deb.internal.deb822;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.ControlStanza;
import io.relocpy.repository.FormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Deb822ReaderTest {
    private static List<ControlStanza> read(String text, Deb822Dialect dialect) throws FormatException {
        return Deb822Reader.readAll(text, "file", dialect);
    }

    private static ControlStanza control(String text) throws FormatException {
        List<ControlStanza> stanzas = read(text, Deb822Dialect.CONTROL);
        assertThat(stanzas).hasSize(1);
        return stanzas.get(0);
    }

    @Test
    void fieldsKeepTheirOrderSpellingAndLines() throws FormatException {
        ControlStanza stanza = control("Package: a\nDEPENDS:b,\n c\nDescription :  short \n long\n .\n\tlonger \n");
        assertThat(stanza.fields())
                .containsExactly(
                        new ControlStanza.Field("Package", "a"),
                        new ControlStanza.Field("DEPENDS", "b,\n c"),
                        new ControlStanza.Field("Description", "short \n long\n .\n\tlonger"));
        assertThat(stanza.get("depends")).isEqualTo("b,\n c");
        assertThat(stanza.lines("description")).containsExactly("short ", "long", ".", "longer");
        assertThat(stanza.find("Version")).isEmpty();
        assertThat(stanza.get("Version")).isEmpty();
        assertThat(stanza.lines("Version")).isEmpty();
        assertThat(stanza.has("package")).isTrue();
    }

    @Test
    void aMultilineValueMayStartOnTheNextLine() throws FormatException {
        ControlStanza stanza = control("SHA256:\n 00 1 a\n 11 2 b\n");
        assertThat(stanza.lines("SHA256")).containsExactly("", "00 1 a", "11 2 b");
        assertThat(stanza).hasToString("SHA256:\n 00 1 a\n 11 2 b\n");
    }

    @Test
    void emptyLinesSeparateStanzas() throws FormatException {
        assertThat(read("\n\nA1: 1\n\n\nA1: 2\nB1: 3\n\n", Deb822Dialect.CONTROL))
                .extracting(ControlStanza::toString)
                .containsExactly("A1: 1\n", "A1: 2\nB1: 3\n");
    }

    @Test
    void editedFilesMayHaveCommentsAndLackTheLastLineFeed() throws FormatException {
        assertThat(read("# c\nTypes: deb\n# c\nURIs: a\n# c\n b\n \t\n#c\n\nTypes: x", Deb822Dialect.EDITED))
                .extracting(ControlStanza::toString)
                .containsExactly("Types: deb\nURIs: a\n b\n", "Types: x\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Package\\n|a colon after the field name Package",
                " a\\n|line 1: expected a field name",
                "A1: b\\na1: c\\n|line 2: expected each field once, found a second field a1",
                "-A: b\\n|a field name",
                "A1: b|a line feed at the end of the line, found the end of the file",
                "A1: b\\n \\n c\\n|text in a continuation line of field A1",
                "A1:\\n|a value of field A1",
                "AB c: d\\n|a colon after the field name AB",
                "A1: \u001a\\n|text, found a NUL or SUB character",
            })
    void refusalsSayWhereAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> control(text.replace("\\n", "\n")))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("file, line ")
                .hasMessageContaining(message);
    }

    @Test
    void aptTakesTheLastOfFieldsWithTheSameName() throws FormatException {
        assertThat(Deb822Reader.readAll(
                        "A b : 1\n \t\n#c\n 2\na B: 3\n  \nC: 4\n\r\n x\nD: 5", "test", Deb822Dialect.APT))
                .extracting(ControlStanza::toString)
                .containsExactly("a B: 3\nC: 4\n", "D: 5\n");
        assertThatThrownBy(() -> Deb822Reader.readAll("A: 1\nB\n", "test", Deb822Dialect.APT))
                .hasMessageContaining("line 2: expected a colon");
    }
}
