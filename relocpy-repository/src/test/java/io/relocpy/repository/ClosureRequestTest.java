package io.relocpy.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosureRequestTest {
    @Test
    void aLockfileMayStateAnyOfTheAdditionsAfterTheRequests() {
        ClosureRequest request = ClosureRequest.builder(List.of("python3", "yaml"), "x86_64")
                .additions(List.of("tzdata", "libc-bin"))
                .build();

        assertThat(request.covers(List.of("python3", "yaml"))).isTrue();
        assertThat(request.covers(List.of("python3", "yaml", "libc-bin"))).isTrue();
        assertThat(request.covers(List.of("python3", "yaml", "other"))).isFalse();
        assertThat(request.covers(List.of("python3"))).isFalse();
        assertThat(request.covers(List.of("python3", "tzdata"))).isFalse();
        assertThat(request.toBuilder().build().additions()).containsExactly("tzdata", "libc-bin");
    }
}
