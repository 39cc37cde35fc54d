package io.relocpy.deb.resolve;

import io.relocpy.deb.resolve.AptRepository.Question;
import io.relocpy.deb.resolve.AptRepository.Suite;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the host's apt-get would install into an empty root. It has a state of its own, in which the package lists lie as if
 * they had been downloaded, so that it needs neither root nor network.
 */
final class AptOracle {
    private static final Pattern LISTED = Pattern.compile("\\s+(\\S+?)(?::(\\S+))? \\((\\S+)\\)");
    private static final String CHECKSUM = "0".repeat(64);
    private static final int SEGMENTATION_FAULT = 128 + 11;

    private final Path directory;
    private final AptRepository repository;

    /** By name, version and architecture of the package as apt prints it: that of the package's own field. */
    private final Map<String, String> architectures = new HashMap<>();

    private boolean crashed;

    /** Lays out the repository in an empty directory. */
    AptOracle(Path directory, AptRepository repository) throws IOException {
        this.directory = directory;
        this.repository = repository;
        Files.createDirectories(directory.resolve("state/lists/partial"));
        Files.createDirectories(directory.resolve("cache/archives/partial"));
        write("state/status", "");
        write("preferences", repository.preferences());
        write("apt.conf", configuration());
        StringBuilder sources = new StringBuilder();
        for (Suite suite : repository.suites()) {
            String codename = suite.release().get("Codename");
            String prefix = "state/lists/_nonexistent_repo_dists_" + codename + "_";
            sources.append("deb [trusted=yes] file:/nonexistent/repo ")
                    .append(codename)
                    .append(" main\n");
            write(
                    prefix + "Release",
                    suite.release().entrySet().stream()
                            .map(each -> each.getKey() + ": " + each.getValue() + "\n")
                            .collect(Collectors.joining()));
            for (String arch : repository.archs()) {
                String packages = suite.packages().getOrDefault(arch, "");
                note(packages, arch);
                write(prefix + "main_binary-" + arch + "_Packages", complete(packages));
            }
        }
        write("sources.list", sources.toString());
    }

    static void require() {
        HostTools.require("apt-get");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String configuration() {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("Dir::State", directory.resolve("state")),
                Map.entry("Dir::State::status", directory.resolve("state/status")),
                Map.entry("Dir::Cache", directory.resolve("cache")),
                Map.entry("Dir::Etc::sourcelist", directory.resolve("sources.list")),
                Map.entry("Dir::Etc::sourceparts", "/dev/null"),
                Map.entry("Dir::Etc::main", "/dev/null"),
                Map.entry("Dir::Etc::parts", "/dev/null"),
                Map.entry("Dir::Etc::preferences", directory.resolve("preferences")),
                Map.entry("Dir::Etc::preferencesparts", "/dev/null"),
                Map.entry("APT::Architecture", repository.archs().get(0)),
                Map.entry("APT::Get::Assume-Yes", "false"),
                Map.entry("APT::Sandbox::User", "root"),
                Map.entry("Acquire::Languages", "none"),
                Map.entry("Debug::NoLocking", "true"));
        String archs =
                repository.archs().stream().map(each -> '"' + each + "\";").collect(Collectors.joining(" "));
        return settings.entrySet().stream()
                        .map(each -> each.getKey() + " \"" + each.getValue() + "\";\n")
                        .collect(Collectors.joining())
                + "APT::Architectures {" + archs + "};\n";
    }

    /** apt wants to know where to download from, though it never does. */
    private static String complete(String packages) {
        return packages.replaceAll("(?m)^Package: ", "Filename: x\nSize: 1\nSHA256: " + CHECKSUM + "\nPackage: ");
    }

    private void note(String packages, String fileArch) {
        for (String stanza : packages.split("\n\n")) {
            Map<String, String> fields = new HashMap<>();
            stanza.lines().filter(line -> line.indexOf(": ") > 0).forEach(line -> {
                String[] field = line.split(": ", 2);
                fields.put(field[0], field[1]);
            });
            String arch = fields.getOrDefault("Architecture", fileArch);
            String printed = arch.equals("all") ? repository.archs().get(0) : arch;
            architectures.put(fields.get("Package") + " " + fields.get("Version") + " " + printed, arch);
        }
    }

    /** {@code name version architecture} of each package in order; null when apt gives up. */
    @Nullable
    List<String> answer(Question question) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "--assume-no", "-V"));
        command.add(question.recommends() ? "--install-recommends" : "--no-install-recommends");
        if (!question.target().isEmpty()) {
            command.addAll(List.of("-t", question.target()));
        }
        command.addAll(List.of("install", "--"));
        command.addAll(question.request());
        HostTools.Result result = HostTools.run(
                command, Map.of("APT_CONFIG", directory.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8"));
        crashed = result.exitStatus() == SEGMENTATION_FAULT;
        @Nullable List<Matcher> installed = installed(result.stdout());
        return installed == null
                ? null
                : installed.stream().map(this::named).sorted().toList();
    }

    /** Whether apt-get crashed at the last question, so that it has no answer. */
    boolean hasCrashed() {
        return crashed;
    }

    /** What apt prints of each package: its name, its architecture if that is not the native one, its version; null when apt gives up. */
    static @Nullable List<Matcher> installed(String output) {
        List<Matcher> installed = new ArrayList<>();
        boolean listing = false;
        for (String line : output.lines().toList()) {
            if (line.contains("NEW packages will be installed")) {
                listing = true;
            } else if (listing && line.startsWith("   ")) {
                Matcher matcher = LISTED.matcher(line);
                if (!matcher.matches()) {
                    throw new IllegalStateException("apt printed: " + line);
                }
                installed.add(matcher);
            } else {
                listing = false;
            }
        }
        return installed.isEmpty() && !output.contains("newly installed") ? null : installed;
    }

    private String named(Matcher printed) {
        String arch = printed.group(2) == null ? repository.archs().get(0) : printed.group(2);
        String name = printed.group(1) + " " + printed.group(3) + " ";
        return name + architectures.get(name + arch);
    }
}
