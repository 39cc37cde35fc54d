package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.repository.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whatever text comes, it is refused, or a lockfile whose text reads as the same. */
class LockfileFuzzTest {
    @FuzzTest
    void lockfile(byte[] data) throws IOException {
        String text = new String(data, StandardCharsets.UTF_8);
        Fuzzing.readOrRefuse(64 * Fuzzing.MIB, () -> {
            Lockfile lock = new LockfileReader("fuzz", text).read();
            assertThat(new LockfileReader("again", lock.text()).read()).isEqualTo(lock);
            for (Lockfile.LockedPackage each : lock.packages()) {
                assertThat(("/" + each.filename() + "/")).doesNotContain("/../", "://");
                assertThat(each.size()).isNotNegative();
            }
        });
    }
}
