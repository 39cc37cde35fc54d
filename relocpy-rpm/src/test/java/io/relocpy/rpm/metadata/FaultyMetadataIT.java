package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.resolve.DnfOracle;
import io.relocpy.rpm.resolve.LibsolvOracle;
import io.relocpy.rpm.resolve.LibsolvOracle.Question;
import io.relocpy.rpm.resolve.TestRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How dnf handles repositories with an invalid entry. */
class FaultyMetadataIT {
    @TempDir
    Path scratch;

    @Test
    void whatCanBeInstalledIsAsForDnf() throws Exception {
        DnfOracle.require();
        DnfOracle dnf = new DnfOracle(scratch);
        List<Question> questions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (FaultyPrimary fault : FaultyPrimary.ALL) {
            Path folder = fault.write(scratch.resolve("faulty-" + FaultyPrimary.ALL.indexOf(fault)));
            Repository repository = RepositoryClient.builder()
                    .cacheDirectory(scratch.resolve("cache"))
                    .build()
                    .load(RepositoryConfig.ofDirectory(folder));
            TestRepository test = TestRepository.of("faulty", repository.packages());
            dnf.withFolder(test, folder);
            for (String request : List.of("good", "bad")) {
                if (request.equals("good") || !fault.becomes().equals("refused")) {
                    questions.add(new Question(List.of(test), List.of(request), false));
                    names.add(request + ": " + fault);
                    boolean there = LibsolvOracle.answer(questions.get(questions.size() - 1)) != null;
                    assertThat(there)
                            .as("%s: %s", request, fault)
                            .isEqualTo(request.equals("good") || fault.becomes().equals("installed"));
                }
            }
        }
        List<@Nullable List<String>> expected = dnf.ask(questions);
        for (int i = 0; i < questions.size(); i++) {
            assertThat(LibsolvOracle.answer(questions.get(i))).as(names.get(i)).isEqualTo(expected.get(i));
        }
    }
}
