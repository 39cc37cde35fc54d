package io.relocpy.rpm.resolve;

import static io.relocpy.rpm.file.PackageBuilder.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.testing.Cancelling;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.resolve.ResolverScenarios.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResolverTest {
    static Stream<Scenario> scenarios() {
        return ResolverScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsLibsolv(Scenario scenario) throws Exception {
        assertThat(LibsolvOracle.answer(scenario.question())).isEqualTo(scenario.answer());
    }

    @Test
    void aVariantSharesWhatIsPrepared() throws IOException {
        TestRepository repository = TestRepository.of("r", rpm("a-1-1.noarch"), rpm("b-1-1.noarch"));
        Resolver resolver =
                Resolver.builder().repositories(List.of(repository)).best(true).build();
        Resolver without = resolver.toBuilder().exclude("b").build();
        assertThat(without).hasToString("Resolver[" + HostArchitecture.name() + ", [r], best, without [b]]");
        assertThatThrownBy(() -> without.resolve(List.of("b"))).isInstanceOf(RpmResolutionException.class);
        assertThat(resolver.resolve(List.of("b")).packages()).hasSize(1);
        Resolver empty = resolver.toBuilder().repositories(List.of()).build();
        assertThatThrownBy(() -> empty.resolve(List.of("a"))).hasMessage("a: no such package");
        Resolver other = resolver.toBuilder().architecture("aarch64").build();
        assertThat(other.resolve(List.of("a")).architecture()).isEqualTo("aarch64");
        assertThat(other.toBuilder().architectures(List.of("all")).build()).hasToString("Resolver[all, [r], best]");
    }

    @Test
    void eachPackageHasItsReason() throws Exception {
        Resolver resolver = resolver(
                rpm("a-1-1.noarch").requires("b >= 1").recommends("r"),
                rpm("b-1-1.noarch"),
                rpm("r-1-1.noarch"),
                rpm("s-1-1.noarch").supplements("r"));
        assertThat(resolver.toBuilder()
                        .weakDependencies(true)
                        .build()
                        .resolve(List.of("a"))
                        .packages())
                .extracting(each -> each.nevra().name() + ": " + each.reason())
                .containsExactly(
                        "b: a-1-1.noarch requires b >= 1",
                        "a: requested as a",
                        "r: a-1-1.noarch recommends r",
                        "s: supplements r, which r-1-1.noarch provides");
    }

    @Test
    void requirementsComeFirst() throws Exception {
        Resolver resolver = resolver(
                rpm("a-1-1.noarch").requires("b", "d"),
                rpm("b-1-1.noarch").requires("c"),
                rpm("c-1-1.noarch").requires("b", "d"),
                rpm("d-1-1.noarch"));
        assertThat(resolver.resolve(List.of("a")).packages())
                .extracting(each -> each.nevra().name())
                .containsExactly("d", "b", "c", "a");
    }

    @Test
    void longChainsOfRequirementsDoNotExhaustTheStack() throws Exception {
        List<PackageMetadata> chain = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            chain.add(rpm("p" + i + "-1-1.noarch").requires("p" + (i + 1)).build());
        }
        chain.add(rpm("p30000-1-1.noarch").build());
        Resolver resolver = Resolver.builder()
                .repositories(List.of(TestRepository.of("r", chain)))
                .build();
        List<ResolvedPackage> packages = resolver.resolve(List.of("p0")).packages();
        assertThat(packages).hasSize(30_001);
        assertThat(packages.get(0).nevra().name()).isEqualTo("p30000");
    }

    @Test
    void aPackageIsExplainedByTheChainFromTheRequest() throws Exception {
        Resolution resolution = resolver(
                        rpm("a-1-1.noarch").requires("b", "c"),
                        rpm("b-1-1.noarch").requires("capability"),
                        rpm("c-1-1.noarch"),
                        rpm("d-1-1.noarch").provides("capability = 2"))
                .resolve(List.of("a"));
        assertThat(resolution.explain("d"))
                .extracting(ResolvedPackage::toString)
                .containsExactly(
                        "a-1-1.noarch (requested as a)",
                        "b-1-1.noarch (a-1-1.noarch requires b)",
                        "d-1-1.noarch (b-1-1.noarch requires capability)");
        assertThat(resolution.explain("d-1-1.noarch")).isEqualTo(resolution.explain("d"));
        assertThat(resolution.explain("e")).isEmpty();
    }

    @Test
    void anUnknownRequestIsReported() {
        assertThatThrownBy(() -> resolver(rpm("a-1-1.noarch")).resolve(List.of("a", "b")))
                .isInstanceOf(RpmResolutionException.class)
                .hasMessageStartingWith("b: no such package");
    }

    @ParameterizedTest
    @CsvSource({
        "x86-64, no such architecture: 'x86-64'; did you mean x86_64?",
        "arm64, no such architecture: 'arm64'; did you mean aarch64?",
        "x86_65, no such architecture: 'x86_65'; did you mean x86_64?",
        "k1on, no such architecture: 'k1on'; did you mean k1om?"
    })
    void refusesAnUnknownArchitecture(String name, String message) {
        TestRepository repository =
                TestRepository.of("r", List.of(rpm("a-1-1.k1om").build()));
        assertThatThrownBy(() -> Resolver.builder()
                        .repositories(List.of(repository))
                        .architecture(name)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anArchitectureLikeNoOtherIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Resolver.builder().architecture("nonsense").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "no such architecture: 'nonsense'; known are (\\w+, )*aarch64, (\\w+, )*x86_64(, \\w+)*");
    }

    @Test
    void acceptsAnArchitectureThatPackagesUse() throws Exception {
        TestRepository repository =
                TestRepository.of("r", List.of(rpm("a-1-1.k1om").build()));
        Resolver resolver = Resolver.builder()
                .repositories(List.of(repository))
                .architecture("k1om")
                .build();
        assertThat(resolver.resolve(List.of("a")).packages()).hasSize(1);
    }

    @Test
    void aPatternRequestsEveryMatchingName() throws Exception {
        Resolver resolver = resolver(
                rpm("python3-a-1-1.noarch"),
                rpm("python3-b-1-1.noarch"),
                rpm("python3-b-2-1.noarch"),
                rpm("x-1-1.noarch"));
        assertThat(resolver.resolve(List.of("python3-[ab]*")).packages())
                .extracting(each -> each.nevra().toString())
                .containsExactly("python3-a-1-1.noarch", "python3-b-2-1.noarch");
        assertThatThrownBy(() -> resolver.resolve(List.of("y*"))).hasMessageStartingWith("y*: no such package");
    }

    @Test
    void fileListsAreReadOnlyWhenPrimaryLacksThePath() throws Exception {
        TestRepository repository = TestRepository.of(
                        "r",
                        rpm("a-1-1.noarch").requires("/usr/bin/b"),
                        rpm("b-1-1.noarch").files("/usr/bin/b"),
                        rpm("c-1-1.noarch").requires("/usr/share/b"))
                .withFiles(1, "/usr/share/b");
        Resolver resolver = Resolver.builder().repositories(List.of(repository)).build();
        assertThat(resolver.resolve(List.of("a")).packages()).hasSize(2);
        assertThatThrownBy(() -> resolver.resolve(List.of("/usr/bin/none"))).isInstanceOf(RpmResolutionException.class);
        assertThat(repository.fileListLoads()[0]).isZero();
        assertThat(resolver.resolve(List.of("c")).packages()).hasSize(2);
        assertThat(repository.fileListLoads()[0]).isOne();
    }

    @Test
    void aFailureNamesAllRequestsThatMatchNothing() {
        Resolver resolver = resolver(rpm("python3-yaml-1-1.noarch"), rpm("b-1-1.noarch"));
        assertThatThrownBy(() -> resolver.resolve(List.of("python3-yam", "b", "/usr/bin/none")))
                .hasMessage("python3-yam: no such package; did you mean python3-yaml?\n"
                        + "/usr/bin/none: no package contains this file");
    }

    @Test
    void theSearchEndsWhenItsThreadIsInterrupted() throws Exception {
        Resolver resolver = Resolver.builder()
                .repositories(List.of(pigeonholes(12)))
                .limit(Duration.ofMinutes(5), Integer.MAX_VALUE)
                .build();
        assertThat(Cancelling.after(Duration.ofMillis(50), () -> resolver.resolve(List.of("all"))))
                .isEqualTo("interrupted while resolving all");
    }

    @Test
    void theSearchIsBoundedInTimeAndConflicts() {
        Resolver.Builder builder =
                Resolver.builder().repositories(List.of(pigeonholes(9))).limit(Duration.ofMinutes(5), 20);
        assertThatThrownBy(() -> builder.build().resolve(List.of("all")))
                .isInstanceOf(RpmResolutionException.class)
                .hasMessage("all: no solution found within 20 conflicts");
        builder.limit(Duration.ofNanos(1), Integer.MAX_VALUE);
        assertThatThrownBy(() -> builder.build().resolve(List.of("all")))
                .isInstanceOf(RpmResolutionException.class)
                .hasMessage("all: no solution found within 0 ms");
    }

    /** The pigeonhole principle: one pigeon more than holes, which is hard for every solver based on resolution. */
    private static TestRepository pigeonholes(int holes) {
        List<PackageMetadata> out = new ArrayList<>();
        PackageBuilder all = rpm("all-1-1.noarch");
        for (int pigeon = 0; pigeon <= holes; pigeon++) {
            all.requires("pigeon" + pigeon);
            for (int hole = 0; hole < holes; hole++) {
                out.add(rpm("p" + pigeon + "h" + hole + "-1-1.noarch")
                        .provides("pigeon" + pigeon, "hole" + hole)
                        .conflicts("hole" + hole)
                        .build());
            }
        }
        out.add(all.build());
        return TestRepository.of("r", out);
    }

    @Test
    void equalRepositoriesGiveEqualAnswersInTheSameOrder() throws Exception {
        int solved = 0;
        for (int seed = 0; seed < 60; seed++) {
            List<String> answers = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
                RandomRepositories random = new RandomRepositories(seed);
                Resolver resolver = Resolver.builder()
                        .repositories(List.copyOf(random.repositories()))
                        .weakDependencies(true)
                        .build();
                for (int warmUp = 0; warmUp < copy * 5; warmUp++) { // earlier requests must not matter
                    answer(resolver, List.of("p" + warmUp));
                }
                answers.add(answer(resolver, random.request()));
            }
            assertThat(answers.get(0)).as("seed %d", seed).isEqualTo(answers.get(1));
            solved += answers.get(0).startsWith("[") ? 1 : 0;
        }
        assertThat(solved).isGreaterThan(10);
    }

    private static String answer(Resolver resolver, List<String> requests) throws IOException {
        try {
            return resolver.resolve(requests).packages().toString();
        } catch (RpmResolutionException e) {
            return e.getMessage();
        }
    }

    @Test
    void threadsGetTheSameAnswers() throws Exception {
        RandomRepositories random = new RandomRepositories(4);
        Resolver resolver = Resolver.builder()
                .repositories(List.copyOf(random.repositories()))
                .weakDependencies(true)
                .build();
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i % 8;
            tasks.add(() -> answer(resolver, List.of("p" + number)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = threads.invokeAll(tasks);
            for (int i = 8; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(answers.get(i % 8).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Resolver resolver(PackageBuilder... packages) {
        return Resolver.builder()
                .repositories(List.of(TestRepository.of("r", packages)))
                .build();
    }
}
