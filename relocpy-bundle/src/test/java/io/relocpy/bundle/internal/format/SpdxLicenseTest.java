package io.relocpy.bundle.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpdxLicenseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // expressions stay
                "MIT | MIT",
                "Apache-2.0 AND (MIT OR BSD-3-Clause) | Apache-2.0 AND (MIT OR BSD-3-Clause)",
                "GPL-3.0-or-later WITH GCC-exception-3.1 AND LicenseRef-Fedora-Public-Domain | GPL-3.0-or-later WITH GCC-exception-3.1 AND LicenseRef-Fedora-Public-Domain",
                "GPL-2.0+ | GPL-2.0+",
                "Apache-2.0+ | Apache-2.0+",
                "mit and bsd-2-clause | MIT AND BSD-2-Clause",
                // Fedora's names before
                "ASL 2.0 | Apache-2.0",
                "LGPLv2+ and (GPLv3+ or MPLv2.0) | LGPL-2.1-or-later AND (GPL-3.0-or-later OR MPL-2.0)",
                "GPLv2+ and Public Domain | GPL-2.0-or-later AND LicenseRef-Fedora-Public-Domain",
                "Python | Python-2.0",
                // Debian's
                "GPL-2+ AND (LGPL-2.1+ and Expat) | GPL-2.0-or-later AND (LGPL-2.1-or-later AND MIT)",
                // no licence of the list
                "BSD | LicenseRef-BSD",
                "IBM | LicenseRef-IBM", // of libc6, not the IBM Public License
                "GPLv2+ with exceptions | LicenseRef-GPLv2-or-later-with-exceptions",
                "LGPLv2 and see copyright file | LicenseRef-LGPLv2 AND LicenseRef-see-copyright-file",
                "MIT WITH Nothing-exception | LicenseRef-MIT-WITH-Nothing-exception",
                // not well-formed
                "MIT AND | LicenseRef-MIT-AND",
                "(MIT | LicenseRef-MIT",
                "MIT) OR ISC | LicenseRef-MIT-OR-ISC",
                "©! | LicenseRef-unnamed",
            })
    void becomesAnExpression(String stated, String expression) {
        assertThat(SpdxLicense.expression(stated)).isEqualTo(expression);
    }

    @Test
    void anyDepthOfParenthesesIsRead() {
        String deep = "(".repeat(100_000) + "MIT" + ")".repeat(100_000);

        assertThat(SpdxLicense.expression(deep)).isEqualTo("LicenseRef-MIT");
        assertThat(SpdxLicense.expression("((MIT))")).isEqualTo("MIT");
    }

    @Test
    void oneLicenceIsToldFromAnExpression() {
        assertThat(SpdxLicense.isIdentifier("GPL-2.0-only")).isTrue();
        assertThat(SpdxLicense.isIdentifier("MIT OR ISC")).isFalse();
        assertThat(SpdxLicense.isIdentifier("LicenseRef-BSD")).isFalse();
    }
}
