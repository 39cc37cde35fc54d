package io.relocpy.deb.resolve;

import io.relocpy.deb.resolve.AptRepository.Question;
import io.relocpy.deb.resolve.AptRepository.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Small repositories and what apt-get answers on them; AptScenariosIT asks it. */
final class AptScenarios {
    /** a, c and d would do. */
    static final String GIVEN_UP = stanza("a", "Depends: c | b")
            + stanza("b", "Depends: c")
            + stanza("c", "Depends: b | d", "Conflicts: b")
            + stanza("d");

    private AptScenarios() {}

    /**
     * One question.
     *
     * @param answer {@code name version architecture} of each package; null when apt gives up
     */
    record Scenario(
            String name, Question question, @Nullable List<String> answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A stanza of version 1 for amd64 with more fields, each a name and a value. */
    static String stanza(String name, String... fields) {
        return versioned(name, "1", "amd64", fields);
    }

    static String versioned(String name, String version, String arch, String... fields) {
        StringBuilder text =
                new StringBuilder("Package: " + name + "\nVersion: " + version + "\nArchitecture: " + arch + "\n");
        for (String field : fields) {
            text.append(field).append('\n');
        }
        return text.append('\n').toString();
    }

    private static Question ask(String packages, String... request) {
        return AptRepository.of(packages).question(request);
    }

    private static Scenario scenario(String name, Question question, String... answer) {
        List<String> full = Stream.of(answer)
                .map(each -> each.contains(" ") ? each : each + " 1 amd64")
                .sorted()
                .toList();
        return new Scenario(name, question, full);
    }

    private static Scenario unsolvable(String name, Question question) {
        return new Scenario(name, question, null);
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        addAlternatives(all);
        addConflicts(all);
        addRequests(all);
        addMultiArch(all);
        addPins(all);
        return all;
    }

    private static void addAlternatives(List<Scenario> all) {
        all.add(scenario(
                "the first alternative",
                ask(stanza("a", "Depends: b | c") + stanza("b") + stanza("c"), "a"),
                "a",
                "b"));
        all.add(scenario(
                "an alternative that is there already",
                ask(stanza("a", "Depends: b | c") + stanza("b") + stanza("c"), "c", "a"),
                "a",
                "c"));
        all.add(scenario(
                "an alternative that can be installed",
                ask(stanza("a", "Depends: b | c") + stanza("b", "Depends: nowhere") + stanza("c"), "a"),
                "a",
                "c"));
        all.add(scenario(
                "what was marked for a failed alternative does not stay",
                ask(
                        stanza("a", "Depends: b | c")
                                + stanza("b", "Depends: d, e")
                                + stanza("c")
                                + stanza("d")
                                + stanza("e", "Depends: nowhere"),
                        "a"),
                "a",
                "c"));
        all.add(scenario(
                "the real package before providers",
                ask(stanza("p", "Provides: b") + stanza("b") + stanza("a", "Depends: b"), "a"),
                "a",
                "b"));
        all.add(scenario(
                "the provider of the higher priority",
                ask(
                        stanza("a", "Depends: v")
                                + stanza("p", "Priority: optional", "Provides: v")
                                + stanza("q", "Priority: standard", "Provides: v"),
                        "a"),
                "a",
                "q"));
        all.add(scenario(
                "the provider that was mentioned last",
                ask(stanza("a", "Depends: v") + stanza("p", "Provides: v") + stanza("q", "Provides: v"), "a"),
                "a",
                "q"));
        all.add(unsolvable(
                "a provider without a version for a dependency with one",
                ask(stanza("a", "Depends: v (>= 1)") + stanza("p", "Provides: v"), "a")));
        all.add(scenario(
                "a provider with a version",
                ask(stanza("a", "Depends: v (>= 1)") + stanza("p", "Provides: v (= 1.5)"), "a"),
                "a",
                "p"));
        all.add(scenario(
                "a version that dpkg finds higher",
                ask(
                        versioned("b", "1.0~rc1", "amd64") + versioned("b", "1.0", "amd64") + stanza("a", "Depends: b"),
                        "a"),
                "a",
                "b 1.0 amd64"));
    }

    private static void addConflicts(List<Scenario> all) {
        all.add(unsolvable("two requests that conflict", ask(stanza("a", "Conflicts: b") + stanza("b"), "a", "b")));
        all.add(scenario(
                "an alternative without a conflict",
                ask(stanza("a", "Depends: b | c", "Conflicts: b") + stanza("b") + stanza("c"), "a"),
                "a",
                "c"));
        all.add(scenario(
                "an alternative to what is kept out",
                ask(
                        stanza("a", "Depends: b | c, d") + stanza("b") + stanza("c") + stanza("d", "Conflicts: b"),
                        "a",
                        "b-"),
                "a",
                "c",
                "d"));
        all.add(unsolvable("apt gives up where there is a solution", ask(GIVEN_UP, "a")));
        all.add(scenario(
                "a recommended package that conflicts is left out",
                new Question(
                        AptRepository.of(stanza("a", "Recommends: b") + stanza("b", "Conflicts: a")),
                        List.of("a"),
                        true,
                        ""),
                "a"));
        all.add(scenario(
                "a package may conflict with what it provides",
                ask(stanza("a", "Provides: v", "Conflicts: v"), "a"),
                "a"));
    }

    private static void addRequests(List<Scenario> all) {
        String two = versioned("a", "1", "amd64")
                + versioned("a", "2", "amd64")
                + stanza("ab")
                + stanza("b", "Depends: a | ab");
        all.add(scenario("the highest version", ask(two, "a"), "a 2 amd64"));
        all.add(scenario("a version", ask(two, "a=1"), "a"));
        all.add(unsolvable("a version that is not there", ask(two, "a=3")));
        all.add(scenario("a package to keep out", ask(two, "b", "a-"), "ab", "b"));
        all.add(scenario("a shell pattern", ask(two, "a*"), "a 2 amd64", "ab"));
        all.add(scenario("a regular expression", ask(two, "^a.$"), "ab"));
        all.add(scenario("a task", ask(stanza("a", "Task: t, u") + stanza("b", "Task: u") + stanza("c"), "t^"), "a"));
        all.add(scenario("a virtual package with one provider", ask(stanza("p", "Provides: v"), "v"), "p"));
        all.add(unsolvable(
                "a virtual package with two providers",
                ask(stanza("p", "Provides: v") + stanza("q", "Provides: v"), "v")));
        all.add(unsolvable("an unknown package", ask(stanza("a"), "b")));
        all.add(scenario("a name that ends in a plus", ask(stanza("g++") + stanza("g+"), "g++"), "g++"));
        all.add(scenario(
                "recommended packages, if these are to be installed",
                new Question(AptRepository.of(stanza("a", "Recommends: b") + stanza("b")), List.of("a"), true, ""),
                "a",
                "b"));
    }

    private static void addMultiArch(List<Scenario> all) {
        String amd64 = versioned("tool", "1", "amd64", "Multi-Arch: foreign", "Depends: lib")
                + versioned("lib", "1", "amd64", "Multi-Arch: same")
                + versioned("app", "1", "amd64", "Depends: tool, lib")
                + versioned("python", "1", "amd64", "Multi-Arch: allowed")
                + versioned("any", "1", "all", "Depends: python:any");
        AptRepository repository = new AptRepository(
                List.of("amd64", "i386"),
                List.of(new Suite(
                        Map.of("Suite", "stable", "Codename", "alpha"),
                        Map.of("amd64", amd64, "i386", amd64.replace(": amd64", ": i386")))),
                "");
        all.add(scenario("a package of the native architecture", repository.question("app"), "app", "lib", "tool"));
        all.add(scenario(
                "a foreign package with a tool of the native architecture",
                repository.question("app:i386"),
                "app 1 i386",
                "lib",
                "lib 1 i386",
                "tool"));
        all.add(scenario(
                "one library for two architectures", repository.question("lib", "lib:i386"), "lib", "lib 1 i386"));
        all.add(unsolvable("one program for two architectures", repository.question("app", "app:i386")));
        all.add(scenario("a program of any architecture", repository.question("any"), "any 1 all", "python"));
        all.add(scenario(
                "a program of any architecture that is there",
                repository.question("python:i386", "any"),
                "any 1 all",
                "python 1 i386"));
    }

    private static void addPins(List<Scenario> all) {
        Suite stable = new Suite(
                Map.of("Suite", "stable", "Codename", "alpha"),
                Map.of("amd64", stanza("a", "Depends: b (>= 1)") + stanza("b")));
        Map<String, String> newer =
                Map.of("amd64", versioned("a", "2", "amd64", "Depends: b (>= 2)") + versioned("b", "2", "amd64"));
        List<Suite> suites = List.of(stable, new Suite(Map.of("Suite", "testing", "Codename", "beta"), newer));
        AptRepository plain = new AptRepository(List.of("amd64"), suites, "");
        all.add(scenario("the higher of two suites", plain.question("a"), "a 2 amd64", "b 2 amd64"));
        all.add(scenario("a default release", new Question(plain, List.of("a"), false, "stable"), "a", "b"));
        all.add(scenario("a release", plain.question("a/stable"), "a", "b 2 amd64"));
        all.add(scenario(
                "a pin",
                new AptRepository(List.of("amd64"), suites, "Package: *\nPin: release n=beta\nPin-Priority: 100\n")
                        .question("a"),
                "a",
                "b"));
        all.add(unsolvable(
                "a pin of one package that others need newer",
                new AptRepository(List.of("amd64"), suites, "Package: b\nPin: version 1\nPin-Priority: 990\n")
                        .question("a")));
        List<Suite> backports = List.of(
                stable,
                new Suite(
                        Map.of(
                                "Suite",
                                "backports",
                                "Codename",
                                "gamma",
                                "NotAutomatic",
                                "yes",
                                "ButAutomaticUpgrades",
                                "yes"),
                        newer));
        AptRepository notAutomatic = new AptRepository(List.of("amd64"), backports, "");
        all.add(scenario("nothing of a suite that is not automatic", notAutomatic.question("a"), "a", "b"));
        all.add(scenario(
                "what a release brings along", notAutomatic.question("a/backports"), "a 2 amd64", "b 2 amd64"));
    }
}
