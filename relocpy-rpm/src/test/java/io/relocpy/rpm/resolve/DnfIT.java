package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.rpm.resolve.LibsolvOracle.Question;
import io.relocpy.testing.DemoRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with dnf: requests, best, excludes, and other architectures. */
class DnfIT {
    private static final int COUNT = Integer.getInteger("relocpy.fuzz.dnf.count", 60);
    private static final long SEED = Long.getLong("relocpy.fuzz.seed", 1);

    @TempDir
    Path scratch;

    @Test
    void interpretsRequestsInRandomRepositoriesAsDnf() throws Exception {
        DnfOracle.require();
        List<Question> questions = new ArrayList<>();
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            RandomRepositories random = new RandomRepositories(seed);
            List<TestRepository> repositories = random.repositories();
            List<String> request = dnfRequest(repositories, new Random(seed));
            String architecture = seed % 5 == 0 ? "i686" : "x86_64";
            questions.add(
                    new Question(repositories, request, architecture, seed % 2 == 0, random.best(), random.excludes()));
        }
        assertEqual(questions, new DnfOracle(scratch));
    }

    /** Requests in all forms that dnf supports, for existing packages. */
    private static List<String> dnfRequest(List<TestRepository> repositories, Random random) {
        List<Nevra> all = repositories.stream()
                .flatMap(each -> each.packages().stream())
                .map(PackageMetadata::nevra)
                .toList();
        List<String> out = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            Nevra nevra =
                    all.isEmpty() ? new Nevra("p0", Evr.parse("1-1"), "noarch") : all.get(random.nextInt(all.size()));
            Evr evr = nevra.evr();
            String name = nevra.name();
            String version = evr.version();
            out.add(
                    switch (random.nextInt(14)) {
                        case 0 -> name + "." + nevra.arch();
                        case 1 -> name + "-" + version;
                        case 2 -> name + "-" + version + "-" + evr.release().orElseThrow();
                        case 3 -> name + "-" + version + "-" + evr.release().orElseThrow() + "." + nevra.arch();
                        case 4 -> nevra.toString();
                        case 5 ->
                            name + "-" + evr.epoch() + ":" + version + "-"
                                    + evr.release().orElseThrow();
                        case 6 -> name + " >= " + version;
                        case 7 -> "p" + (1 + random.nextInt(2)) + "*";
                        case 8 -> name.substring(0, name.length() - 1) + "?";
                        case 9 -> name + "*." + nevra.arch();
                        case 10 -> name + "-" + version + "*";
                        case 11 -> "v" + random.nextInt(4) + (random.nextBoolean() ? "" : " < 3");
                        case 12 -> "v*";
                        default -> name;
                    });
        }
        return out;
    }

    @Test
    void resolvesInCentosStreamAsDnf() throws Exception {
        DnfOracle.require();
        Path folder = HostTools.referenceData().resolve("centos-stream-9-baseos");
        TestRepository baseos = TestRepository.ofDirectory("baseos", folder);
        List<Question> questions = new ArrayList<>();
        List<String> requests = List.of(
                "python3",
                "python3.x86_64",
                "python3-libs.i686",
                "glibc.i686",
                "glibc*",
                "python3-s*",
                "python3-3.9.10",
                "python3-3.9.10-1.el9",
                "python3-3.9.10-1.el9.x86_64",
                "python3 >= 3.9",
                "/usr/bin/python3",
                "/usr/bin/vi",
                "/usr/lib64/libz.so.1",
                "libz.so.1()(64bit)",
                "libz.so.1",
                "python3dist(pip)",
                "python3dist(requests)",
                "(python3-six and bash)",
                "kernel",
                "systemd",
                "dnf",
                "NetworkManager",
                "openssl",
                "perl*",
                "samba-client",
                "vim-minimal",
                "git",
                "rpm",
                "*-devel");
        for (String request : requests) {
            questions.add(new Question(List.of(baseos), List.of(request), false));
            questions.add(new Question(List.of(baseos), List.of(request), true));
        }
        for (String request : List.of("python3", "systemd", "dnf", "glibc")) {
            questions.add(new Question(List.of(baseos), List.of(request), "x86_64", true, true, List.of()));
            questions.add(new Question(List.of(baseos), List.of(request), "i686", false, false, List.of()));
            questions.add(new Question(List.of(baseos), List.of(request), "aarch64", false, false, List.of()));
            questions.add(new Question(
                    List.of(baseos),
                    List.of(request),
                    "x86_64",
                    true,
                    false,
                    List.of("*-langpack*", "polkit", "bash.x86_64")));
        }
        assertEqual(Sample.of(questions, "questions"), new DnfOracle(scratch).withFolder(baseos, folder));
    }

    /** Up to fifty, made of the packages' names, provides and files. */
    @Test
    void resolvesInTheDemoRepositoryAsDnf() throws Exception {
        DnfOracle.require();
        Path folder = DemoRepositories.make();
        TestRepository demo = TestRepository.ofDirectory("demo", folder);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; questions.size() < 50; i++) {
            int index = i * 7 % demo.packages().size();
            PackageMetadata each = demo.packages().get(index);
            List<Capability> provides = each.provides();
            List<String> paths = demo.files().getOrDefault(index, List.of());
            String request =
                    switch (i % 5) {
                        case 0 -> each.nevra().name();
                        case 1 -> each.nevra().toString();
                        case 2 -> provides.get(i % provides.size()).toString();
                        case 3 -> paths.isEmpty() ? each.nevra().name() + "*" : paths.get(i % paths.size());
                        default -> each.nevra().name() + "." + each.nevra().arch();
                    };
            String architecture = i % 8 == 7 ? "aarch64" : i % 8 == 5 ? "i686" : "x86_64";
            List<String> excludes = i % 6 == 5 ? List.of("*-data", "zlib1g*") : List.of();
            questions.add(
                    new Question(List.of(demo), List.of(request), architecture, i % 2 == 0, i % 3 == 0, excludes));
        }
        assertEqual(Sample.of(questions, "questions"), new DnfOracle(scratch).withFolder(demo, folder));
    }

    @Test
    void resolvesGroupsInCentosStreamAsDnf() throws Exception {
        DnfOracle.require();
        Path folder = HostTools.referenceData().resolve("centos-stream-9-baseos");
        TestRepository baseos = TestRepository.ofDirectory("baseos", folder);
        List<String> groups = List.of("@core", "@base", "@file-server", "@Fonts");
        List<@Nullable List<String>> expected = new DnfOracle(scratch)
                .withFolder(baseos, folder)
                .ask(groups.stream()
                        .map(group -> new Question(List.of(baseos), List.of(group), false))
                        .toList());
        Repository repository = RepositoryClient.builder()
                .cacheDirectory(scratch.resolve("cache"))
                .build()
                .load(RepositoryConfig.ofDirectory(folder));
        Resolver resolver = Resolver.builder().repositories(List.of(repository)).build();

        for (int i = 0; i < groups.size(); i++) {
            assertThat(resolver.resolve(List.of(groups.get(i))).packages())
                    .as(groups.get(i))
                    .extracting(each -> each.nevra() + "@baseos")
                    .containsExactlyInAnyOrderElementsOf(expected.get(i));
        }
        assertThatThrownBy(() -> resolver.resolve(List.of("@no-such-group")))
                .isInstanceOf(RpmResolutionException.class)
                .hasMessage("@no-such-group: no such group");
    }

    private static void assertEqual(List<Question> questions, DnfOracle dnf) throws IOException {
        List<@Nullable List<String>> expected = dnf.ask(questions);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            List<String> found = LibsolvOracle.answer(questions.get(i));
            if (!String.valueOf(found).equals(String.valueOf(expected.get(i)))) {
                Question each = questions.get(i);
                wrong.add(i + " " + each.request() + " " + each.architecture() + (each.weak() ? " weak" : "")
                        + (each.best() ? " best" : "") + " excludes " + each.excludes() + ": expected "
                        + expected.get(i) + ", found " + found + "\n");
            }
        }
        assertThat(wrong).as("of %d", questions.size()).isEmpty();
    }
}
