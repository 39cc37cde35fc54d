package io.relocpy.deb.resolve;

import static io.relocpy.deb.resolve.AptScenarios.stanza;
import static io.relocpy.deb.resolve.AptScenarios.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.relocpy.deb.Pin;
import io.relocpy.deb.resolve.AptScenarios.Scenario;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.testing.Cancelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AptResolverTest {
    static List<Scenario> scenarios() {
        return AptScenarios.all();
    }

    private static AptResolver.Builder builder(String packages) throws Exception {
        return AptResolver.builder(AptRepository.of(packages).lists());
    }

    private static AptResolver resolver(String packages) throws Exception {
        return builder(packages).build();
    }

    private static AptResolutionException failure(AptResolver resolver, String... request) {
        return catchThrowableOfType(AptResolutionException.class, () -> resolver.resolve(List.of(request)));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersAsApt(Scenario scenario) throws Exception {
        assertThat(DebianData.answer(
                        scenario.question().resolver(), scenario.question().request()))
                .isEqualTo(scenario.answer());
    }

    @Test
    void eachPackageHasItsReasonAndComesBehindWhatItDependsOn() throws Exception {
        AptResolver resolver = builder(stanza("a", "Depends: b (>= 1) | c", "Recommends: r")
                        + stanza("b", "Pre-Depends: d")
                        + stanza("c")
                        + stanza("d")
                        + stanza("r"))
                .recommends(true)
                .build();
        assertThat(resolver.resolve(List.of("a")).packages())
                .extracting(ResolvedPackage::toString)
                .containsExactly(
                        "d:amd64=1 (b:amd64=1 pre-depends on d)",
                        "b:amd64=1 (a:amd64=1 depends on b (>= 1) | c)",
                        "a:amd64=1 (requested as a)",
                        "r:amd64=1 (a:amd64=1 recommends r)");
    }

    @Test
    void aPackageIsExplainedByTheChainFromTheRequest() throws Exception {
        Resolution resolution = resolver(stanza("a", "Depends: b, c")
                        + stanza("b", "Depends: v")
                        + stanza("c")
                        + stanza("d", "Provides: v"))
                .resolve(List.of("a"));
        assertThat(resolution.explain("d"))
                .extracting(ResolvedPackage::toString)
                .containsExactly(
                        "a:amd64=1 (requested as a)",
                        "b:amd64=1 (a:amd64=1 depends on b)",
                        "d:amd64=1 (b:amd64=1 depends on v)");
        assertThat(resolution.explain("d:amd64=1")).isEqualTo(resolution.explain("d"));
        assertThat(resolution.explain("d:amd64")).isEqualTo(resolution.explain("d"));
        assertThat(resolution.explain("e")).isEmpty();
    }

    @Test
    void metadataAreThoseOfTheStanza() throws Exception {
        String sha256 = "0123456789abcdef".repeat(4);
        Resolution resolution = resolver(versioned(
                        "a",
                        "1:2-3",
                        "all",
                        "Source: s (2-1)",
                        "Section: python",
                        "Priority: optional",
                        "Filename: pool/a.deb",
                        "Size: 5000000000",
                        "Installed-Size: 77",
                        "SHA256: " + sha256,
                        "Description: short",
                        " and long"))
                .resolve(List.of("a"));
        PackageMetadata metadata = resolution.packages().get(0).metadata();
        assertThat(metadata.id()).hasToString("a:all=1:2-3");
        assertThat(metadata.origin().release().codename()).contains("alpha");
        assertThat(metadata)
                .extracting(
                        PackageMetadata::sourceName,
                        PackageMetadata::sourceVersion,
                        PackageMetadata::section,
                        PackageMetadata::priority,
                        PackageMetadata::filename,
                        PackageMetadata::size,
                        PackageMetadata::installedSize,
                        PackageMetadata::checksum,
                        PackageMetadata::summary)
                .containsExactly(
                        "s",
                        "2-1",
                        Optional.of("python"),
                        Optional.of("optional"),
                        Optional.of("pool/a.deb"),
                        OptionalLong.of(5_000_000_000L),
                        OptionalLong.of(77),
                        Optional.of(new Checksum(Checksum.Algorithm.SHA_256, sha256)),
                        Optional.of("short"));
    }

    @Test
    void whatAPackagesFileDoesNotSayIsAbsent() throws Exception {
        PackageMetadata metadata =
                resolver(stanza("a")).resolve(List.of("a")).packages().get(0).metadata();
        assertThat(metadata.sourceName()).isEqualTo("a");
        assertThat(metadata.sourceVersion()).isEqualTo("1");
        assertThat(List.of(metadata.section(), metadata.priority(), metadata.checksum(), metadata.summary()))
                .containsOnly(Optional.empty());
        assertThat(metadata.installedSize()).isEmpty();
    }

    @Test
    void aVariantSharesTheCandidatesUnlessTheyCanDiffer() throws Exception {
        String packages = stanza("a", "Recommends: b") + stanza("b");
        AptResolver resolver = builder(packages).exclude("b").recommends(true).build();
        assertThat(resolver).hasToString("AptResolver[[amd64], 2 packages, INTERNAL, recommends, without [b]]");
        assertThat(DebianData.answer(resolver, List.of("a"))).containsExactly("a 1 amd64");
        AptResolver other = resolver.toBuilder().solver(AptSolver.SOLVER_3).build();
        assertThat(DebianData.answer(other, List.of("a"))).containsExactly("a 1 amd64");
        AptResolver none = resolver.toBuilder().exclude("a").build();
        assertThat(DebianData.answer(none, List.of("a"))).isNull();
        AptResolver pinned = builder(packages).build().toBuilder()
                .pins(new Pin(List.of("b"), Pin.Kind.VERSION, "*", Pin.NEVER))
                .recommends(true)
                .build();
        assertThat(DebianData.answer(pinned, List.of("a"))).containsExactly("a 1 amd64");
        AptResolver released = resolver.toBuilder().defaultRelease("nowhere").build();
        assertThatThrownBy(() -> released.resolve(List.of("a")))
                .hasMessage("a: no package list is of the default release");
    }

    @Test
    void anExcludedPackageIsNotInstalled() throws Exception {
        String packages = stanza("a", "Depends: b | c") + stanza("b") + stanza("c");
        assertThat(DebianData.answer(builder(packages).exclude("b").build(), List.of("a")))
                .containsExactly("a 1 amd64", "c 1 amd64");
        AptResolver without = builder(packages).exclude("b", "c*").build();
        assertThat(failure(without, "a"))
                .hasMessage("a: no solution\n"
                        + "  a is requested: a:amd64=1\n"
                        + "  a:amd64=1 depends on b | c, which no candidate satisfies, only b:amd64=1 or c:amd64=1");
        assertThat(failure(without, "b"))
                .hasMessage("b: by priorities, pins or excludes none may be installed of b:amd64=1");
    }

    @Test
    void aPinCanBeOfTheSourcesVersion() throws Exception {
        AptRepository repository = AptRepository.of("""
                Package: a
                Version: 1
                Architecture: amd64
                Source: s (7)

                Package: a
                Version: 2
                Architecture: amd64
                Source: s (8)
                """);
        AptResolver resolver = AptResolver.builder(repository.lists())
                .pins(List.of(new Pin(List.of("src:s"), Pin.Kind.SOURCE_VERSION, "7*", 1000)))
                .build();
        assertThat(resolver.resolve(List.of("a")).packages().get(0).id()).hasToString("a:amd64=1");
    }

    @Test
    void anExcludeIsStrongerThanAPin() throws Exception {
        AptResolver resolver = builder(stanza("a"))
                .pins(List.of(new Pin(List.of("a"), Pin.Kind.VERSION, "*", 1000)))
                .exclude("a")
                .build();
        assertThat(DebianData.answer(resolver, List.of("a"))).isNull();
    }

    @Test
    void aContradictionIsTheSmallestSetOfStatements() throws Exception {
        AptResolutionException failure = failure(
                resolver(stanza("a", "Depends: b, x")
                        + stanza("b", "Depends: c | d")
                        + stanza("c", "Conflicts: e")
                        + stanza("d", "Breaks: e")
                        + stanza("e")
                        + stanza("f")
                        + stanza("x")),
                "f",
                "a",
                "e");
        assertThat(failure)
                .hasMessage("f, a, e: no solution\n"
                        + "  a is requested: a:amd64=1\n"
                        + "  e is requested: e:amd64=1\n"
                        + "  a:amd64=1 depends on b: b:amd64=1\n"
                        + "  b:amd64=1 depends on c | d: c:amd64=1 or d:amd64=1\n"
                        + "  c:amd64=1 conflicts with e\n"
                        + "  d:amd64=1 breaks e");
        assertThat(failure.contradiction())
                .get()
                .extracting(Contradiction::proven)
                .isEqualTo(true);
    }

    @Test
    void whatAptLeavesBrokenIsToldWhereASolutionExists() throws Exception {
        AptResolver resolver = resolver(AptScenarios.GIVEN_UP);
        assertThat(DebianData.answer(
                        resolver.toBuilder().solver(AptSolver.SOLVER_3).build(), List.of("a")))
                .containsExactly("a 1 amd64", "c 1 amd64", "d 1 amd64");
        AptResolutionException failure = failure(resolver, "a");
        assertThat(failure)
                .hasMessage("a: apt finds no solution, though there may be one\n"
                        + "  a:amd64=1 depends on c | b: c:amd64=1 or b:amd64=1");
        assertThat(failure.contradiction())
                .get()
                .extracting(Contradiction::proven)
                .isEqualTo(false);
    }

    @Test
    void anUnknownPackageIsNamedWithItsNeighbours() throws Exception {
        AptResolver resolver = resolver(stanza("python3-yaml") + stanza("python3-yarl") + stanza("zlib"));
        assertThat(failure(resolver, "python3-ymal"))
                .hasMessage("python3-ymal: no such package; did you mean python3-yaml or python3-yarl?");
        assertThat(failure(resolver, "python-yaml").suggestions()).startsWith("python3-yaml");
        assertThat(failure(resolver, "yaml").suggestions()).containsExactly("python3-yaml");
        assertThat(failure(resolver, "nothing-like-it").suggestions()).isEmpty();
    }

    @Test
    void aPackageForOtherArchitecturesIsNotUnknown() throws Exception {
        AptResolver resolver = resolver(versioned("a", "1", "arm64") + versioned("a", "2", "riscv64") + stanza("b"));
        assertThat(failure(resolver, "a")).hasMessage("a: no such package for amd64, only for arm64 or riscv64");
        assertThat(failure(resolver, "b:arm64"))
                .hasMessage("b:arm64: arm64 is not among the architectures [amd64]; foreign ones have to be named");
        assertThat(failure(resolver, "a:amd64"))
                .hasMessage("a:amd64: no such package for amd64, only for arm64 or riscv64");
    }

    @Test
    void ofManyUnknownPackagesTheFirstHaveNeighbours() throws Exception {
        String[] requests = IntStream.range(0, 1000)
                .mapToObj(i -> String.format("python3-yaml%03d", i))
                .toArray(String[]::new);
        assertThat(failure(resolver(stanza("python3-yaml")), requests)
                        .getMessage()
                        .lines())
                .hasSize(1000)
                .startsWith("python3-yaml000: no such package; did you mean python3-yaml?")
                .endsWith("python3-yaml999: no such package");
    }

    @Test
    void messagesArePrintable() throws Exception {
        assertThat(failure(resolver(stanza("a")), "a\u001b[2J\nb")).hasMessage("a\\u001b[2J\\u000ab: no such package");
    }

    @Test
    void longChainsOfDependenciesDoNotExhaustTheStack() throws Exception {
        StringBuilder packages = new StringBuilder();
        for (int i = 0; i < 2_900; i++) {
            packages.append(stanza("p" + i, "Depends: p" + (i + 1)));
        }
        packages.append(stanza("p2900"));
        List<ResolvedPackage> installed =
                resolver(packages.toString()).resolve(List.of("p0")).packages();
        assertThat(installed).hasSize(2_901);
        assertThat(installed.get(0).id().name()).isEqualTo("p2900");
        for (int i = 2_901; i < 30_000; i++) {
            packages.append(stanza("p" + i, "Depends: p" + (i + 1)));
        }
        assertThat(failure(resolver(packages.toString().replace("Package: p2900\n", "Package: q\n")), "p0"))
                .isNotNull();
    }

    @Test
    void severalThreadsCanUseOneResolver() throws Exception {
        AptResolver resolver = resolver(stanza("a", "Depends: b (>= 1), v")
                + stanza("b", "Breaks: c (<< 1)")
                + stanza("c")
                + stanza("d", "Provides: v")
                + stanza("e", "Provides: v"));
        List<String> alone = DebianData.answer(resolver, List.of("a", "c"));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(() -> DebianData.answer(resolver, List.of("a", "c")));
            }
            for (Future<List<String>> each : pool.invokeAll(tasks)) {
                assertThat(each.get()).isEqualTo(alone);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void malformedListsAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> resolver(stanza("ok") + stanza("a", "Depends: b (>= 1")))
                .isInstanceOf(FormatException.class)
                .hasMessage("alpha main amd64 Packages, stanza at byte 44: expected a version in parentheses,"
                        + " found '(>= 1'");
        assertThatThrownBy(() -> resolver(versioned("../etc", "1", "amd64")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected a package name, found '../etc'");
        assertThatThrownBy(() -> resolver(versioned("a", "1 2", "amd64"))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> resolver(versioned("a", "1", "a/b"))).isInstanceOf(FormatException.class);
    }

    /** Packages of which each needs a place of its own, with one place too few: no solver can tell in a reasonable time. */
    private static String pigeons(int places) {
        StringBuilder stanzas = new StringBuilder();
        for (int i = 0; i <= places; i++) {
            int pigeon = i;
            stanzas.append(stanza(
                    "p" + pigeon,
                    "Depends: "
                            + IntStream.range(0, places)
                                    .mapToObj(place -> "p" + pigeon + "at" + place)
                                    .collect(Collectors.joining(" | "))));
            for (int j = 0; j < places; j++) {
                int place = j;
                stanzas.append(stanza(
                        "p" + pigeon + "at" + place,
                        "Conflicts: "
                                + IntStream.rangeClosed(0, places)
                                        .filter(other -> other != pigeon)
                                        .mapToObj(other -> "p" + other + "at" + place)
                                        .collect(Collectors.joining(", "))));
            }
        }
        return stanzas.toString();
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL, 200", "INTERNAL, 2000", "SOLVER_3, 200", "SOLVER_3, 2000"})
    void anInterruptEndsTheSearchAndThatForTheReasonOfAFailure(AptSolver solver, long milliseconds) throws Exception {
        AptResolver resolver = builder(pigeons(60)).solver(solver).build();
        List<String> requests =
                IntStream.rangeClosed(0, 60).mapToObj(each -> "p" + each).toList();

        assertThat(Cancelling.after(Duration.ofMillis(milliseconds), () -> resolver.resolve(requests)))
                .startsWith("interrupted while resolving " + requests.get(0));
    }
}
