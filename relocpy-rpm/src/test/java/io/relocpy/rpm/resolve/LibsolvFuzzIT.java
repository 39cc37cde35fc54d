package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.resolve.LibsolvOracle.Question;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Small random repositories, solved by libsolv and by us.
 *
 * <p>{@code -Drelocpy.repositories=N} and {@code -Drelocpy.fuzz.seed=S} set how many and which. Each is solved with weak
 * dependencies disabled and enabled.
 */
class LibsolvFuzzIT {
    private static final int COUNT = Integer.getInteger("relocpy.repositories", 200);
    private static final long SEED = Long.getLong("relocpy.fuzz.seed", 1);

    @Test
    void resolvesAsLibsolv() throws Exception {
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
        int oracleAtFault = 0;
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            List<String> found = LibsolvOracle.answer(question);
            solved += found == null ? 0 : 1;
            List<String> problems = problems(question, found);
            boolean equal = String.valueOf(found).equals(String.valueOf(expected.get(i)));
            if (!problems.isEmpty()
                    || (!equal && problems(question, expected.get(i)).isEmpty())) {
                wrong.add("seed " + (SEED + i / 2) + " " + question.request() + (question.weak() ? " weak" : "")
                        + ": expected " + expected.get(i) + ", found " + found + problems + "\n");
            } else if (!equal) {
                oracleAtFault++;
            }
        }
        assertThat(wrong).as("of %d", questions.size()).isEmpty();
        assertThat(solved).as("not all unsolvable").isGreaterThan(questions.size() / 4);
        // two in 10,000 of libsolv 0.7.23, see below
        assertThat(oracleAtFault).isLessThanOrEqualTo(1 + questions.size() / 1000);
    }

    /**
     * libsolv 0.7.23 breaks its own rules for a package that is not a candidate itself but occurs in the condition of a weak
     * dependency: it installs p8, whose three requirements nothing provides. libsolv 0.7.40 gives our answer.
     */
    @Test
    void doesNotInstallAPackageWithoutItsRequirementsUnlikeLibsolv0723() throws Exception {
        RandomRepositories random = new RandomRepositories(1432);
        Question question = new Question(random.repositories(), random.request(), true);
        assertThat(LibsolvOracle.answer(question)).containsExactly("p5-1-1.x86_64@r0", "p9-4-1.i686@r0");
        assertThat(problems(question, List.of("p5-1-1.x86_64@r0", "p8-4-2.i686@r0", "p9-4-1.i686@r0")))
                .containsExactly(
                        "p8-4-2.i686 requires (v1 <= 4 without p0)",
                        "p8-4-2.i686 requires (v1 and p0)",
                        "p8-4-2.i686 requires (p6 without p3)");
    }

    /** As above, with an excluded package; libsolv 0.7.40 does not install it either. */
    @Test
    void doesNotInstallAnExcludedPackageUnlikeLibsolv0723() throws Exception {
        RandomRepositories random = new RandomRepositories(4946);
        List<TestRepository> repositories = random.repositories();
        List<String> request = random.request();
        boolean best = random.best();
        Question question = new Question(repositories, request, "x86_64", true, best, random.excludes());
        assertThat(question.excludes()).contains("p8");
        List<String> answer = LibsolvOracle.answer(question);
        assertThat(answer).hasSize(9).contains("p7-1-2.noarch@r1", "p9-3-2.noarch@r1");
        List<String> libsolv = new ArrayList<>(answer);
        libsolv.add("p8-4-1.noarch@r0");
        assertThat(problems(question, libsolv)).containsExactly("p8-4-1.noarch is excluded");
    }

    /** Returns the problems of an answer. */
    static List<String> problems(Question question, @Nullable List<String> answer) {
        if (answer == null) {
            return List.of();
        }
        List<PackageMetadata> installed = new ArrayList<>();
        List<String> left = new ArrayList<>(answer);
        for (TestRepository repository : question.repositories()) {
            for (int i = 0; i < repository.packages().size(); i++) {
                PackageMetadata metadata = repository.packages().get(i);
                if (left.remove(metadata.nevra() + "@" + repository.id())) {
                    installed.add(withFiles(metadata, repository.files().getOrDefault(i, List.of())));
                }
            }
        }
        return ConsistencyCheck.problems(installed, question.excludes());
    }

    private static PackageMetadata withFiles(PackageMetadata metadata, List<String> more) {
        List<String> files = new ArrayList<>(metadata.files());
        files.addAll(more);
        return metadata.toBuilder().files(files).build();
    }
}
