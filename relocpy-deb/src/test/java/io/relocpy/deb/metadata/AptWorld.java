package io.relocpy.deb.metadata;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The host's apt-get with a state of its own. */
final class AptWorld extends ReleaseWorld {
    private static final Pattern VERSION = Pattern.compile("(?m)^Version: (.*)$");
    private String messages = "";

    AptWorld(Path directory) throws IOException {
        super(directory);
        Files.createDirectories(directory.resolve("state/lists/partial"));
        Files.createDirectories(directory.resolve("cache/archives/partial"));
        Files.writeString(directory.resolve("status"), "");
    }

    static void require() {
        HostTools.require("apt-get", "gpgv");
    }

    @Override
    String update() throws IOException {
        String optionText = options.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
        Files.writeString(
                directory.resolve("sources.list"),
                suites.stream()
                        .map(each -> "deb [" + optionText + "] " + uri + " " + each + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(directory.resolve("apt.conf"), settings());
        HostTools.Result result = run("update");
        messages = result.stdout() + result.stderr();
        String error = result.exitStatus() != 0 || messages.contains("\nE: ") ? "E " : "";
        return error + sorted(versions());
    }

    /** Runs apt-get. */
    HostTools.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "APT_CONFIG", directory.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8", "no_proxy", "localhost");
        return HostTools.run(command, environment);
    }

    /** What apt said last. */
    String messages() {
        return messages;
    }

    private String versions() throws IOException {
        try (Stream<Path> lists = Files.list(directory.resolve("state/lists"))) {
            StringBuilder versions = new StringBuilder();
            for (Path file : lists.sorted().toList()) {
                if (file.toString().endsWith("_Packages")) {
                    Matcher matcher = VERSION.matcher(Files.readString(file));
                    while (matcher.find()) {
                        versions.append(matcher.group(1));
                    }
                }
            }
            return versions.toString();
        }
    }

    private String settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Dir::State", directory.resolve("state").toString());
        settings.put("Dir::State::status", directory.resolve("status").toString());
        settings.put("Dir::Cache", directory.resolve("cache").toString());
        settings.put("Dir::Etc::sourcelist", directory.resolve("sources.list").toString());
        for (String part : List.of("sourceparts", "main", "parts", "preferencesparts", "trustedparts", "trusted")) {
            settings.put("Dir::Etc::" + part, "/dev/null");
        }
        settings.put("APT::Architecture", architectures.get(0));
        settings.put("APT::Sandbox::User", "root");
        settings.put("Acquire::Languages", "none");
        settings.put("Acquire::http::Proxy", "DIRECT");
        settings.put("Acquire::Retries", "0");
        settings.put("Acquire::GzipIndexes", "false");
        settings.putAll(configuration);
        return settings.entrySet().stream()
                        .map(each -> each.getKey() + " \"" + each.getValue() + "\";\n")
                        .collect(Collectors.joining())
                + architectures.stream()
                        .map(each -> '"' + each + "\"; ")
                        .collect(Collectors.joining("", "APT::Architectures { ", "};\n"));
    }
}
