package io.relocpy.bundle.internal.build;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.BundleRequest.CommandOptions;
import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Native launchers and those for the shell pass on the same arguments and variables. */
class LaunchersIT {
    private static final String ROOT = LauncherTemplate.ROOT + "";
    private static final String PROGRAM = """
            #!/bin/sh
            printf 'argument %s\\n' "$@"
            export -p
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "${bundle}, @",
                "${bundle}/lib/tcl, @/lib/tcl",
                "a:${bundle}/x:${bundle}, a:@/x:@",
                "$${bundle}, ${bundle}",
                "$${HOME}/${bundle}, ${HOME}/@",
                "$HOME `id` $(id), $HOME `id` $(id)",
                "it's \"quoted\" \\ here, it's \"quoted\" \\ here",
                "$$, $$",
                "$$${bundle}, $${bundle}",
                "größer, größer",
            })
    void passOnVariables(String value, String expected) throws IOException {
        for (String name : List.of("plain", "with space", "it's $HOME")) {
            for (Launcher launcher : launchers()) {
                Path bundle = bundle(folder.resolve(launcher.getClass().getSimpleName() + "/" + name), launcher, value);
                Map<String, String> seen = variables(run(List.of(bundle.resolve("bin/show") + ""), Map.of("V", "old")));
                assertThat(seen)
                        .as("%s in %s", launcher.getClass().getSimpleName(), bundle)
                        .containsEntry("V", expected.replace("@", bundle.toString()))
                        .doesNotContainKey("DROPPED");
            }
        }
    }

    @Test
    void expandToTheRealPathWhenCalledThroughALink() throws IOException {
        for (Launcher launcher : launchers()) {
            Path bundle = bundle(folder.resolve(launcher.getClass().getSimpleName()), launcher, "${bundle}/x");
            Path link = Files.createSymbolicLink(
                    folder.resolve("link-" + launcher.getClass().getSimpleName()), bundle.resolve("bin/show"));
            assertThat(variables(run(List.of(link.toString()), Map.of()))).containsEntry("V", bundle + "/x");
        }
    }

    /** Where the bundle is the root directory, its path is "/" for both. */
    @ParameterizedTest
    @ValueSource(strings = {"${bundle}", "${bundle}/x"})
    void expandInTheRootDirectory(String value) throws IOException {
        HostTools.requireRoot();
        HostTools.require("ldd");
        List<List<String>> arguments = new ArrayList<>();
        for (Launcher launcher : launchers()) {
            Path root = bundle(folder.resolve(launcher.getClass().getSimpleName()), launcher, value);
            copyShell(root);
            List<String> lines = run(List.of("chroot", root.toString(), "/bin/show", "x"), Map.of());
            assertThat(variables(lines)).containsEntry("V", value.replace("${bundle}", "/"));
            arguments.add(
                    lines.stream().filter(line -> line.startsWith("argument")).toList());
        }
        assertThat(arguments.get(0))
                .containsExactly("argument //bin/show", "argument x")
                .isEqualTo(arguments.get(1));
    }

    /** Not even where the shell gets variables of their names from the caller, and so passes changes on. */
    @Test
    void changeNoOtherVariable() throws IOException {
        List<String> own = List.of("root", "self", "link", "argv0");
        Map<String, String> callers = own.stream().collect(toMap(name -> name, name -> "the caller's"));
        for (Launcher launcher : launchers()) {
            Path bundle = bundle(folder.resolve(launcher.getClass().getSimpleName()), launcher, "x");
            Path link = Files.createSymbolicLink(
                    folder.resolve("link-" + launcher.getClass().getSimpleName()), bundle.resolve("bin/show"));
            assertThat(HostTools.run(environment(List.of("/usr/bin/env", link + ""), callers))
                            .orFail()
                            .lines())
                    .as(launcher.getClass().getSimpleName())
                    .contains(own.stream()
                            .map(name -> "export " + name + "='the caller'\"'\"'s'")
                            .toArray(String[]::new));
        }
    }

    /** Every variable that bash knows is one that a script passes on as it was given, or one that is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void shellsPassOnWhatIsNotRefused(String shell) throws IOException {
        HostTools.require("bash", shell.split(" ")[0], "env");
        List<String> names =
                new ArrayList<>(List.of("root", "self", "LC_ALL", "PS4", "ENV", "FUNCNAME", "relocpy_root"));
        names.addAll(HostTools.run(environment(List.of("bash", "-c", "compgen -v"), Map.of()))
                .orFail()
                .lines());
        int passed = 0;
        for (String name : names) {
            SortedMap<String, String> variable = new TreeMap<>(Map.of(name, "no locale"));
            try {
                ShellLauncher.check(new CommandOptions(variable, true, Map.of()));
            } catch (BundleException e) {
                assertThat(e).hasMessageContaining(" cannot set " + name + ", which is ");
                continue;
            }
            Path script = folder.resolve("launcher");
            Command command = new Command("/usr/bin/env", List.of("env"), List.of("DROPPED"), variable);
            Files.createDirectories(folder.resolve("bin"));
            executable(
                    script,
                    new ShellLauncher("x86_64").configure("bin/", command).bytes());
            List<String> words = new ArrayList<>(List.of(shell.split(" ")));
            words.add(script.toString());
            HostTools.Result result = HostTools.run(environment(words, Map.of()));
            assertThat(result.orFail().lines()).contains(name + "=no locale");
            assertThat(result.stderr()).as(name).isEmpty();
            passed++;
        }
        assertThat(passed).isGreaterThan(20);
    }

    private static ProcessBuilder environment(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }

    private static List<Launcher> launchers() throws IOException {
        String architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        return List.of(LauncherTemplate.forArchitecture(architecture), new ShellLauncher(architecture));
    }

    private static Path bundle(Path bundle, Launcher launcher, String value) throws IOException {
        Files.createDirectories(bundle.resolve("bin"));
        Files.createDirectories(bundle.resolve("libexec"));
        executable(bundle.resolve("libexec/show"), PROGRAM.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Command command = new Command(
                ROOT + "/libexec/show",
                List.of("show", LauncherTemplate.ARGV0 + ""),
                List.of("DROPPED"),
                new TreeMap<>(Map.of("V", Variables.expanded("V", value))));
        executable(
                bundle.resolve("bin/show"), launcher.configure("bin/", command).bytes());
        return bundle;
    }

    private static void executable(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyShell(Path root) throws IOException {
        List<String> files = new ArrayList<>(List.of("/bin/sh"));
        for (String word : String.join(
                        " ", HostTools.run("ldd", "/bin/sh").orFail().lines())
                .split("\\s+")) {
            if (word.startsWith("/")) {
                files.add(word);
            }
        }
        for (String file : files) {
            Path target = root.resolve(file.substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(Path.of(file).toRealPath(), target);
        }
    }

    private static List<String> run(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DROPPED", "x");
        builder.environment().putAll(variables);
        return HostTools.run(builder).orFail().lines();
    }

    /** As dash prints them. */
    private static Map<String, String> variables(List<String> lines) {
        Map<String, String> variables = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith("export ") && line.contains("=")) {
                String[] parts = line.substring("export ".length()).split("=", 2);
                variables.put(parts[0], parts[1].replaceAll("'\"('+)\"'", "$1").replaceAll("^'|'$", ""));
            }
        }
        return variables;
    }
}
