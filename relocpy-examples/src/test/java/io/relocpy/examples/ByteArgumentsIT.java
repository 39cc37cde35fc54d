package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose names are in no encoding, on the tool's command line. */
class ByteArgumentsIT {
    @TempDir
    Path folder;

    /** Runs the tool on a file of the folder, whose name ends with the byte e9. */
    private Result relocpy(String locale, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "name=$(printf 'caf\\351'); cp /bin/true \"$0/$name\"; exec \"$@\" \"$0/$name\"",
                folder.toString()));
        command.addAll(ToolProcess.command(arguments));
        return HostTools.run(command, Map.of("LC_ALL", locale));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void aFileIsFoundWhateverBytesItsNameHas(String locale) {
        Result libraries = relocpy(locale, "ldd");
        Result described = relocpy(locale, "inspect");

        assertThat(libraries.orFail().stdout()).contains("/caf\\xe9 ").contains("libc.so.6 => ");
        assertThat(described.stderr()).as("found, and read").contains("is not an archive");
    }

    @Test
    void aFileThatIsNotThereIsNamedWithoutHarm() {
        Result result = relocpy("C.UTF-8", "ldd", "/no/such/file");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.stderr()).contains("/no/such/file");
    }
}
