package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.metadata.ReleaseScenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our verdicts on what apt has one on, see AptVerdictIT. */
class ReleaseVerdictTest {
    @TempDir
    Path directory;

    static List<Scenario> scenarios() {
        return ReleaseScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void isThatOfApt(Scenario scenario) throws Exception {
        try (OurWorld world = new OurWorld(directory)) {
            int newest = scenario.setup().prepare(world);

            ReleaseWorld.Verdict verdict = world.verdict(newest);
            assertThat(verdict).as(world.messages()).isEqualTo(scenario.ours());
        }
    }
}
