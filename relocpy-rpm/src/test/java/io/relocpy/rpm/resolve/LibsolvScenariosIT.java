package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.resolve.ResolverScenarios.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks that the installed libsolv gives the answers that {@link ResolverTest} expects. */
class LibsolvScenariosIT {
    @Test
    void libsolvGivesTheExpectedAnswers() throws Exception {
        LibsolvOracle.require();
        List<Scenario> scenarios = ResolverScenarios.all().toList();
        List<@Nullable List<String>> answers =
                LibsolvOracle.ask(scenarios.stream().map(Scenario::question).toList());
        for (int i = 0; i < scenarios.size(); i++) {
            assertThat(answers.get(i))
                    .as(scenarios.get(i).rule())
                    .isEqualTo(scenarios.get(i).answer());
        }
        assertThat(scenarios).hasSizeGreaterThan(30);
    }
}
