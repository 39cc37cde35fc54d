package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Bundle;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BuildCommandTest {
    /** What is an argument, not an option, is empty. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("repositories", "--repo"),
            Map.entry("repositoryUrls", "--repo"),
            Map.entry("cacheDirectory", "--cachedir"),
            Map.entry("architecture", "--arch"),
            Map.entry("python", "--python"),
            Map.entry("modules", ""),
            Map.entry("weakDependencies", "--weak"),
            Map.entry("lockfile", "--lockfile"),
            Map.entry("exclude", "--exclude"),
            Map.entry("include", "--include"),
            Map.entry("executables", "--executable"),
            Map.entry("wheels", "--wheel"),
            Map.entry("scripts", "--script"),
            Map.entry("excludeScripts", "--exclude-script"),
            Map.entry("includeScripts", "--include-script"),
            Map.entry("files", "--file"),
            Map.entry("command", "--command"),
            Map.entry("defaultPackages", "--no-default-packages"),
            Map.entry("hostLibraries", "--host-libraries"),
            Map.entry("shellLaunchers", "--shell-launchers"),
            Map.entry("modificationTime", "--time"),
            Map.entry("replaceExisting", "--replace"),
            Map.entry("environment", "--env"),
            Map.entry("bytecode", "--bytecode"),
            Map.entry("signWith", "--sign-key"),
            Map.entry("strict", "--strict"),
            Map.entry("onEvent", "--json"),
            Map.entry("plan", "--dry-run"),
            Map.entry("write", "--output"));

    @TempDir
    Path folder;

    private String refusal(String... more) {
        List<String> arguments = new ArrayList<>(List.of("build", "-r", folder.toString()));
        arguments.addAll(List.of("-o", folder.resolve("out.tar").toString()));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LineStream stream = new LineStream(printed);
        int status =
                RelocpyCommand.run(new Console(stream, stream, false, false, 80), arguments.toArray(String[]::new));
        stream.flush();
        assertThat(status).isBetween(1, 2);
        assertThat(folder).as("before any work").isEmptyDirectory();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.tar", "./out.tar", "out.tar.asc", "relocpy.lock"})
    void aReportInPlaceOfAnotherResultIsRefused(String report) {
        assertThat(refusal("--report", folder + "/" + report, "--lockfile", folder + "/relocpy.lock"))
                .contains(report + ": cannot be the report: it would be in place of another result");
    }

    @Test
    void aReportThatIsADirectoryIsRefused() {
        assertThat(refusal("--report", "/")).contains("/: cannot be the report: it is a directory");
        assertThat(refusal("--report", folder + "/none/report.html")).contains("its parent directory does not exist");
    }

    @Test
    void aBundleIsForOneArchitecture() {
        assertThat(refusal("--arch", "qemux86_64:core2_64:all")).contains("a bundle is for one architecture");
    }

    @Test
    void whateverTheBuilderCanTheCommandCan() {
        Set<String> methods = Arrays.stream(Bundle.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> options = new CommandLine(new BuildCommand())
                .getCommandSpec()
                .optionsMap()
                .keySet();

        assertThat(OPTIONS.keySet()).isEqualTo(methods);
        assertThat(options)
                .containsAll(OPTIONS.values().stream()
                        .filter(option -> !option.isEmpty())
                        .toList());
    }
}
