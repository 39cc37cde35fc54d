package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.InstallationState;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What update-alternatives makes of packages' choices, and what is made of them here. */
class UpdateAlternativesIT {
    private static final int SEQUENCES = 60;

    @TempDir
    Path folder;

    @Test
    void theSameLinksComeOfTheSameCommands() throws IOException {
        HostTools.require("update-alternatives");
        Random random = new Random(19);
        for (int i = 0; i < SEQUENCES; i++) {
            Path root = Files.createDirectory(folder.resolve("root" + i));
            List<List<String>> commands = new ArrayList<>();
            for (int n = random.nextInt(7) + 1; n > 0; n--) {
                commands.add(command(random));
            }

            assertThat(ours(commands, root)).as("%s", commands).isEqualTo(theirs(commands, root));
        }
    }

    private static List<String> command(Random random) {
        String name = List.of("blas", "lapack").get(random.nextInt(2));
        String choice = "/opt/" + name + random.nextInt(3);
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                return List.of("--remove", name, choice);
            }
            case 2 -> {
                return List.of("--remove-all", name);
            }
            default -> {}
        }
        List<String> command = new ArrayList<>(
                List.of("--install", "/usr/" + name, name, choice, String.valueOf(random.nextInt(4) * 10 - 10)));
        for (int slave = random.nextInt(3); slave > 0; slave--) {
            command.addAll(
                    List.of("--slave", "/usr/" + name + ".s" + slave, name + ".s" + slave, choice + ".s" + slave));
        }
        if (name.equals("lapack") && random.nextInt(6) == 0) { // a link that the other group may have
            command.addAll(List.of("--slave", "/usr/blas", "lapack.blas", choice + ".blas"));
        }
        return command;
    }

    /** What each link leads to in the end. */
    private static Map<String, String> theirs(List<List<String>> commands, Path root) throws IOException {
        for (String directory : List.of("usr", "opt", "etc/alternatives", "var/lib/dpkg/alternatives")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (List<String> command : commands) {
            for (int i = 3; i < command.size() && command.get(0).equals("--install"); i += i == 3 ? 5 : 4) {
                Path target = root.resolve(command.get(i).substring(1));
                if (!Files.exists(target)) {
                    Files.createFile(target);
                }
            }
            List<String> line = new ArrayList<>(List.of(
                    HostTools.find("update-alternatives").orElseThrow().toString(),
                    "--quiet",
                    "--log",
                    root.resolve("log").toString(),
                    "--root",
                    root.toString()));
            line.addAll(command);
            HostTools.run(line, Map.of("LC_ALL", "C")); // it refuses links of two groups, as we do
        }
        Map<String, String> links = new TreeMap<>();
        try (var entries = Files.list(root.resolve("usr"))) {
            for (Path link : (Iterable<Path>) entries::iterator) {
                Path generic = Files.readSymbolicLink(link);
                Path alternative = root.resolve(generic.toString().substring(1));
                links.put(
                        "/usr/" + link.getFileName(),
                        Files.readSymbolicLink(alternative).toString());
            }
        }
        return links;
    }

    private static Map<String, String> ours(List<List<String>> commands, Path root) {
        Map<ClosurePackage, List<MaintainerState.Outcome>> outcomes = new LinkedHashMap<>();
        for (List<String> command : commands) {
            String text = "#!/bin/sh\nupdate-alternatives " + String.join(" ", command) + "\n";
            String name = "p" + outcomes.size();
            MaintainerState.Scripts scripts = new MaintainerState.Scripts(
                    name,
                    "all",
                    Optional.empty(),
                    Optional.of(new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), text)),
                    false);
            outcomes.put(ClosurePackage.builder(name, "1", "all").build(), scripts.outcomes("amd64"));
        }
        Map<String, String> links = new TreeMap<>();
        for (InstallationState.Link link :
                MaintainerState.of(outcomes).installation().links()) {
            links.put(link.path(), link.target());
        }
        return links;
    }
}
