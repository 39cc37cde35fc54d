package io.relocpy.rpm.resolve;

import static io.relocpy.rpm.file.PackageBuilder.rpm;

import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.resolve.LibsolvOracle.Question;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small repository for each rule of the resolver, with the answers of libsolv 0.7.23.
 *
 * <p>{@link ResolverTest} expects these answers; {@link LibsolvScenariosIT} checks them against the installed libsolv.
 */
final class ResolverScenarios {
    private ResolverScenarios() {}

    /**
     * @param rule what the scenario shows
     * @param question what to resolve, with weak dependencies or without
     * @param answer {@code NEVRA@repository}, sorted; null if there is no solution
     */
    record Scenario(
            String rule, Question question, @Nullable List<String> answer) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<Scenario> all() {
        return Stream.of(
                        versionsAndArchitectures(),
                        obsoletesAndConflicts(),
                        richRequirements(),
                        weakDependencies(),
                        orderOfChoices(),
                        requests(),
                        repositories(),
                        limitsOfSolvability())
                .flatMap(stream -> stream);
    }

    private static Scenario strong(String rule, TestRepository repository, String request, String... answer) {
        return scenario(rule, List.of(repository), request, false, List.of(answer));
    }

    private static Scenario weak(String rule, TestRepository repository, String request, String... answer) {
        return scenario(rule, List.of(repository), request, true, List.of(answer));
    }

    private static Scenario unsolvable(String rule, TestRepository repository, String request) {
        return scenario(rule, List.of(repository), request, false, null);
    }

    private static Scenario scenario(
            String rule,
            List<TestRepository> repositories,
            String request,
            boolean weak,
            @Nullable List<String> answer) {
        return new Scenario(rule, new Question(repositories, List.of(request.split(", ")), weak), answer);
    }

    private static TestRepository repository(PackageBuilder... packages) {
        return TestRepository.of("r", packages);
    }

    private static Stream<Scenario> versionsAndArchitectures() {
        TestRepository versions = repository(
                rpm("a-1-1.noarch"),
                rpm("a-1:0.5-1.noarch"),
                rpm("a-2-1.noarch").requires("none"));
        TestRepository multilib = repository(
                rpm("a-1-1.i686"),
                rpm("a-1-1.x86_64"),
                rpm("b-1-1.x86_64").requires("a(x86-32)"),
                rpm("c-1-1.i686").provides("a(x86-32)").requires("d"),
                rpm("d-2-1.i686"),
                rpm("d-1-1.x86_64"),
                rpm("d-2-1.x86_64"),
                rpm("e-1-1.aarch64"));
        return Stream.of(
                strong("the highest epoch wins", versions, "a", "a-1:0.5-1.noarch@r"),
                strong("x86_64 is better than i686", multilib, "a", "a-1-1.x86_64@r"),
                strong("an inferior architecture is installed if requested", multilib, "a.i686", "a-1-1.i686@r"),
                strong(
                        "what a capability of the other architecture needs comes in the best architecture",
                        multilib,
                        "b",
                        "b-1-1.x86_64@r",
                        "c-1-1.i686@r",
                        "d-2-1.x86_64@r"),
                unsolvable("a foreign architecture cannot be installed", multilib, "e"));
    }

    private static Stream<Scenario> obsoletesAndConflicts() {
        TestRepository obsoletes = repository(
                rpm("old-1-1.noarch"),
                rpm("old-3-1.noarch"),
                rpm("new-1-1.noarch").obsoletes("old < 2").provides("old = 2"),
                rpm("user-1-1.noarch").requires("old < 3"),
                rpm("both-1-1.noarch").requires("new", "old = 1"));
        TestRepository conflicts = repository(
                rpm("a-1-1.noarch").requires("c"),
                rpm("b-1-1.noarch").provides("c").conflicts("a"),
                rpm("d-1-1.noarch").provides("c").conflicts("c"));
        return Stream.of(
                strong("an obsoleting package stands for the obsoleted name", obsoletes, "old", "old-3-1.noarch@r"),
                strong(
                        "a dependency is satisfied by what obsoletes its provider",
                        obsoletes,
                        "user",
                        "new-1-1.noarch@r",
                        "user-1-1.noarch@r"),
                unsolvable("obsoleted and obsoleting cannot be together", obsoletes, "both"),
                strong(
                        "a conflict rules a provider out, one with itself does not count",
                        conflicts,
                        "a",
                        "a-1-1.noarch@r",
                        "d-1-1.noarch@r"));
    }

