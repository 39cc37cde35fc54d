package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.resolve.AptScenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The host's apt-get answers the scenarios as they say. */
class AptScenariosIT {
    @TempDir
    Path directory;

    static List<Scenario> scenarios() {
        return AptScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aptAnswersTheSame(Scenario scenario) throws Exception {
        AptOracle.require();
        AptOracle oracle = new AptOracle(directory, scenario.question().repository());
        assertThat(oracle.answer(scenario.question())).isEqualTo(scenario.answer());
    }
}
