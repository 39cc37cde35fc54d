package io.relocpy.repository.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SpeedLimitTest {
    /** Seconds until the transfer is too slow, with five samples per second; 600 if it never is. */
    private static double patience(long minRate, LongUnaryOperator bytesAfterMillis) {
        SpeedLimit limit = new SpeedLimit(minRate, Duration.ofSeconds(30), 0);
        for (long millis = 0; millis < 600_000; millis += 200) {
            if (limit.isTooSlow(millis * 1_000_000, bytesAfterMillis.applyAsLong(millis))) {
                return millis / 1000.0;
            }
        }
        return 600;
    }

    @Test
    void waitsThirtySecondsForTheFirstByte() {
        assertThat(patience(1000, millis -> 0)).isBetween(30.0, 30.5);
    }

    @Test
    void oneByteEveryFiveSecondsIsTooSlow() {
        assertThat(patience(1000, millis -> millis / 5000)).isBetween(30.0, 30.5);
    }

    @Test
    void whatIsFastEnoughGoesOn() {
        assertThat(patience(1000, millis -> millis * 2)).isEqualTo(600);
        assertThat(patience(1000, millis -> millis / 10_000 * 20_000)).isEqualTo(600); // in bursts
    }

    @Test
    void whatSlowsDownIsGivenUpThirtySecondsLater() {
        assertThat(patience(1000, millis -> Math.min(millis, 100_000) * 100)).isBetween(130.0, 136.0);
    }

    @Test
    void withoutALimitSilenceIsStillTooSlow() {
        assertThat(patience(0, millis -> millis / 4000)).isEqualTo(600);
        assertThat(patience(0, millis -> 0)).isBetween(30.0, 30.5);
    }
}