    private static Stream<Scenario> richRequirements() {
        TestRepository rich = repository(
                rpm("or-1-1.noarch").requires("(x or b)"),
                rpm("and-1-1.noarch").requires("(b and c)"),
                rpm("if-1-1.noarch").requires("(b if c)"),
                rpm("if-else-1-1.noarch").requires("(b if x else c)"),
                rpm("unless-1-1.noarch").requires("(b unless c)"),
                rpm("with-1-1.noarch").requires("(v >= 2 with v < 3)"),
                rpm("without-1-1.noarch").requires("(v without c)"),
                rpm("nested-1-1.noarch").requires("((b and c) or x)", "(d if (b or x))"),
                rpm("b-1-1.noarch").provides("v = 1"),
                rpm("c-1-1.noarch").provides("v = 2"),
                rpm("d-1-1.noarch").provides("v = 3"));
        return Stream.of(
                strong("or takes what is there", rich, "or", "b-1-1.noarch@r", "or-1-1.noarch@r"),
                strong("and takes both", rich, "and", "and-1-1.noarch@r", "b-1-1.noarch@r", "c-1-1.noarch@r"),
                strong("if without the condition asks for nothing", rich, "if", "if-1-1.noarch@r"),
                strong(
                        "if with the condition asks",
                        rich,
                        "if, c",
                        "b-1-1.noarch@r",
                        "c-1-1.noarch@r",
                        "if-1-1.noarch@r"),
                strong("else without the condition", rich, "if-else", "c-1-1.noarch@r", "if-else-1-1.noarch@r"),
                strong("unless", rich, "unless", "b-1-1.noarch@r", "unless-1-1.noarch@r"),
                unsolvable("unless with the condition", rich, "unless, c"),
                strong("with is one package", rich, "with", "c-1-1.noarch@r", "with-1-1.noarch@r"),
                strong(
                        "without drops providers, the newest is left",
                        rich,
                        "without",
                        "d-1-1.noarch@r",
                        "without-1-1.noarch@r"),
                strong(
                        "nested expressions",
                        rich,
                        "nested",
                        "b-1-1.noarch@r",
                        "c-1-1.noarch@r",
                        "d-1-1.noarch@r",
                        "nested-1-1.noarch@r"),
                strong("a rich dependency as request", rich, "(x or d)", "d-1-1.noarch@r"));
    }

    private static Stream<Scenario> weakDependencies() {
        TestRepository weak = repository(
                rpm("a-1-1.noarch").recommends("b", "broken").suggests("s"),
                rpm("b-1-1.noarch").requires("x"),
                rpm("broken-1-1.noarch").requires("none"),
                rpm("s-1-1.noarch").provides("x"),
                rpm("r-1-1.noarch").provides("x"),
                rpm("lang-1-1.noarch").supplements("(a and b)"),
                rpm("idle-1-1.noarch").supplements("(none if none)"),
                rpm("prefers-1-1.noarch").requires("x").recommends("r"));
        return Stream.of(
                strong("weak dependencies are not installed", weak, "a", "a-1-1.noarch@r"),
                weak(
                        "recommended if possible, supplementing, suggested first",
                        weak,
                        "a",
                        "a-1-1.noarch@r",
                        "b-1-1.noarch@r",
                        "lang-1-1.noarch@r",
                        "s-1-1.noarch@r"),
                strong(
                        "what is recommended is preferred even when weak dependencies are off",
                        weak,
                        "prefers",
                        "prefers-1-1.noarch@r",
                        "r-1-1.noarch@r"));
    }

    private static Stream<Scenario> orderOfChoices() {
        TestRepository common = repository(
                rpm("a-1-1.noarch").requires("x"),
                rpm("p1-1-1.noarch").provides("x = 1"),
                rpm("p2-1-1.noarch").provides("x = 2"));
        TestRepository alphabet = repository(
                rpm("a-1-1.noarch").requires("x"),
                rpm("q-1-1.noarch").provides("x"),
                rpm("p-1-1.noarch").provides("x"));
        TestRepository postponed = repository(
                rpm("a-1-1.noarch").requires("x", "z"),
                rpm("p-1-1.noarch").provides("x"),
                rpm("q-1-1.noarch").provides("x"),
                rpm("z-1-1.noarch").requires("q"));
        TestRepository spared = repository(
                rpm("a-1-1.noarch").requires("x", "y"),
                rpm("p-1-1.noarch").provides("x"),
                rpm("q-1-1.noarch").provides("x"),
                rpm("y1-1-1.noarch").provides("y").requires("q"),
                rpm("y2-1-1.noarch").provides("y").requires("q"));
        TestRepository learning = repository(
                rpm("a-1-1.noarch").requires("x", "y"),
                rpm("x1-1-1.noarch").provides("x").conflicts("y"),
                rpm("x2-1-1.noarch").provides("x").conflicts("y1"),
                rpm("y1-1-1.noarch").provides("y"),
                rpm("y2-1-1.noarch").provides("y"));
        return Stream.of(
                strong(
                        "the newer version of what candidates have in common",
                        common,
                        "a",
                        "a-1-1.noarch@r",
                        "p2-1-1.noarch@r"),
                strong("else the first name", alphabet, "a", "a-1-1.noarch@r", "p-1-1.noarch@r"),
                strong(
                        "a choice waits for what is certain",
                        postponed,
                        "a",
                        "a-1-1.noarch@r",
                        "q-1-1.noarch@r",
                        "z-1-1.noarch@r"),
                strong(
                        "a choice is taken back when it can be spared",
                        spared,
                        "a",
                        "a-1-1.noarch@r",
                        "q-1-1.noarch@r",
                        "y1-1-1.noarch@r"),
                strong(
                        "a conflict is learnt from",
                        learning,
                        "a",
                        "a-1-1.noarch@r",
                        "x2-1-1.noarch@r",
                        "y2-1-1.noarch@r"));
    }

