package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor's directory with Python, a shell script, an ELF file, and commands that start each other. */
class ScriptFoldersIT {
    private static final String PYTHON = "#!/usr/bin/env python3\n";

    @TempDir
    static Path folder;

    private static Path bundle;
    private static BundleReport report;
    private static final List<String> notices = new ArrayList<>();

    @BeforeAll
    static void build() throws IOException {
        HostTools.require("gcc");
        write(
                "tools/show.py",
                PYTHON + "import os, sys\nprint('show', sys.argv[1:], sys.prefix, os.environ.get('V'))\n");
        write(
                "tools/quiet",
                "#!/usr/bin/env -S python3 -OO -X utf8 -Wignore -u\n"
                        + "import sys; f = sys.flags; print(f.optimize, f.utf8_mode, sys.warnoptions, f.ignore_environment)\n");
        write("tools/noexec.py", PYTHON + "print('no command of its own')\n");
        write("tools/deep/helper.py", PYTHON + "import sys\nprint('helper', sys.argv[1:], sys.prefix)\n");
        write("tools/siblings.py", PYTHON + """
                import os, subprocess, sys
                here = os.path.dirname(__file__)
                run = lambda *a, **k: subprocess.run(*a, **k, check=True)
                run([here + '/show.py', 'by path'])
                run(['show', 'by name'])
                run(['./show.py', 'relative'], cwd=here)
                run([here + '/deep/helper.py', 'x'])
                run('show')
                run(['python3', '-c', 'import sys; print("python3", sys.prefix)'])
                run([here + '/run.sh', 'y'])
                print('PATH', os.environ['PATH'])
                run(['sh', '-c', 'echo path of a child $PATH; echo V of a child $V'])
                """);
        write(
                "tools/id.py",
                PYTHON + "import subprocess\nprint('wrapper', flush=True); subprocess.run(['id', '-u'], check=True)\n");
        write("tools/run.sh", "#!/bin/sh\necho \"run.sh $0 $* $V\"\n");
        write("tools/lib.sh", "#!/bin/sh\necho library\n");
        write("tools/.git/config", "[core]\n");
        write("tools/.env", "SECRET=1\n");
        write("tools/vendor/__init__.py", "");
        write(
                "tools/vendor/cli.py",
                "import sys\ndef main():\n    print('cli', sys.argv, sys.flags.utf8_mode)\n    return 3\n");
        write("data/table.csv", "1,2\n");
        Files.setPosixFilePermissions(folder.resolve("tools/lib.sh"), PosixFilePermissions.fromString("rw-r--r--"));
        Path source = Files.writeString(
                folder.resolve("elf.c"), "#include <stdio.h>\nint main(){puts(\"an ELF file\");return 0;}\n");
        HostTools.run("gcc", "-o", folder.resolve("tools/elf") + "", source + "")
                .orFail();
        bundle = folder.resolve("bundle");
        report = Bundle.builder()
                .repositories(DemoRepository.of("trixie"))
                .scripts(folder.resolve("tools"))
                .files(folder.resolve("data"), "share/vendor")
                .environment("V", "${bundle}/share/vendor")
                .command(BundleCommand.named("admin")
                        .script("tools")
                        .entryPoint("vendor.cli:main")
                        .pythonOptions("-X", "utf8")
                        .build())
                .command(BundleCommand.named("display")
                        .script("tools/noexec.py")
                        .environment("V", "own")
                        .build())
                .command(BundleCommand.named("library").script("tools/lib.sh").build())
                .command(BundleCommand.named("run.sh").environment("V", "$${V}").build())
                .onEvent(event -> {
                    if (event instanceof BundleEvent.Notice notice) {
                        notices.add(notice.subject() + ": " + notice.message());
                    }
                })
                .write(bundle);
    }

