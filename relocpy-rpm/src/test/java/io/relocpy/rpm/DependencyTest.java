package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.RichDependency.Operator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3",
                "python3dist(foo)",
                "libc.so.6(GLIBC_2.34)(64bit)",
                "/usr/bin/python3",
                "/usr/share/with space/file",
                "config(x) = 1:2.3-4.fc40",
                "rpmlib(PayloadIsZstd) <= 5.4.18-1",
                "a < 1",
                "a > 1~rc1^git",
                "(a or b)",
                "(a or b or c)",
                "(a and b and c)",
                "(a with b with c)",
                "(a without b)",
                "(a if b)",
                "(a unless b)",
                "(a if b else c)",
                "(a unless b else c)",
                "(python3dist(foo) >= 1.2 with python3dist(foo) < 2)",
                "(libc.so.6(GLIBC_2.34)(64bit) if (x or (y and z >= 0:1-1)) else (u unless v))",
                "((a or b) and (c or d))",
                "((a if b) or c)",
            })
    void textSurvivesARoundTrip(String text) throws Exception {
        assertThat(Dependency.parse(text)).hasToString(text.replace("0:1-1", "1-1"));
        assertThat(Dependency.parse("  " + text + " ")).isEqualTo(Dependency.parse(text));
    }

    @Test
    void versionsAndComparisonsAreRead() throws Exception {
        assertThat(Dependency.parse("a  >=  2:1.0-3"))
                .isEqualTo(new Capability("a", Comparison.GE, new Evr(2, "1.0", "3")));
        assertThat(Dependency.parse("a =< 1"))
                .isEqualTo(new Capability("a", Comparison.LE, new Evr(0, "1", Optional.empty())));
        assertThat(Dependency.parse("a == 1"))
                .isEqualTo(new Capability("a", Comparison.EQ, new Evr(0, "1", Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\n", "a\n", "a\nb", "a\0", "\u0085", "/usr/a\nb"})
    void namesAreOneLine(String name) {
        assertThatThrownBy(() -> Capability.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not the name of a capability: '");
        assertThatThrownBy(() -> new Capability(name, Comparison.EQ, Evr.parse("1")))
                .isInstanceOf(IllegalArgumentException.class);
        String unstripped = name.isBlank() ? name : "x" + name + "x";
        assertThatThrownBy(() -> Dependency.parse(unstripped)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> Dependency.parse("(a or " + unstripped + ")")).isInstanceOf(FormatException.class);
    }

    @Test
    void chainsNestToTheRight() throws Exception {
        Capability a = Capability.of("a");
        Capability b = Capability.of("b");
        Capability c = Capability.of("c");
        assertThat(Dependency.parse("(a or b or c)"))
                .isEqualTo(new RichDependency(Operator.OR, a, new RichDependency(Operator.OR, b, c)))
                .isEqualTo(Dependency.parse("(a or (b or c))"));
        assertThat(Dependency.parse("(a if b else c)"))
                .isEqualTo(new RichDependency(Operator.IF, a, b, Optional.of(c)));
    }

    @Test
    void parenthesesAroundOneNameAreDropped() throws Exception {
        assertThat(Dependency.parse("((a))")).isEqualTo(Capability.of("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | a name",
                "\"  \" | a name",
                "a >= | a version",
                "a >= >= | a version",
                "a <> 1 | one of <",
                "a = 0: | a version after '='",
                "a b | the end of the dependency",
                "a = 1 2 | the end of the dependency",
                "( | a name",
                "() | a name",
                "(a | one of and",
                "(a or | a name",
                "(a or ) | a name",
                "(a or b | ')'",
                "(a or b and c) | another 'or'",
                "(a if b if c) | 'else'",
                "(a if b else c else d) | ')'",
                "(a without b without c) | another 'without'",
                "(a xor b) | one of and",
                "(a, b) | one of and",
                "(a or b)) | the end of the dependency",
                "(a else b) | one of and",
            })
    void malformedTextIsNamed(String text, String expected) {
        assertThatThrownBy(() -> Dependency.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("dependency '" + text + "'")
                .hasMessageContaining(expected);
    }

    @Test
    void deepNestingIsRefused() {
        String nested = "(".repeat(100_000) + "a" + ")".repeat(100_000);
        assertThatThrownBy(() -> Dependency.parse(nested)).isInstanceOf(FormatException.class);
        String chain = "(a" + " or a".repeat(100_000) + ")";
        assertThatThrownBy(() -> Dependency.parse(chain)).isInstanceOf(FormatException.class);
    }

    @Test
    void longChainsOfRealPackagesAreRead() throws Exception {
        String chain = "(a" + " or a".repeat(400) + ")";
        assertThat(Dependency.parse(chain)).hasToString(chain);
    }
}
