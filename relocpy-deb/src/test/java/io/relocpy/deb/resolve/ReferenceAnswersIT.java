package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.internal.text.VersionComparator;
import io.relocpy.deb.resolve.DebianData.TestRepository;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/** Answers of apt on real repositories, one of them whole, and on random ones. */
class ReferenceAnswersIT {
    @Test
    void answersInRealRepositoriesAreThoseOfApt() throws Exception {
        assertAnswers("requests.jsonl.xz", AptSolver.INTERNAL, 564);
    }

    @Test
    void answersOfTheOtherSolverAreThoseOfApt() throws Exception {
        assertAnswers("solver3.jsonl.xz", AptSolver.SOLVER_3, 144);
    }

    private static void assertAnswers(String file, AptSolver solver, int count) throws Exception {
        Path data = HostTools.referenceData().resolve("debian");
        List<Map<String, Object>> cases = JsonLines.read(data.resolve(file), XZInputStream::new);
        List<String> wrong = new ArrayList<>();
        String current = "";
        TestRepository repository = null;
        for (Map<String, Object> each : cases) {
            if (repository == null || !current.equals(each.get("repo"))) {
                current = (String) each.get("repo");
                repository = DebianData.ofDirectory(data.resolve("repos").resolve(current));
            }
            compare(repository, each, each, solver, wrong);
        }
        assertThat(wrong).as("of %d", cases.size()).isEmpty();
        assertThat(cases).hasSize(count);
    }

    @Test
    void answersInRandomRepositoriesAreThoseOfApt() throws Exception {
        Path data = HostTools.referenceData().resolve("debian");
        List<Map<String, Object>> cases =
                JsonLines.read(data.resolve("random-repositories.jsonl.xz"), XZInputStream::new);
        List<String> wrong = new ArrayList<>();
        int requests = 0;
        for (Map<String, Object> each : cases) {
            TestRepository repository = DebianData.ofCase(each);
            for (Object request : (List<?>) each.get("requests")) {
                compare(repository, each, asMap(request), AptSolver.INTERNAL, wrong);
                requests++;
            }
        }
        assertThat(wrong).as("of %d", requests).isEmpty();
        assertThat(requests).isEqualTo(1200);
    }

    @Test
    void versionsAreInTheOrderOfApt() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(HostTools.referenceData().resolve("debian/version-comparisons.tsv"));
        for (String line : lines) {
            String[] fields = line.split("\t");
            int sign = Integer.signum(VersionComparator.compare(fields[0], fields[1]));
            int reverse = Integer.signum(VersionComparator.compare(fields[1], fields[0]));
            if (sign != Integer.parseInt(fields[2]) || reverse != -sign) {
                wrong.add(line + ", found " + sign);
            }
        }
        assertThat(wrong).as("of %d", lines.size()).isEmpty();
        assertThat(lines).hasSizeGreaterThan(150);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    static void compare(
            TestRepository repository,
            Map<String, Object> of,
            Map<String, Object> question,
            AptSolver solver,
            List<String> wrong)
            throws IOException {
        List<String> request = JsonLines.strings(question, "request");
        boolean recommends = (Boolean) question.get("recommends");
        AptResolver resolver = repository.resolver(recommends, (String) question.get("target")).toBuilder()
                .solver(solver)
                .build();
        @Nullable List<String> found = DebianData.answer(resolver, request);
        @Nullable List<String> expected = DebianData.expected(question);
        if (!Objects.equals(found, expected)) {
            wrong.add(of.get("repo") + " " + of.get("seed") + " " + request + (recommends ? " with recommends" : "")
                    + ": missing " + difference(expected, found) + ", not expected " + difference(found, expected)
                    + "\n");
        }
    }

    private static String difference(@Nullable List<String> of, @Nullable List<String> without) {
        if (of == null) {
            return "unsolvable";
        }
        List<String> left = new ArrayList<>(of);
        left.removeAll(without == null ? List.of() : without);
        return left.toString();
    }
}
