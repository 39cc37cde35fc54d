package io.relocpy.repository.openpgp;

import static io.relocpy.repository.testing.Fuzzing.MIB;
import static io.relocpy.repository.testing.Fuzzing.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Instant;

/**
 * For any input, a reader returns a result or throws the checked exception, within a memory limit.
 *
 * <p>In a build, each test replays the inputs stored in {@code KeyFuzzTestInputs}; CONTRIBUTING.md describes how to fuzz.
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
