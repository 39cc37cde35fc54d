package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.metadata.ReleaseScenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts that ReleaseVerdictTest expects are those of the host's apt-get. */
class AptVerdictIT {
    @TempDir
    Path directory;

    @BeforeAll
    static void requireApt() {
        AptWorld.require();
    }

    static List<Scenario> scenarios() {
        return ReleaseScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aptAgrees(Scenario scenario) throws Exception {
        try (AptWorld world = new AptWorld(directory)) {
            int newest = scenario.setup().prepare(world);

            ReleaseWorld.Verdict verdict = world.verdict(newest);
            assertThat(verdict).as(world.messages()).isEqualTo(scenario.apt());
        }
    }
}
