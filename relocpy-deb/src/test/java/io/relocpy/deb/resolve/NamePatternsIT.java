package io.relocpy.deb.resolve;

import static io.relocpy.deb.resolve.AptScenarios.stanza;
import static io.relocpy.deb.resolve.AptScenarios.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.resolve.AptRepository.Question;
import io.relocpy.deb.resolve.AptRepository.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns as in apt-patterns(7) name the packages that they name for apt-get. */
class NamePatternsIT {
    private static final AptRepository REPOSITORY = new AptRepository(
            List.of("amd64", "i386"),
            List.of(new Suite(
                    Map.of("Suite", "stable", "Codename", "alpha"),
                    Map.of(
                            "amd64",
                            stanza("a")
                                    + stanza("aa")
                                    + stanza("ab", "Multi-Arch: same")
                                    + stanza("b", "Provides: av")
                                    + stanza("d", "Section: libs", "Depends: no-such, x-virtual"),
                            "i386",
                            versioned("ab", "1", "i386", "Multi-Arch: same")))),
            "");

    @TempDir
    Path directory;

    @BeforeAll
    static void require() {
        AptOracle.require();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?name(a)",
                "?name(^a$)",
                "?name(A)",
                "?name(\"a\")",
                "?name( b)",
                "?name(a.?)",
                "?name(^a+$)",
                "?name(-virtual)",
                "?name(no-such)",
                "?name(^a$)/stable",
                "?name(^a$)=1",
                "?name(^a$)=2",
                "?name(^a$)-",
                "?name(^a$)+",
                "?exact-name(a)",
                "?exact-name(av)",
                "?x-name-fnmatch(a*)",
                "?x-name-fnmatch([a-b])",
                "?x-name-fnmatch(A)",
                "~na",
                "~n^a$",
                "~n^ab$",
                "~n\"a\"",
                "~na~nb",
                "~n^a$ ~na",
                "~n^a$|~nb",
                "~n^a$ | ~nb",
                "~na|b",
                "~n^a$!~nb",
                "~n^a$,~nb",
                "~n^a$~",
                "~n^a$~z",
                "~na b",
                "~n(a)",
                "~n a",
                "~n",
                "~",
                "!~na",
                "(~na)",
                "?and(?name(a),?name(b))",
                "?and( ~n^a , ~nb )",
                "?and(~n^a,!~na$)",
                "?or(?name(^a$),?exact-name(b))",
                "?or(~n^a$,)",
                "?or(~na)",
                "?or(a)",
                "?and",
                "?not(?name(a))~nb",
                "?not(~nv|~n-|~nd)",
                "?name(^a$) ?name(a)",
                "?name(^a$)|?name(b)",
                "?name(^a$)(~na)",
                "?name(a)x",
                "?name(a|b)",
                "?name(a,b)",
                "?name(~na)",
                "?name(a",
                "?name()",
                "?name",
                "?name(^a$):amd64",
                "? name(a)",
                "?NAME(a)",
                "?nosuch(a)",
                "?true()",
                "?true~n^a$",
                "?a",
                "?b",
                "??",
            })
    void areReadAsByApt(String request) throws IOException {
        Question question = REPOSITORY.question(request);

        assertThat(DebianData.answer(question.resolver(), question.request()))
                .isEqualTo(new AptOracle(directory, REPOSITORY).answer(question));
    }

    /** apt installs nothing; but who asks for packages wants some. */
    @ParameterizedTest
    @ValueSource(strings = {"?name(nothing)", "~n[", "?name(*a)", "?name( a )", "?or()", "~F", "?exact-name(A)"})
    void thatMatchNothingAreAMistake(String request) throws IOException {
        Question question = REPOSITORY.question(request);

        assertThat(new AptOracle(directory, REPOSITORY).answer(question)).isEmpty();
        assertThatThrownBy(() -> question.resolver().resolve(question.request()))
                .isInstanceOf(AptResolutionException.class)
                .hasMessageContaining(request + ": no such package");
    }

    @Test
    void thatAskForMoreThanNamesAreRefusedByName() throws IOException {
        AptResolver resolver = REPOSITORY.question("a").resolver();
        for (String term : List.of("?section", "?installed", "?reverse-depends", "~s", "~D", "~i")) {
            assertThatThrownBy(() -> resolver.resolve(List.of("?or(~na," + term + "(libs))")))
                    .isInstanceOf(AptResolutionException.class)
                    .hasMessageContaining("apt's pattern " + term + " is not supported, only those of names: ?name");
        }
        assertThat(new AptOracle(directory, REPOSITORY).answer(REPOSITORY.question("?section(nothing)")))
                .as("apt knows it")
                .isEmpty();
    }
}
