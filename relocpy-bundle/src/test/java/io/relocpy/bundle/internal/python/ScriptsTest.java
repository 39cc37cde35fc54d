package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    @TempDir
    Path folder;

    @Test
    void aFileBecomesACommandWithoutItsSuffix() throws IOException {
        Scripts scripts = Scripts.read(List.of(write("hello.py", "print(1)")));

        assertThat(scripts.commands()).containsOnly(Map.entry("hello", "hello.py"));
        assertThat(scripts.files().get("hello.py").content().text()).isEqualTo("print(1)");
    }

    @Test
    void aFolderKeepsItsStructureAndItsRunnableFilesBecomeCommands() throws IOException {
        write("tools/backup.py", "#!/usr/bin/env python3\n");
        write("tools/helpers.py", "x = 1");
        write("tools/data/table.json", "{}");
        write("tools/__pycache__/helpers.cpython-313.pyc", "");

        Scripts scripts = Scripts.read(List.of(folder.resolve("tools")));

        assertThat(scripts.files()).containsOnlyKeys("tools/backup.py", "tools/helpers.py", "tools/data/table.json");
        assertThat(scripts.commands()).containsOnly(Map.entry("backup", "tools/backup.py"));
    }

    @Test
    void aFolderWithAMainModuleIsOneCommand() throws IOException {
        write("tool/__main__.py", "");
        write("tool/other.py", "#!/usr/bin/python3\n");

        assertThat(Scripts.read(List.of(folder.resolve("tool"))).commands()).containsOnly(Map.entry("tool", "tool"));
    }

    @Test
    void aScriptThatDoesNotExistIsNamed() {
        Path missing = folder.resolve("missing.py");

        assertThatThrownBy(() -> Scripts.read(List.of(missing)))
                .isInstanceOf(BundleException.class)
                .hasMessage(missing + ": this script does not exist");
    }

    @Test
    void twoScriptsOfOneNameAreRefused() throws IOException {
        Path one = write("a/run.py", "");
        Path two = write("b/run.py", "");

        assertThatThrownBy(() -> Scripts.read(List.of(one, two)))
                .isInstanceOf(BundleException.class)
                .hasMessage(two + ": another script is also named run.py");
    }

    @Test
    void theInterpretersOwnNameIsTaken() throws IOException {
        Path python = write("python3.py", "");

        assertThatThrownBy(() -> Scripts.read(List.of(python)))
                .isInstanceOf(BundleException.class)
                .hasMessage(python + ": the command python3 is the interpreter's own");
    }

    @Test
    void aScriptThatNoCommandCanBeNamedAfterIsRefused() throws IOException {
        for (String name : List.of(".py", "-rf.py", ".hidden.py")) {
            Path odd = write(name, "");
            assertThatThrownBy(() -> Scripts.read(List.of(odd)))
                    .isInstanceOf(BundleException.class)
                    .hasMessage(odd + ": no command can be named after this script");
        }
        Path newline = write("a\nb.py", "");
        assertThatThrownBy(() -> Scripts.read(List.of(newline)))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("the name of this script has control characters");
    }

    @Test
    void hiddenFilesOfAFolderBecomeNoCommands() throws IOException {
        write("tools/.hook", "#!/usr/bin/python3\n");
        write("tools/run.py", "#!/usr/bin/python3\n");

        Scripts scripts = Scripts.read(List.of(folder.resolve("tools")));

        assertThat(scripts.commands()).containsOnlyKeys("run");
        assertThat(scripts.files()).containsKey("tools/.hook");
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
