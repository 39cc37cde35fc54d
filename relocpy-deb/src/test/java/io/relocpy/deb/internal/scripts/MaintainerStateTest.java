package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintainerStateTest {
    /** Each the postinst of a package of its own, {@code p0} and so on. */
    private static InstallationState state(String... commands) {
        List<MaintainerState.Scripts> scripts = new ArrayList<>();
        for (String command : commands) {
            scripts.add(scripts("p" + scripts.size(), "", "update-alternatives --install " + command));
        }
        return together(scripts).installation();
    }

    private static MaintainerState together(List<MaintainerState.Scripts> scripts) {
        Map<ClosurePackage, List<MaintainerState.Outcome>> outcomes = new LinkedHashMap<>();
        scripts.forEach(each ->
                outcomes.put(ClosurePackage.builder(each.name(), "1", "all").build(), each.outcomes("amd64")));
        return MaintainerState.of(outcomes);
    }

    @Test
    void aLinkBelongsToTheGroupThatHadItFirst() {
        InstallationState state = state(
                "/usr/bin/awk awk /usr/bin/mawk 5 --slave /usr/bin/nawk nawk /usr/bin/mawk",
                "/usr/bin/nawk evil /opt/evil 99");

        assertThat(state.links())
                .extracting(InstallationState.Link::path)
                .containsExactly("/usr/bin/awk", "/usr/bin/nawk");
        assertThat(state.links()).extracting(each -> each.by().name()).containsOnly("p0");
        assertThat(state.unknown()).singleElement().satisfies(each -> {
            assertThat(each.by().name()).isEqualTo("p1");
            assertThat(each.what())
                    .containsExactly("update-alternatives --install for evil: /usr/bin/nawk is a link of awk");
        });
    }

    @Test
    void aChoiceThatIsOfferedAgainHasItsLastPriority() {
        assertThat(state("/usr/bin/x x /a 10", "/usr/bin/x x /b 10", "/usr/bin/x  x /a 0")
                        .links())
                .extracting(InstallationState.Link::target)
                .containsExactly("/b");
    }

    private static MaintainerState.Scripts scripts(String name, String preinst, String postinst) {
        return new MaintainerState.Scripts(
                name,
                "all",
                Optional.of(script(MaintainerScript.Kind.PREINST, preinst)),
                Optional.of(script(MaintainerScript.Kind.POSTINST, postinst)),
                false);
    }

    private static MaintainerScript script(MaintainerScript.Kind kind, String text) {
        return new MaintainerScript(kind, Optional.of("/bin/sh"), "#!/bin/sh\n" + text + "\n");
    }

    @Test
    void whatOnePackageRemovesIsGone() {
        MaintainerState state = together(List.of(
                scripts("a", "dpkg-divert --add /usr/x", "update-alternatives --install /usr/bin/x x /a 10"),
                scripts("b", "", "update-alternatives --install /usr/bin/x x /b 5"),
                scripts("c", "dpkg-divert --package a --remove /usr/x", "update-alternatives --remove x /a")));

        assertThat(state.installation().links())
                .extracting(InstallationState.Link::target)
                .containsExactly("/b");
        assertThat(state.installation().unknown()).isEmpty();
        assertThat(state.diversionsOf(ClosurePackage.builder("d", "1", "all").build()))
                .isEmpty();
    }

    @Test
    void aPathIsDivertedOnce() {
        MaintainerState state = together(
                List.of(scripts("a", "dpkg-divert --add /usr/x", ""), scripts("b", "dpkg-divert --add /usr/x", "")));

        assertThat(state.installation().unknown())
                .extracting(each -> each.by().name() + " " + each.where() + " " + each.what())
                .containsExactly("b preinst [dpkg-divert: /usr/x is diverted already]");
        assertThat(state.diversionsOf(ClosurePackage.builder("b", "1", "all").build()))
                .containsOnlyKeys("/usr/x");
    }
}
