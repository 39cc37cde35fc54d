package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.resolve.DnfOracle;
import io.relocpy.testing.HostTools;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dnf shows for repositories with modules. */
class ModulesIT {
    @TempDir
    Path scratch;

    @Test
    void theAnswersAreThoseOfDnf() throws Exception {
        DnfOracle.require();
        Path script = scratch.resolve("dnf_modules.py");
        try (InputStream in = ModulesIT.class.getResourceAsStream("dnf_modules.py")) {
            Files.copy(in, script);
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", script.toString()));
        for (ModularRepositories each : ModularRepositories.ALL) {
            List<Path> folders = each.write(scratch.resolve("modular-" + command.size()));
            command.add(String.join(",", folders.stream().map(Path::toString).toList()) + ";"
                    + String.join(",", each.enable()) + ";" + String.join(",", each.disable()));
        }
        List<String> answers = HostTools.run(command.toArray(String[]::new))
                .orFail()
                .stdout()
                .lines()
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            ModularRepositories each = ModularRepositories.ALL.get(i);
            assertThat(each.visible())
                    .as(each.name())
                    .isEqualTo(List.of(answers.get(i).split(" ")));
        }
        assertThat(answers).hasSameSizeAs(ModularRepositories.ALL);
    }
}
