package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.testing.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whatever a script says, its effects are paths that there can be, and lines that can be shown, within a bound of memory. */
class ScriptFuzzTest {
    private static final ClosurePackage PACKAGE =
            ClosurePackage.builder("sample", "1", "amd64").build();
    private static final ClosurePackage OTHER =
            ClosurePackage.builder("other", "1", "amd64").build();

    @FuzzTest
    void script(byte[] data) throws IOException {
        MaintainerScript script = new MaintainerScript(
                MaintainerScript.Kind.POSTINST,
                Optional.of("/bin/sh"),
                "#!/bin/sh\n" + new String(data, StandardCharsets.UTF_8));
        Fuzzing.readOrRefuse(256 * Fuzzing.MIB, () -> {
            MaintainerState.Scripts scripts = new MaintainerState.Scripts(
                    PACKAGE.name(), PACKAGE.architecture(), Optional.of(script), Optional.of(script), true);
            MaintainerState state = MaintainerState.of(Map.of(PACKAGE, scripts.outcomes("amd64")));
            for (InstallationState.Link link : state.installation().links()) {
                assertThat(entry(link.path(), link.target()).paths()).doesNotContain(link.target());
                entry(link.target(), link.path());
            }
            state.diversionsOf(OTHER).forEach((from, to) -> {
                entry(from, "x");
                entry(to, "x");
            });
            for (InstallationState.Unknown unknown : state.installation().unknown()) {
                assertThat(unknown.what()).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
            }
        });
    }

    /** Its constructor refuses what is no path. */
    private static PackageEntry entry(String path, String target) {
        return PackageEntry.symbolicLink(List.of(path), target).build();
    }
}
