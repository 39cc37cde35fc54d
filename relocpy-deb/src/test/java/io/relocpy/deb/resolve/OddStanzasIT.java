package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Package lists of which something is odd are read, or refused as a whole, as by apt. */
class OddStanzasIT {
    @TempDir
    Path directory;

    @BeforeAll
    static void require() {
        AptOracle.require();
    }

    /** What follows the version of a package that is requested; there is a package b of version 2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Depends: b",
                "Depends: b,",
                "Depends: b, ",
                "Depends: b (>= 1)|b",
                "Depends: b (>=\n 1)",
                "Depends:\n b,\n\tb",
                "Depends: b,,b",
                "Depends: b, , b",
                "Depends: , b",
                "Depends: ,",
                "Depends: b, ,",
                "Depends: b (=)",
                "Depends: b (>= )",
                "Depends: b (<)",
                "Depends: b ()",
                "Depends: b (>= 1",
                "Depends: b )",
                "Depends: b [amd64]",
                "Depends: b <!nocheck>",
                "Depends: b b",
                "Depends: | b",
                "Depends: b | , b",
                "Depends: b (!= 2)",
                "Depends: b (=2), b",
                "Depends: b ( = 2 )",
                "Depends: b (>=2)",
                "Depends: b (=10)",
                "Depends: b\u00e9 | b",
                "Conflicts: x | y",
                "Depends: b\nConflicts: x | b",
                "Depends: b\nConflicts: b | x",
                "Depends: b\nConflicts: b (<< 2) | b (>> 2)",
                "Depends: b\nConflicts: b (<< 2) | b (= 2)",
                "Depends: b\nBreaks: x | b",
                "Depends: b\nBreaks: b (<< 2) | x, y",
                "Breaks: b | a",
                "Depends: b\0",
                "Depends: b\u000c",
                "Depends : b",
                "Depends\t: b",
                "depends:b",
                "Depends: x\nDepends: b",
                "garbage\nDepends: b",
                "garbage\nX: y\nDepends: b",
                "# comment: x\nDepends: b",
                "Depends: b\n\u000bgarbage",
                "Depends: b\n\rgarbage: x",
                "X-Depends: c\nDepends: b\n .\n",
                "\nPriority: optional",
                "\nDepends: b\nVersion: 1",
                "\nPackage:\nVersion: 1",
                "\nPackage: c",
                "\n\n\r\n",
            })
    void isReadAsByApt(String text) throws IOException {
        AptRepository repository = repository(text);

        assertThat(ours(repository)).isEqualTo(new AptOracle(directory, repository).answer(repository.question("a")));
    }

    /** By an oversight, apt wants four bytes behind the parenthesis; one such package makes its whole list unusable. */
    @ParameterizedTest
    @ValueSource(strings = {"Depends: b (=2)", "Depends: b, b(=2) ", "Provides: d (=2)", "Breaks: b (<1)"})
    void aShortVersionThatEndsAFieldIsAllowed(String text) throws IOException {
        AptRepository refused = repository(text);
        AptRepository spaced = repository(text.replaceAll("([<=])(?=\\d)", "$1 "));

        assertThat(new AptOracle(directory, refused).answer(refused.question("b")))
                .isNull();
        assertThat(ours(refused)).isNotNull().isEqualTo(new AptOracle(directory, spaced).answer(spaced.question("a")));
    }

    private static AptRepository repository(String text) {
        return AptRepository.of(
                "Package: b\nVersion: 2\nArchitecture: amd64\n\nPackage: a\nArchitecture: amd64\nVersion: 1\n" + text
                        + "\n");
    }

    private static @Nullable List<String> ours(AptRepository repository) throws IOException {
        try {
            return DebianData.answer(repository.question("a").resolver(), List.of("a"));
        } catch (FormatException e) {
            return null;
        }
    }
}
