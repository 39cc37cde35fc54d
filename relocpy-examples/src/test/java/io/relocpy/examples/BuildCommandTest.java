package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Bundle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BuildCommandTest {
    /** What is an argument, not an option, is empty. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("repositories", "--repo"),
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
            Map.entry("write", "--output"));

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
