package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.metadata.ReleaseScenarios.Scenario;
import io.relocpy.deb.metadata.ReleaseWorld.Verdict;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts that ReleaseVerdictTest expects are those of the host's apt-get. */
class AptVerdictIT {
    @TempDir
    Path directory;

    @BeforeAll
    static void requireApt() {
        AptWorld.require();
    }

    @TestFactory
    List<DynamicTest> aptAgrees() {
        return Sample.of(ReleaseScenarios.tests(directory, AptVerdictIT::aptAgrees), "scenarios");
    }

    /** If we accept it, too, we ask for the same files. */
    private static void aptAgrees(Scenario scenario, Path directory) throws Exception {
        try (AptWorld apt = new AptWorld(directory.resolve("apt"));
                OurWorld ours = new OurWorld(directory.resolve("ours"))) {
            ours.compressions = OurWorld.APT_ORDER;
            int newest = scenario.setup().prepare(apt);

            assertThat(apt.verdict(newest)).as(apt.messages()).isEqualTo(scenario.apt());
            if (scenario.ours() == Verdict.ACCEPTED && scenario.apt() == Verdict.ACCEPTED) {
                assertThat(ours.verdict(scenario.setup().prepare(ours))).isEqualTo(Verdict.ACCEPTED);
                assertThat(requests(ours)).isEqualTo(requests(apt));
            }
        }
    }

    /** Paths as every server understands them. */
    private static Set<String> requests(ReleaseWorld world) {
        return world.server.requests().stream()
                .map(path -> path.replace("/./", "/"))
                .collect(Collectors.toSet());
    }

    static Stream<List<String>> lines() {
        return Stream.of(
                List.of("alpha main"),
                List.of("alpha main contrib"),
                List.of("alpha contrib main"),
                List.of("alpha main", "alpha contrib"),
                List.of("alpha main contrib", "alpha main"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void packagesFilesAreInTheOrderOfApt(List<String> lines) throws Exception {
        for (Choice choice : Sample.of(choices(), lines.toString())) {
            Path place = directory.resolve(choice.toString());
            try (AptWorld apt = new AptWorld(place.resolve("apt"));
                    OurWorld ours = new OurWorld(place.resolve("ours"))) {
                for (ReleaseWorld world : List.of(apt, ours)) {
                    order(world, lines, choice);
                    world.update();
                }
                List<String> expected = apt.run(
                                "indextargets", "--format", "$(COMPONENT) $(ARCHITECTURE)", "Created-By: Packages")
                        .orFail()
                        .lines();

                assertThat(origins(ours)).isEqualTo(expected);
            }
        }
    }

    /** Architectures that are configured, and the option of the source. */
    private record Choice(List<String> architectures, String only) {
        @Override
        public String toString() {
            return String.join("-", architectures) + "-" + only.replace(",", "-");
        }
    }

    private static List<Choice> choices() {
        return Stream.of(List.of("amd64"), List.of("arm64", "amd64"))
                .flatMap(architectures ->
                        Stream.of("", "amd64", "amd64,arm64").map(only -> new Choice(architectures, only)))
                .toList();
    }

    private static void order(ReleaseWorld world, List<String> lines, Choice choice) throws IOException {
        world.suites = lines;
        world.architectures = choice.architectures;
        if (!choice.only.isEmpty()) {
            world.options.put("arch", choice.only);
        }
        world.archive.release.put("Architectures", "all amd64 arm64");
        world.archive.release.put("Components", "main contrib");
        for (String component : List.of("main", "contrib")) {
            for (String architecture : List.of("all", "amd64", "arm64")) {
                world.archive.files.put(component + "/binary-" + architecture + "/Packages", AptArchive.packages(1));
            }
        }
        world.archive.write(world.key);
    }

    private static List<String> origins(OurWorld world) throws IOException {
        return world.client().load(world.sources()).stream()
                .flatMap(suite -> suite.packages().stream())
                .map(file -> file.origin().component().orElse("") + " "
                        + file.origin().architecture())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gz", "lz4", "xz", "zst", "bz2", "lzma"})
    void listsOfAptAreUsedInsteadOfADownload(String compression) throws Exception {
        try (AptWorld apt = new AptWorld(directory)) {
            if (!compression.isEmpty()) {
                apt.configuration.put("Acquire::GzipIndexes", "true");
                apt.configuration.put("Acquire::CompressionTypes::Order::", compression);
            }
            apt.publish(1);
            apt.update();
            int requests = apt.server.requests().size();

            AptSource source = AptSource.builder(apt.uri, AptArchive.SUITE)
                    .components("main")
                    .signedBy(new SignedBy.Keyring(directory.resolve("keys.gpg")))
                    .build();
            Suite suite = RepositoryClient.builder()
                    .cacheDirectory(directory.resolve("ours"))
                    .listsDirectory(directory.resolve("state/lists"))
                    .build()
                    .load(List.of(source))
                    .get(0);

            try (InputStream in = suite.packages().get(0).content().open()) {
                assertThat(in.readAllBytes()).isEqualTo(AptArchive.packages(1));
            }
            assertThat(apt.server.requests()).hasSize(requests);
        }
    }
}
