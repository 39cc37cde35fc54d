package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.metadata.ReleaseScenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Our verdicts on what apt has one on, see AptVerdictIT. */
class ReleaseVerdictTest {
    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> verdictsAreThoseOfApt() {
        return ReleaseScenarios.tests(directory, ReleaseVerdictTest::isThatOfApt);
    }

    private static void isThatOfApt(Scenario scenario, Path directory) throws Exception {
        try (OurWorld world = new OurWorld(directory)) {
            int newest = scenario.setup().prepare(world);

            ReleaseWorld.Verdict verdict = world.verdict(newest);
            assertThat(verdict).as(world.messages()).isEqualTo(scenario.ours());
        }
    }
}
