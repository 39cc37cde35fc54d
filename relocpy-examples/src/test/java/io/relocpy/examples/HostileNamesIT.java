package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in names and texts, a terminal gets no order from them, and no line begins in one. */
class HostileNamesIT {
    /** Clears the screen, sets the title, moves the cursor, turns the writing around, and begins a line that lies. */
    private static final String EVIL =
            "\033[2J\033]0;t\007\u009b1A\u202e\u2066\u200b\u2028\ufeff\177\rx\nrelocpy: all is well";

    private static final String SHOWN =
            "\\u001b[2J\\u001b]0;t\\u0007\\u009b1A\\u202e\\u2066\\u200b\\u2028\\ufeff\\u007f\\u000dx"
                    + "\\u000arelocpy: all is well";

    /** Of the above, what rpmbuild lets pass in the names of files. */
    private static final String FILE = "a\u202e\u2066\u200b\ufeffb";

    private static final String SHOWN_FILE = "a\\u202e\\u2066\\u200b\\ufeffb";

    @TempDir
    private static Path folder;

    private static Path packageFile = Path.of("");

    @BeforeAll
    static void buildPackage() throws IOException {
        HostTools.require("rpmbuild", "createrepo_c");
        HostTools.missingUnless(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "locale that lets Java name non-ASCII files");
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve(FILE), "x");
        Files.createSymbolicLink(files.resolve("link"), Path.of(EVIL));
        packageFile = buildPackage("hostile", EVIL.replace("\n", "\r").replace(" ", "-"));
        // createrepo_c takes no package with control characters in its texts
        buildPackage("odd", FILE);
        HostTools.run("createrepo_c", "--quiet", folder.resolve("odd").toString())
                .orFail();
    }

    private static Path buildPackage(String name, String text) throws IOException {
        Path spec = Files.writeString(folder.resolve(name + ".spec"), """
                Name: %1$s
                Version: 1
                Release: 1
                Summary: Summary %2$s
                License: MIT %2$s
                BuildArch: noarch
                Requires: missing-%2$s
                %%description
                Described %2$s
                %%install
                mkdir -p %%{buildroot}/usr/share/%1$s
                cp -a %3$s/files/. %%{buildroot}/usr/share/%1$s
                %%files
                /usr/share/%1$s
                """.formatted(name, text, folder));
        Path packages = Files.createDirectories(folder.resolve(name));
        HostTools.run("rpmbuild", "-bb", "--define", "_topdir " + folder, "--define", "_rpmdir " + packages, spec + "")
                .orFail();
        return packages.resolve("noarch/" + name + "-1-1.noarch.rpm");
    }

    @Test
    void packagesAreInspected() {
        String text = run("inspect", packageFile.toString());

        assertThat(text).contains("/usr/share/hostile/" + SHOWN_FILE, " -> " + SHOWN, "Described \\u001b[2J");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("relocpy: all is well"));
        run("inspect", "--json", packageFile.toString());
        run("verify", packageFile.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolve", "explain", "lock --output=lock --python=odd"})
    void closuresAreToldOf(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--repo", folder.resolve("odd") + "", "--cachedir", folder.resolve("cache") + ""));
        List<String> unsolvable = new ArrayList<>(arguments);
        unsolvable.add("odd");
        assertThat(run(unsolvable)).contains("missing-" + SHOWN_FILE);
        arguments.add(EVIL);
        assertThat(run(arguments)).contains("\\u001b");
    }

    @Test
    void settingsOfRepositoriesAreToldOf() throws IOException {
        String line = EVIL.replace("\n", " ").replace("\r", " ").replace("\u2028", "");
        for (String text : List.of(
                "[" + line + "]\nname=x\n",
                "[x]\nname=" + line + "\nbaseurl=http://127.0.0.1:1/" + line + "\n",
                "[x]\nname=" + line + "\nbaseurl=http://127.0.0.1:1/\n",
                "[x" + line + "]\nbaseurl=http://127.0.0.1:1/\ngpgcheck=" + line + "\n",
                line)) {
            Path file = Files.writeString(folder.resolve("hostile.repo"), text);
            run("resolve", "--repofile", file.toString(), "--cachedir", folder.resolve("cache") + "", "hostile");
        }
    }

    @Test
    void bundlesAreReadAndCompared() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("bundle"));
        String name = EVIL.replace('/', '_');
        Files.writeString(bundle.resolve(name), "#!" + EVIL);
        String escaped = "\\u001b[2J\\n\\u202e";
        Files.writeString(bundle.resolve("relocpy.json"), """
                {"format": 1, "architecture": "%1$s", "python": "%1$s", "glibc": "%1$s",
                 "packages": [{"name": "%1$s", "version": "%1$s", "arch": "%1$s", "license": "%1$s"}],
                 "libraryDirectories": [], "files": [
                 {"path": "%1$s", "size": 1, "mode": "0644", "sha256": "%2$s", "origin": "%1$s"}]}
                """.formatted(escaped, "0".repeat(64)));

        assertThat(run("inspect", bundle.toString())).contains("\\u001b[2J\\u000a\\u202e");
        run("inspect", "--json", bundle.toString());
        run("diff", bundle.toString(), bundle.toString());
        assertThat(run("verify", bundle.toString())).contains(SHOWN);
        Files.writeString(bundle.resolve("relocpy.json"), "{\"format\": 1, \"" + EVIL + "\": \033}");
        run("verify", bundle.toString());
        run("inspect", bundle.toString());
    }

    @Test
    void programsAreLookedAt() throws IOException {
        Path odd = Files.createDirectories(folder.resolve(EVIL.replace('/', '_')));
        Path program = Files.copy(Path.of("/bin/true"), odd.resolve("true"));

        assertThat(run("ldd", program.toString())).contains(SHOWN);
        assertThat(run("ldd", "--flat", program.toString(), program.toString())).contains(SHOWN);
        assertThat(run("ldd", Files.writeString(odd.resolve("text"), "x").toString()))
                .contains(SHOWN);
        HostTools.Result patchelf = HostTools.run(ToolProcess.command("patchelf", odd + "/none"), Map.of());
        assertThat(harmless(patchelf.stdout() + patchelf.stderr())).contains(SHOWN);
    }

    @Test
    void invalidArgumentsAreReported() throws IOException {
        assertThat(run(EVIL)).contains(SHOWN);
        assertThat(run("inspect", EVIL)).contains(SHOWN);
        assertThat(run("inspect", "a", EVIL)).contains(SHOWN);
        assertThat(run("inspect", "--" + EVIL)).contains(SHOWN);
        assertThat(run("build", "--bytecode", EVIL, "-o", "x")).contains(SHOWN);
        for (String option : List.of("--wheel", "--script", "--lockfile", "--repo", "--python")) {
            run("build", "-o", folder.resolve("out") + "", "-r", folder.resolve("odd") + "", option, EVIL);
        }
        assertThat(run("verify", "--key", EVIL, packageFile.toString())).contains(SHOWN);
        assertThat(run("diff", EVIL, EVIL)).contains(SHOWN);
    }

    private static String run(List<String> arguments) {
        return run(arguments.toArray(String[]::new));
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LineStream stream = new LineStream(bytes);
        RelocpyCommand.run(new Console(stream, stream, false, false, 80), arguments);
        return harmless(bytes.toString(StandardCharsets.UTF_8));
    }

    private static String harmless(String text) {
        assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("relocpy: all is well"));
        return text;
    }
}
