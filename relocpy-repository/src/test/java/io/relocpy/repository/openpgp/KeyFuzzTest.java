package io.relocpy.repository.openpgp;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Instant;

/**
 * Whatever bytes come, a reader gives a result or the checked exception, within a bound of memory.
 *
 * <p>In a build each test reads the inputs kept in {@code KeyFuzzTestInputs}; see CONTRIBUTING.md for how to look for new ones.
 */
class KeyFuzzTest {
    /** Parses the bytes as keys and as a signature. */
    @FuzzTest
    void keys(byte[] data) throws IOException {
        readOrRefuse(64 * MIB, () -> {
            SignatureCheck.begin(data, KeyRing.EMPTY, Instant.EPOCH).result();
            KeyRing keys = KeyRing.parse(data, "fuzz");
            keys.plus(keys).fingerprints();
        });
    }
}
