package io.relocpy.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.deb.DebianDependency.Alternative;
import io.relocpy.deb.DebianDependency.Constraint;
import io.relocpy.deb.DebianDependency.Relation;
import io.relocpy.repository.FormatException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebianDependencyTest {
    @Test
    void readsAlternativesVersionsAndArchitectures() throws Exception {
        List<DebianDependency> list =
                DebianDependency.parseList("python3:any (>= 3.11~), default-mta|exim4 ,\n libc6(<<2:3),");
        assertThat(list)
                .extracting(DebianDependency::toString)
                .containsExactly("python3:any (>= 3.11~)", "default-mta | exim4", "libc6 (<< 2:3)");
        assertThat(list.get(0).alternatives())
                .containsExactly(new Alternative(
                        "python3",
                        Optional.of("any"),
                        Optional.of(new Constraint(Relation.HIGHER_OR_EQUAL, DebianVersion.of("3.11~")))));
        assertThat(list.get(1).alternatives()).extracting(Alternative::name).containsExactly("default-mta", "exim4");
    }

    @ParameterizedTest
    @CsvSource({"'a (< 1)', 'a (<= 1)'", "'a (> 1)', 'a (>= 1)'", "'a (1)', 'a (= 1)'", "'a (>>1)', 'a (>> 1)'"})
    void readsOldSpellings(String text, String expected) throws Exception {
        assertThat(DebianDependency.parseList(text))
                .extracting(DebianDependency::toString)
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a |",
                "| a",
                "a b",
                "a (>= 1",
                "(>= 1)",
                "a [amd64]",
                "a <!nocheck>",
                "a (>= 1) b",
                "a, :any",
                "a (= 1/2)"
            })
    void refusesWhatIsNoListOfDependencies(String text) {
        assertThatThrownBy(() -> DebianDependency.parseList(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void anEmptyFieldHasNoDependencies() throws Exception {
        assertThat(DebianDependency.parseList(" \n ")).isEmpty();
    }

    @Test
    void relationsHoldAsTheyAreWritten() {
        DebianVersion one = DebianVersion.of("1");
        DebianVersion two = DebianVersion.of("2");
        assertThat(Relation.values())
                .filteredOn(each -> each.holds(one, two))
                .containsExactly(Relation.LOWER, Relation.LOWER_OR_EQUAL);
        assertThat(Relation.values())
                .filteredOn(each -> each.holds(one, one))
                .containsExactly(Relation.LOWER_OR_EQUAL, Relation.EQUAL, Relation.HIGHER_OR_EQUAL);
        assertThat(Relation.values())
                .filteredOn(each -> each.holds(two, one))
                .containsExactly(Relation.HIGHER_OR_EQUAL, Relation.HIGHER);
    }
}
