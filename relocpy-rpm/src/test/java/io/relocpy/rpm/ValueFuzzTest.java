package io.relocpy.rpm;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * For any input, a reader returns a result or throws the checked exception, within a memory limit.
 *
 * <p>In a build, each test replays the inputs stored in {@code ValueFuzzTestInputs}; CONTRIBUTING.md describes how
 * to fuzz.
 */
class ValueFuzzTest {
    /** A parsed value is printed in a form that parses to an equal value. */
    @FuzzTest
    void dependency(byte[] data) throws IOException {
        String text = new String(data, StandardCharsets.UTF_8);
        readOrRefuse(64 * MIB, () -> {
            Dependency dependency = Dependency.parse(text);
            assertThat(Dependency.parse(dependency.toString())).isEqualTo(dependency);
        });
    }

    /** The ordering of any versions is reflexive, antisymmetric and transitive. */
    @FuzzTest
    void versions(byte[] data) {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\n", 4);
        List<Evr> versions = Stream.of(texts).limit(3).map(Evr::parse).toList();
        for (Evr a : versions) {
            assertThat(a.compareTo(a)).isZero();
            for (Evr b : versions) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                for (Evr c : versions) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                        assertThat(a.compareTo(c)).as("%s, %s, %s", a, b, c).isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }
}
