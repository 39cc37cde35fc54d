package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    @TempDir
    Path folder;

    @Test
    void aFileBecomesACommandWithoutItsSuffix() throws IOException {
        Scripts scripts = read(List.of(write("hello.py", "print(1)")));

        assertThat(scripts.commands()).containsOnly(Map.entry("hello", "hello.py"));
        assertThat(scripts.files().get("hello.py").content().text()).isEqualTo("print(1)");
    }

    @Test
    void aFolderKeepsItsStructureAndItsRunnableFilesBecomeCommands() throws IOException {
        write("tools/backup.py", "#!/usr/bin/env python3\n");
        write("tools/helpers.py", "x = 1");
        write("tools/data/table.json", "{}");
        write("tools/__pycache__/helpers.cpython-313.pyc", "");

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.files()).containsOnlyKeys("tools/backup.py", "tools/helpers.py", "tools/data/table.json");
        assertThat(scripts.commands()).containsOnly(Map.entry("backup", "tools/backup.py"));
    }

    @Test
    void aFolderWithAMainModuleIsOneCommand() throws IOException {
        write("tool/__main__.py", "");
        write("tool/other.py", "#!/usr/bin/python3\n");

        assertThat(read(List.of(folder.resolve("tool"))).commands()).containsOnly(Map.entry("tool", "tool"));
    }

    @Test
    void aScriptThatDoesNotExistIsNamed() {
        Path missing = folder.resolve("missing.py");

        assertThatThrownBy(() -> read(List.of(missing)))
                .isInstanceOf(BundleException.class)
                .hasMessage(missing + ": this script does not exist");
    }

    @Test
    void twoScriptsOfOneNameAreRefused() throws IOException {
        Path one = write("a/run.py", "");
        Path two = write("b/run.py", "");

        assertThatThrownBy(() -> read(List.of(one, two)))
                .isInstanceOf(BundleException.class)
                .hasMessage(two + ": another script is also named run.py");
    }

    @Test
    void theInterpretersOwnNameIsTaken() throws IOException {
        Path python = write("python3.py", "");

        assertThatThrownBy(() -> read(List.of(python)))
                .isInstanceOf(BundleException.class)
                .hasMessage(python + ": the command python3 is the interpreter's own");
    }

    @Test
    void aScriptThatNoCommandCanBeNamedAfterIsRefused() throws IOException {
        for (String name : List.of(".py", "-rf.py", ".hidden.py")) {
            Path odd = write(name, "");
            assertThatThrownBy(() -> read(List.of(odd)))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(odd + ": no command can be named after this script");
        }
        Path newline = write("a\nb.py", "");
        assertThatThrownBy(() -> read(List.of(newline)))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("the name of this script has control characters");
    }

    @Test
    void filesOfVersionControlAndEditorsAndCompiledOnesAreLeftOutAndListed() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        write("tools/run.py~", "#!/usr/bin/python3\n");
        write("tools/#run.py#", "");
        write("tools/.run.py.swp", "");
        write("tools/.env", "PASSWORD=x");
        write("tools/.git/config", "");
        write("tools/lib/__pycache__/x.pyc", "");
        write("tools/lib/x.py", "");
        Files.createSymbolicLink(folder.resolve("tools/loop"), folder.resolve("tools"));

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.files()).containsOnlyKeys("tools/run.py", "tools/lib/x.py");
        assertThat(scripts.commands()).containsOnlyKeys("run");
        assertThat(scripts.leftOut())
                .containsExactly(
                        "tools/#run.py#",
                        "tools/.env",
                        "tools/.git/",
                        "tools/.run.py.swp",
                        "tools/lib/__pycache__/",
                        "tools/loop",
                        "tools/run.py~");
    }

    @Test
    void patternsExcludeByNameOrPathAndIncludeWhatIsLeftOutByDefault() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        write("tools/a/old.bak", "");
        write("tools/old.bak", "");
        write("tools/tests/x.py", "");
        write("tools/a/tests/x.py", "");
        write("tools/.settings", "");
        write("tools/.env", "");

        Scripts scripts = Scripts.read(
                List.of(folder.resolve("tools")),
                new LeftOut(
                        List.of("*.bak", "/tests/", ".env"), List.of(".settings", ".env"), List.of(), path -> false),
                List.of());

        assertThat(scripts.files()).containsOnlyKeys("tools/run.py", "tools/a/tests/x.py", "tools/.settings");
        assertThat(scripts.leftOut()).containsExactly("tools/.env", "tools/a/old.bak", "tools/old.bak", "tools/tests/");
    }

    @Test
    void whatAnEarlierBuildWroteIsLeftOut() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        write("tools/out/relocpy.json", "");
        write("tools/out.tar", "");
        Path real = folder.toRealPath().resolve("tools");

        Scripts scripts = Scripts.read(
                List.of(folder.resolve("tools")),
                new LeftOut(
                        List.of(), List.of("*"), List.of(real.resolve("out"), real.resolve("out.tar")), path -> false),
                List.of());

        assertThat(scripts.files()).containsOnlyKeys("tools/run.py");
        assertThat(scripts.leftOut()).containsExactly("tools/out.tar", "tools/out/");
    }

    @Test
    void bundlesOfOtherBuildsAreLeftOutUnlessTheyAreAskedFor() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        write("tools/old/relocpy.json", "");
        write("tools/old/bin/run", "");
        LeftOut.BundleTest test = path -> Files.exists(path.resolve("relocpy.json"));

        Scripts scripts = Scripts.read(
                List.of(folder.resolve("tools")), new LeftOut(List.of(), List.of(), List.of(), test), List.of());
        Scripts asked = Scripts.read(
                List.of(folder.resolve("tools")), new LeftOut(List.of(), List.of("old"), List.of(), test), List.of());

        assertThat(scripts.files()).containsOnlyKeys("tools/run.py");
        assertThat(scripts.leftOut()).containsExactly("tools/old/");
        assertThat(asked.files()).containsKey("tools/old/bin/run");
        assertThatThrownBy(() -> read(List.of(folder.resolve("tools/old"))))
                .hasMessage(folder.resolve("tools/old") + ": is a bundle, not a directory of scripts");
    }

    @Test
    void aLinkOutOfADirectoryIsRemarkedOn() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        Path secret = write("secret", "");
        Files.createSymbolicLink(folder.resolve("tools/key"), secret);
        Files.createSymbolicLink(folder.resolve("tools/inside"), Path.of("run.py"));

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.remarks())
                .extracting(Scripts.Remark::subject, Scripts.Remark::what)
                .containsExactly(tuple(
                        "tools/key",
                        "is a link out of the directory; the bundle has a copy of " + secret.toRealPath()));
    }

    @Test
    void aLinkToADirectoryStandsForItUnderItsOwnName() throws IOException {
        write("tools/run.py", "#!/usr/bin/python3\n");
        Path link = Files.createSymbolicLink(folder.resolve("admin"), folder.resolve("tools"));

        Scripts scripts = Scripts.read(
                List.of(link),
                new LeftOut(List.of(), List.of(), List.of(), path -> false),
                List.of(new Scripts.Placed(link, "share/tools")));

        assertThat(scripts.commands()).containsOnly(Map.entry("run", "admin/run.py"));
        assertThat(scripts.others()).containsOnlyKeys("share/tools/run.py");
        assertThat(scripts.leftOut()).isEmpty();
    }

    @Test
    void programsOfOtherKindsStayWhatTheyAre() throws IOException {
        executable(write("tools/run.sh", "#!/bin/sh\n"));
        executable(write("tools/odd.py", "#!/bin/bash\n"));
        write("tools/library.sh", "#!/bin/sh\n");
        executable(write("tools/README", "read me"));
        executable(write("tools/tool", "#!/usr/bin/env python3\n"));
        write("tools/data", "x");
        Files.copy(Path.of(System.getProperty("java.home"), "bin/java"), folder.resolve("tools/elf"));
        Files.copy(Path.of(System.getProperty("java.home"), "lib/libjava.so"), folder.resolve("tools/_library.so"));

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.commands()).containsOnly(Map.entry("tool", "tools/tool"));
        assertThat(scripts.programs())
                .containsOnly(
                        Map.entry("run.sh", "tools/run.sh"),
                        Map.entry("odd.py", "tools/odd.py"),
                        Map.entry("elf", "tools/elf"));
        assertThat(scripts.remarks())
                .containsExactly(
                        new Scripts.Remark(
                                "tools/README",
                                "is executable, but becomes no command: it is no Python script, and has no #! line"),
                        new Scripts.Remark("tools", "no commands, since they are not executable: library.sh"));
    }

    @Test
    void whereNothingIsExecutableAFirstLineIsEnough() throws IOException {
        write("tools/run.sh", "#!/bin/sh\n");
        write("tools/deep/other.sh", "#!/bin/sh\n");
        write("tools/tool.py", "#!/usr/bin/env python3\n");
        write("tools/data", "x");

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.commands()).containsOnly(Map.entry("tool", "tools/tool.py"));
        assertThat(scripts.programs()).containsOnly(Map.entry("run.sh", "tools/run.sh"));
        assertThat(scripts.remarks())
                .containsExactly(new Scripts.Remark(
                        "tools",
                        "no file in it is executable, so what begins with a #! line becomes a command: run.sh"));
    }

    @Test
    void linesOfWindowsAreRemarkedOnWhereTheKernelReadsThem() throws IOException {
        Scripts scripts = read(List.of(
                write("run.sh", "#!/bin/sh\r\n"),
                write("a.py", "#!/usr/bin/python3\r\n"),
                write("b.sh", "#!/bin/sh\n")));

        assertThat(scripts.remarks()).extracting(Scripts.Remark::subject).containsExactly("run.sh");
    }

    @Test
    void aShellScriptByItselfIsNoPythonScriptEither() throws IOException {
        Scripts scripts = read(List.of(write("run.sh", "#!/bin/sh\n")));

        assertThat(scripts.commands()).isEmpty();
        assertThat(scripts.programs()).containsOnly(Map.entry("run.sh", "run.sh"));
    }

    @Test
    void aFolderThatBecomesNoCommandIsRemarkedOn() throws IOException {
        write("tools/helpers.py", "x = 1");

        assertThat(read(List.of(folder.resolve("tools"))).remarks())
                .extracting(Scripts.Remark::subject)
                .containsExactly("tools");
    }

    /** The lines are those of Debian's and Fedora's packages. */
    @Test
    void whatALineForPythonSaysBesidesIsRemarkedOn() throws IOException {
        write("tools/usual.py", "#! /usr/bin/python3 -Es\n");
        write("tools/none.py", "#!/usr/bin/env python3\n");
        write("tools/unbuffered", "#!/usr/bin/env -S python3 -u -X utf8 -Wignore -OO\n");
        write("tools/asking", "#!/usr/bin/env -S python3 -i\n");
        write("tools/quoted", "#!/usr/bin/env -S python3 -W 'a b'\n");
        write("tools/safe", "#!/usr/bin/python3 -sP\n");
        write("tools/old.py", "#!/usr/bin/python2.7 -u\n");
        write("tools/-x.py", "#!/usr/bin/python3\n");

        Scripts scripts = read(List.of(folder.resolve("tools")));

        assertThat(scripts.remarks())
                .containsExactly(
                        new Scripts.Remark(
                                "tools/-x.py", "becomes no command, since its name would be an option to others"),
                        new Scripts.Remark(
                                "tools/asking",
                                "its command does not have the options of its #! line, -i, unless you state them"),
                        new Scripts.Remark(
                                "tools/old.py", "its #! line is for python2.7, but it runs with the bundle's Python 3"),
                        new Scripts.Remark(
                                "tools/quoted",
                                "its command does not have the options of its #! line, -W 'a b', unless you state them"),
                        new Scripts.Remark(
                                "tools/safe",
                                "its command does not have the options of its #! line, -sP, unless you state them"));
    }

    @Test
    void patternsThatMatchNothingAreRemarkedOn() throws IOException {
        write("tools/a.py", "#!/usr/bin/python3\n");
        write("tools/secret.key", "");
        write("tools/.settings", "");

        Scripts scripts = Scripts.read(
                List.of(folder.resolve("tools")),
                new LeftOut(
                        List.of("tools/secret.key", "*.key"),
                        List.of(".settings", ".setting"),
                        List.of(),
                        path -> false),
                List.of());

        assertThat(scripts.files()).containsOnlyKeys("tools/a.py", "tools/.settings");
        assertThat(scripts.remarks())
                .extracting(Scripts.Remark::subject)
                .containsExactly("tools/secret.key", ".setting");
    }

    @Test
    void otherFilesGoWhereTheyAreSent() throws IOException {
        write("www/index.html", "<p>");
        write("www/css/.hidden", "");
        Path one = write("one.cfg", "1");

        Scripts scripts = Scripts.read(
                List.of(),
                new LeftOut(List.of(), List.of(), List.of(), path -> false),
                List.of(
                        new Scripts.Placed(folder.resolve("www"), "share/vendor/www"),
                        new Scripts.Placed(one, "etc/vendor.cfg")));

        assertThat(scripts.others()).containsOnlyKeys("share/vendor/www/index.html", "etc/vendor.cfg");
        assertThat(scripts.leftOut()).containsExactly("share/vendor/www/css/.hidden");
        assertThat(scripts.commands()).isEmpty();
    }

    private static Scripts read(List<Path> paths) throws IOException {
        return Scripts.read(paths, new LeftOut(List.of(), List.of(), List.of(), path -> false), List.of());
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