    private static void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String run(String command, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(bundle.resolve("bin/" + command).toString()));
        all.addAll(List.of(arguments));
        return HostTools.run(all.toArray(String[]::new)).orFail().stdout();
    }

    @Test
    void commandsThatScriptsStartAreTheBundles() {
        String prefix = bundle.toString();
        assertThat(run("siblings").lines())
                .containsSubsequence(
                        "show ['by path'] " + prefix + " " + prefix + "/share/vendor",
                        "show ['by name'] " + prefix + " " + prefix + "/share/vendor",
                        "show ['relative'] " + prefix + " " + prefix + "/share/vendor",
                        "helper ['x'] " + prefix,
                        "show [] " + prefix + " " + prefix + "/share/vendor",
                        "python3 " + prefix,
                        "run.sh " + prefix + "/libexec/scripts/tools/run.sh y " + prefix + "/share/vendor");
    }

    @Test
    void childrenThatAreNotOfTheBundleSeeNothingOfIt() {
        assertThat(run("siblings").lines())
                .contains("PATH " + System.getenv("PATH"), "path of a child " + System.getenv("PATH"));
    }

    @Test
    void aWrapperNamedAfterAProgramOfTheHostMeansThatProgram() {
        assertThat(run("id").lines())
                .containsExactly("wrapper", HostTools.run("id", "-u").stdout().strip());
    }

    @Test
    void aPythonThatRunsSomethingElseLeadsNothing() {
        assertThat(HostTools.run(bundle + "/bin/python3", "-c", "import subprocess; subprocess.run(['show'])")
                        .stderr())
                .contains("FileNotFoundError");
    }

    @Test
    void shellScriptsAndElfFilesRunAsTheyAre() throws IOException {
        assertThat(run("run.sh", "a", "b")).isEqualTo("run.sh " + bundle + "/libexec/scripts/tools/run.sh a b ${V}\n");
        assertThat(run("elf")).isEqualTo("an ELF file\n");
        assertThat(bundle.resolve("libexec/scripts/tools/elf")).hasSameBinaryContentAs(folder.resolve("tools/elf"));
        assertThat(bundle.resolve("bin/lib.sh")).doesNotExist();
        assertThat(run("library")).as("not executable, but named as a command").isEqualTo("library\n");
    }

    @Test
    void describedCommandsHaveTheirNameOptionsAndVariables() {
        HostTools.Result admin = HostTools.run(bundle + "/bin/admin", "x");
        assertThat(admin.stdout()).isEqualTo("cli ['" + bundle + "/bin/admin', 'x'] 1\n");
        assertThat(admin.exitStatus()).isEqualTo(3);
        assertThat(run("display")).isEqualTo("no command of its own\n");
        assertThat(bundle.resolve("bin/noexec")).doesNotExist();
    }

    @Test
    void aScriptHasTheOptionsOfItsLine() {
        assertThat(run("quiet")).isEqualTo("2 1 ['ignore'] 1\n");
    }

    @Test
    void whatIsLeftOutIsListed() {
        assertThat(report.leftOutScripts()).containsExactly("tools/.env", "tools/.git/");
        assertThat(bundle.resolve("libexec/scripts/tools/.git")).doesNotExist();
        assertThat(notices).contains("scripts: left out: tools/.env, tools/.git/");
    }

    @Test
    void whatOtherBuildsWroteIsNoScript() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("run.py"), PYTHON);
        Bundle.Builder small = DemoBundle.small(DemoRepository.of("trixie"));
        for (String name : List.of("old.tar.gz", "old.tar.zst", "old.tar.xz", "old.tar", "old")) {
            small.write(own.resolve(name));
        }
        HostTools.run(
                        "tar",
                        "-C",
                        folder.toString(),
                        "-czf",
                        own.resolve("data.tar.gz").toString(),
                        "tools",
                        "data")
                .orFail();
        Files.writeString(own.resolve("broken.tar.gz"), "no archive");

        BundleReport made = small.scripts(own).write(folder.resolve("of-own.tar"));

        assertThat(made.leftOutScripts())
                .containsExactly("own/old.tar", "own/old.tar.gz", "own/old.tar.xz", "own/old.tar.zst", "own/old/");
        assertThat(made.files())
                .extracting(BundleReport.ReportedFile::path)
                .contains("libexec/scripts/own/data.tar.gz", "libexec/scripts/own/broken.tar.gz");
    }

    @Test
    void otherFilesAreWhereTheyWereSent() {
        assertThat(bundle.resolve("share/vendor/table.csv")).hasContent("1,2\n");
    }

    @Test
    void theBundleIsSoundAndSaysWhatRunsWithTheHost() throws IOException {
        BundleVerification verification = Bundle.verify(bundle);

        assertThat(verification.faults()).isEmpty();
        assertThat(verification.toText())
                .contains("libexec/scripts/tools/run.sh: is run by the host's /bin/sh")
                .contains("libexec/scripts/tools/elf: names the host's loader");
    }

    @Test
    void aCommandThatDoesNotExistIsNamedWithSimilarOnes() {
        assertThatThrownBy(() -> Bundle.builder()
                        .repositories(DemoRepository.of("trixie"))
                        .scripts(folder.resolve("tools"))
                        .command(BundleCommand.named("shwo")
                                .environment("A", "b")
                                .build())
                        .write(folder.resolve("none")))
                .isInstanceOf(BundleException.class)
                .hasMessage("command shwo: there is no such command; did you mean show?");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void theShellsLaunchersDoTheSame() throws IOException {
        Path shell = folder.resolve("shell");
        Bundle.builder()
                .repositories(DemoRepository.of("trixie"))
                .scripts(folder.resolve("tools"))
                .shellLaunchers(true)
                .environment("V", "${bundle}/x")
                .write(shell);

        assertThat(HostTools.run(shell + "/bin/run.sh", "a").orFail().stdout())
                .isEqualTo("run.sh " + shell + "/libexec/scripts/tools/run.sh a " + shell + "/x\n");
        assertThat(HostTools.run(shell + "/bin/show").orFail().stdout())
                .isEqualTo("show [] " + shell + " " + shell + "/x\n");
    }
}
