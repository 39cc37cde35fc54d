package io.relocpy.deb.internal.deb822;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CopyrightFileTest {
    private static final String FORMAT =
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: x\n\n";

    @Test
    void licencesOfAllFilesAreJoined() {
        String license = CopyrightFile.license(FORMAT + """
                Files: *
                Copyright: 2020 A
                License: GPL-2+ or Artistic-2.0
                 text

                Files: src/x.c
                 src/y.c
                Copyright: 2021 B
                License: Expat

                Files: src/z.c
                Copyright: 2021 B
                License: Expat and ISC

                Files: debian/*
                Copyright: 2021 C
                License: GPL-3+

                License: Expat
                 text of it
                """);

        assertThat(license).isEqualTo("(GPL-2+ or Artistic-2.0) and Expat and ISC");
    }

    @Test
    void aCommaBindsLess() {
        assertThat(CopyrightFile.license(FORMAT + "Files: *\nLicense: GPL-2+ or Artistic-2.0, and BSD-3-clause\n"))
                .isEqualTo("(GPL-2+ or Artistic-2.0) and (BSD-3-clause)");
    }

    /** As in python3-pip and python3-packaging of trixie. */
    @Test
    void operatorsInCapitalsAreOperators() {
        assertThat(CopyrightFile.license(
                        FORMAT + "Files: *\nLicense: Expat\n\nFiles: packaging/*\nLicense: Apache-2.0 OR BSD-2\n"))
                .isEqualTo("Expat and (Apache-2.0 OR BSD-2)");
        assertThat(CopyrightFile.license(FORMAT + "Files: *\nLicense: Expat AND ISC\n\nFiles: x\nLicense: ISC\n"))
                .isEqualTo("Expat and ISC");
    }

    @Test
    void whatIsForPeopleOnlyStatesNone() {
        assertThat(CopyrightFile.license("This package was debianized by A.\n\nLicense:\n\n  GPL\n"))
                .isEmpty();
        assertThat(CopyrightFile.license("Files: *\nLicense: GPL-2\n")).isEmpty();
        assertThat(CopyrightFile.license("")).isEmpty();
    }

    /** Nobody wrote such a line for a reader. */
    @Test
    @Timeout(60)
    void endlessExpressionsAreNone() {
        String head = "Format: x\n\nFiles: *\nLicense: GPL and x";
        String many =
                "Format: x\n" + "\nFiles: *\nLicense: l%d\n".repeat(20_000).formatted(numbers());

        assertThat(CopyrightFile.license(head + " ".repeat(1 << 21) + "y\n")).isEmpty();
        assertThat(CopyrightFile.license(head + " and x".repeat(1 << 18) + ",\n"))
                .isEmpty();
        assertThat(CopyrightFile.license(many)).isEmpty();
    }

    private static Object[] numbers() {
        return IntStream.range(0, 20_000).boxed().toArray();
    }
}
