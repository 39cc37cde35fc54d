package io.relocpy.deb.file;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What python-debian and dpkg-deb see in package files. */
final class DebOracle {
    private DebOracle() {}

    static void require() {
        HostTools.require("dpkg-deb", "/usr/bin/python3");
        HostTools.missingUnless(
                HostTools.run("/usr/bin/python3", "-c", "import debian.debfile").exitStatus() == 0,
                "Python module debian is missing");
    }

    /** The oracle's lines about these files. */
    static List<String> describe(Path folder, List<Path> packages) throws IOException {
        Path script = folder.resolve("deb_oracle.py");
        try (InputStream in = DebOracle.class.getResourceAsStream("deb_oracle.py")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", script.toString()));
        packages.forEach(file -> command.add(file.toString()));
        return HostTools.run(command, Map.of("PYTHONIOENCODING", "utf-8"))
                .orFail()
                .lines();
    }
}
