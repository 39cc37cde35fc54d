package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.resolve.AptRepository.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random small repositories, resolved by the host's apt-get and by us.
 *
 * <p>{@code -Drelocpy.repositories=N} and {@code -Drelocpy.fuzz.seed=S} choose how many and which.
 */
class AptFuzzIT {
    private static final int COUNT = Integer.getInteger("relocpy.repositories", 20);
    private static final long SEED = Long.getLong("relocpy.fuzz.seed", 1);
    private static final int REQUESTS = 5;

    @TempDir
    Path directory;

    @Test
    void answersAreThoseOfApt() throws Exception {
        AptOracle.require();
        List<String> wrong = new ArrayList<>();
        int solved = 0;
        int crashes = 0; // apt 2.6 has some where packages conflict with alternatives
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            RandomRepositories random = new RandomRepositories(seed);
            AptRepository repository = random.repository();
            AptOracle oracle = new AptOracle(directory.resolve(Long.toString(seed)), repository);
            for (int i = 0; i < REQUESTS; i++) {
                Question question = random.question(repository);
                @Nullable List<String> expected = oracle.answer(question);
                @Nullable List<String> found = DebianData.answer(question.resolver(), question.request());
                solved += expected == null ? 0 : 1;
                crashes += oracle.hasCrashed() ? 1 : 0;
                if (!oracle.hasCrashed() && !Objects.equals(expected, found)) {
                    wrong.add("seed " + seed + " " + question.request() + (question.recommends() ? " recommends " : " ")
                            + question.target() + ": expected " + expected + ", found " + found + "\n");
                }
            }
        }
        assertThat(wrong).as("of %d", COUNT * REQUESTS).isEmpty();
        assertThat(crashes).as("apt has an answer").isLessThan(COUNT * REQUESTS / 10);
        assertThat(solved).as("not all unsolvable").isGreaterThan(COUNT * REQUESTS / 4);
    }
}