    private static Stream<Scenario> requests() {
        TestRepository repository = repository(
                        rpm("a-1-1.noarch").files("/usr/bin/a"),
                        rpm("a-2-1.noarch").files("/usr/bin/a"),
                        rpm("b-1-1.noarch").requires("/usr/share/deep/file", "rpmlib(Something) <= 4.0"),
                        rpm("c-1-1.noarch").provides("python3dist(c) = 3"),
                        rpm("kernel-1-1.noarch"),
                        rpm("kernel-2-1.noarch"))
                .withFiles(3, "/usr/share/deep/file");
        TestRepository supplementing = repository(
                rpm("app-1-1.noarch"),
                rpm("kernel-1-1.noarch").supplements("app"),
                rpm("kernel-2-1.noarch"),
                rpm("other-1-1.noarch").supplements("app"));
        return Stream.of(
                weak(
                        "of several kernels none supplements where another is installed",
                        supplementing,
                        "app, kernel",
                        "app-1-1.noarch@r",
                        "kernel-2-1.noarch@r",
                        "other-1-1.noarch@r"),
                weak(
                        "a kernel supplements where none is installed",
                        supplementing,
                        "app",
                        "app-1-1.noarch@r",
                        "kernel-1-1.noarch@r",
                        "other-1-1.noarch@r"),
                strong("a name", repository, "a", "a-2-1.noarch@r"),
                strong("name-version-release", repository, "a-1-1", "a-1-1.noarch@r"),
                strong("name-version-release.arch", repository, "a-1-1.noarch", "a-1-1.noarch@r"),
                strong("a capability", repository, "python3dist(c)", "c-1-1.noarch@r"),
                strong("a capability with a version", repository, "python3dist(c) >= 2", "c-1-1.noarch@r"),
                strong("a path in primary", repository, "/usr/bin/a", "a-2-1.noarch@r"),
                strong(
                        "a path in filelists alone, and a feature of rpm",
                        repository,
                        "b",
                        "b-1-1.noarch@r",
                        "c-1-1.noarch@r"),
                strong(
                        "several kernels side by side",
                        repository,
                        "kernel-1-1, kernel-2-1",
                        "kernel-1-1.noarch@r",
                        "kernel-2-1.noarch@r"),
                unsolvable("other packages not", repository, "a-1-1, a-2-1"),
                unsolvable("what is not there", repository, "nothing"));
    }

    private static Stream<Scenario> repositories() {
        TestRepository first = TestRepository.of("first", rpm("a-1-1.noarch"), rpm("b-1-1.noarch"));
        TestRepository second = TestRepository.of("second", rpm("a-2-1.noarch"), rpm("b-1-1.noarch"));
        return Stream.of(
                scenario(
                        "the newer version, wherever it is",
                        List.of(first, second),
                        "a",
                        false,
                        List.of("a-2-1.noarch@second")),
                scenario(
                        "priority goes before version",
                        List.of(first.withPriority(10), second),
                        "a",
                        false,
                        List.of("a-1-1.noarch@first")),
                scenario("the first of equals", List.of(first, second), "b", false, List.of("b-1-1.noarch@first")),
                scenario(
                        "the cheaper of equals",
                        List.of(first, second.withCost(500)),
                        "b",
                        false,
                        List.of("b-1-1.noarch@second")));
    }

    private static Stream<Scenario> limitsOfSolvability() {
        TestRepository repository = repository(
                rpm("a-2-1.noarch").requires("none"),
                rpm("a-1-1.noarch"),
                rpm("b-1-1.noarch").requires("c"),
                rpm("c-1-1.noarch").requires("d"),
                rpm("d-1-1.noarch").conflicts("b"));
        return Stream.of(
                strong("an older version when the newest cannot be", repository, "a", "a-1-1.noarch@r"),
                new Scenario(
                        "unless only the best is allowed",
                        new Question(List.of(repository), List.of("a"), "x86_64", false, true, List.of()),
                        null),
                new Scenario(
                        "without what is excluded",
                        new Question(List.of(repository), List.of("a"), "x86_64", false, true, List.of("c")),
                        null),
                unsolvable("a circle that ends in a conflict", repository, "b"));
    }
}
