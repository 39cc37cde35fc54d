package io.relocpy.rpm.resolve;

import static io.relocpy.rpm.file.PackageBuilder.rpm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.resolve.Contradiction.Conflicts;
import io.relocpy.rpm.resolve.Contradiction.Requested;
import io.relocpy.rpm.resolve.Contradiction.Requires;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContradictionTest {
    @Test
    void aMissingRequirementIsNamed() throws Exception {
        RpmResolutionException e = failure(
                builder(
                        rpm("a-1-1.noarch").requires("b", "unrelated"),
                                rpm("b-1-1.noarch").requires("c >= 2"),
                        rpm("c-1-1.noarch"), rpm("unrelated-1-1.noarch")),
                "a");
        assertThat(e).hasMessage("""
                        a: no solution
                          a is requested: a-1-1.noarch
                          a-1-1.noarch requires b: b-1-1.noarch
                          b-1-1.noarch requires c >= 2, which nothing provides""");
        assertThat(e.contradiction().orElseThrow().statements())
                .containsExactly(
                        new Requested("a", List.of(Nevra.parse("a-1-1.noarch"))),
                        new Requires(
                                Nevra.parse("a-1-1.noarch"), Capability.of("b"), List.of(Nevra.parse("b-1-1.noarch"))),
                        new Requires(Nevra.parse("b-1-1.noarch"), Dependency.parse("c >= 2"), List.of()));
    }

    @Test
    void everyAlternativeIsExplained() {
        RpmResolutionException e = failure(
                builder(
                        rpm("a-1-1.noarch").requires("x"),
                        rpm("p-1-1.noarch").provides("x").requires("none"),
                        rpm("q-1-1.noarch").provides("x").conflicts("b"),
                        rpm("b-1-1.noarch")),
                "b",
                "a");
        assertThat(e).hasMessage("""
                        b, a: no solution
                          b is requested: b-1-1.noarch
                          a is requested: a-1-1.noarch
                          a-1-1.noarch requires x: p-1-1.noarch or q-1-1.noarch
                          p-1-1.noarch requires none, which nothing provides
                          q-1-1.noarch conflicts with b: b-1-1.noarch""");
        assertThat(e.contradiction().orElseThrow().statements()).hasAtLeastOneElementOfType(Conflicts.class);
    }

    @Test
    void twoVersionsOfOnePackageCannotBeInstalled() {
        assertThat(failure(builder(rpm("a-1-1.noarch"), rpm("a-2-1.noarch")), "a-1-1", "a-2-1"))
                .hasMessageEndingWith("a-1-1.noarch and a-2-1.noarch cannot be installed side by side");
    }

    @Test
    void anExcludedRequirementIsNamed() {
        assertThat(failure(
                        builder(rpm("a-1-1.noarch").requires("b"), rpm("b-1-1.noarch"))
                                .exclude("b*"),
                        "a"))
                .hasMessageEndingWith("b-1-1.noarch is excluded");
    }

    @Test
    void theBestCandidateMayNotBeInstallable() {
        assertThat(failure(
                        builder(rpm("a-1-1.noarch"), rpm("a-2-1.noarch").requires("none"))
                                .best(true),
                        "a"))
                .hasMessage("""
                        a: no solution
                          only the best candidate for a is allowed: a-2-1.noarch
                          a-2-1.noarch requires none, which nothing provides""");
    }

    @Test
    void anInferiorArchitectureIsNamed() {
        assertThat(failure(
                        builder(rpm("a-1-1.x86_64").requires("b", "b = 1"), rpm("b-1-1.i686"), rpm("b-2-1.x86_64")),
                        "a"))
                .hasMessageContaining("b-1-1.i686 has an inferior architecture");
    }

    @Test
    void aPackageAndItsObsoleterCannotBeInstalledTogether() {
        assertThat(failure(
                        builder(
                                rpm("a-1-1.noarch"),
                                rpm("b-1-1.noarch").obsoletes("a"),
                                rpm("c-1-1.noarch").requires("a", "b")),
                        "c"))
                .hasMessageContaining("b-1-1.noarch obsoletes a-1-1.noarch");
    }

    @Test
    void aMisspeltNameGetsSuggestions() {
        Resolver.Builder builder = builder(
                rpm("python3-pyyaml-1-1.noarch").provides("python3dist(pyyaml) = 6"),
                rpm("python3-requests-1-1.noarch"),
                rpm("ruby-1-1.noarch"));
        assertThat(failure(builder, "python3-yaml"))
                .hasMessage("python3-yaml: no such package; did you mean python3-pyyaml?");
        assertThat(failure(builder, "pyton3-reqeusts").suggestions()).containsExactly("python3-requests");
        assertThat(failure(builder, "requests").suggestions()).containsExactly("python3-requests");
        assertThat(failure(builder, "python3dist(pyaml)").suggestions()).containsExactly("python3dist(pyyaml)");
        assertThat(failure(builder, "PyYAML")).hasMessage("PyYAML: no such package; did you mean python3dist(pyyaml)?");
        assertThat(failure(builder, "xyzzy-unheard-of").suggestions()).isEmpty();
        assertThat(failure(builder, "xyzzy-unheard-of").contradiction()).isEmpty();
    }

    @Test
    void otherReasonsForNoMatchAreReported() {
        Resolver.Builder builder = builder(rpm("a-1-1.aarch64"), rpm("a-1-1.src"), rpm("b-1-1.noarch"));
        assertThat(failure(builder, "a")).hasMessage("a: no package for x86_64, only for aarch64, src");
        assertThat(failure(builder, "a*"))
                .hasMessage(
                        "a*: no solution\n  a* is requested: a-1-1.aarch64\n  a-1-1.aarch64 does not run on x86_64");
        assertThat(failure(builder, "/usr/bin/none")).hasMessage("/usr/bin/none: no package contains this file");
        assertThat(failure(builder.exclude("b"), "b")).hasMessage("b: all matching packages are excluded");
    }

    private static Resolver.Builder builder(PackageBuilder... packages) {
        return Resolver.builder().repositories(List.of(TestRepository.of("r", packages)));
    }

    private static RpmResolutionException failure(Resolver.Builder builder, String... requests) {
        Resolver resolver = builder.build();
        return catchThrowableOfType(RpmResolutionException.class, () -> resolver.resolve(List.of(requests)));
    }

    /** Like a Yocto feed with packages for k1om, core2_64 and all. */
    private static RpmResolutionException fails(List<String> architectures, String request) {
        TestRepository feed = TestRepository.of(
                "feed",
                PackageBuilder.rpm("app-1-1.k1om").requires("middle"),
                PackageBuilder.rpm("middle-1-1.k1om").requires("data >= 2"),
                PackageBuilder.rpm("data-3-1.all").files("/usr/share/data"),
                PackageBuilder.rpm("rich-1-1.k1om").requires("(nothing or data)"),
                PackageBuilder.rpm("old-1-1.k1om").requires("data < 2"));
        return catchThrowableOfType(RpmResolutionException.class, () -> Resolver.builder()
                .repositories(List.of(feed))
                .architectures(architectures)
                .build()
                .resolve(List.of(request)));
    }

    @Test
    void reportsThatOnlyOtherArchitecturesHaveTheMissingPackage() {
        for (String request : List.of("data", "data.all", "data-3", "data >= 2", "/usr/share/data")) {
            assertThat(fails(List.of("k1om"), request))
                    .hasMessageContaining(request + ": no package for k1om, only for all");
        }
        assertThat(fails(List.of("k1om"), "app"))
                .hasMessageContaining("middle-1-1.k1om requires data >= 2: no package for k1om, only for all");
        assertThat(fails(List.of("k1om"), "rich"))
                .hasMessageContaining("rich-1-1.k1om requires (nothing or data): no package for k1om, only for all");
        assertThat(fails(List.of("k1om"), "old"))
                .hasMessageContaining("old-1-1.k1om requires data < 2, which nothing provides");
        assertThat(fails(List.of("core2_64", "all"), "app"))
                .hasMessageContaining("app: no package for core2_64:all, only for k1om");
        assertThat(fails(List.of("k1om", "all"), "app")).isNull();
    }
}
