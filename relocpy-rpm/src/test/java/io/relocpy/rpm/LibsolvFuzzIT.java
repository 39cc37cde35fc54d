package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.LibsolvOracle.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random small repositories, solved by libsolv and by us.
 *
 * <p>{@code -Drelocpy.fuzz.count=N} and {@code -Drelocpy.fuzz.seed=S} choose how many and which.
 */
class LibsolvFuzzIT {
    private static final int COUNT = Integer.getInteger("relocpy.fuzz.count", 500);
    private static final long SEED = Long.getLong("relocpy.fuzz.seed", 1);

    @Test
    void answersAreThoseOfLibsolv() throws Exception {
        LibsolvOracle.require();
        List<Question> questions = new ArrayList<>();
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            RandomRepositories random = new RandomRepositories(seed);
            List<TestRepository> repositories = random.repositories();
            List<String> request = random.request();
            boolean best = random.best();
            List<String> excludes = random.excludes();
            questions.add(new Question(repositories, request, "x86_64", false, best, excludes));
            questions.add(new Question(repositories, request, "x86_64", true, best, excludes));
        }
        List<@Nullable List<String>> expected = LibsolvOracle.ask(questions);
        List<String> wrong = new ArrayList<>();
        int solved = 0;
        for (int i = 0; i < questions.size(); i++) {
            List<String> found = resolve(questions.get(i));
            solved += found == null ? 0 : 1;
            if (!String.valueOf(found).equals(String.valueOf(expected.get(i)))) {
                wrong.add("seed " + (SEED + i / 2) + " " + questions.get(i).request()
                        + (questions.get(i).weak() ? " weak" : "") + ": expected " + expected.get(i) + ", found "
                        + found + "\n");
            }
        }
        assertThat(wrong).as("of %d", questions.size()).isEmpty();
        assertThat(solved).as("not all unsolvable").isGreaterThan(questions.size() / 4);
    }

    /** The names in order; null when there is no solution. */
    private static @Nullable List<String> resolve(Question question) throws IOException {
        Resolver resolver = Resolver.builder()
                .repositories(List.copyOf(question.repositories()))
                .architecture(question.architecture())
                .weakDependencies(question.weak())
                .best(question.best())
                .excludes(question.excludes())
                .build();
        try {
            return resolver.resolve(question.request()).packages().stream()
                    .map(each -> each.nevra().toString())
                    .sorted()
                    .toList();
        } catch (ResolutionException e) {
            return null;
        }
    }
}
