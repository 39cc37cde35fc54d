package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintainerStateTest {
    /** Each the postinst of a package of its own, {@code p0} and so on. */
    private static InstallationState state(String... commands) {
        List<String> all = Arrays.asList(commands);
        return MaintainerState.of(
                        all.stream()
                                .map(command -> new MaintainerState.Scripts(
                                        ClosurePackage.builder("p" + all.indexOf(command), "1", "all")
                                                .build(),
                                        Optional.empty(),
                                        Optional.of(new MaintainerScript(
                                                MaintainerScript.Kind.POSTINST,
                                                Optional.of("/bin/sh"),
                                                "#!/bin/sh\nupdate-alternatives --install " + command + "\n"))))
                                .toList(),
                        "amd64")
                .installation();
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
}
