package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommandLineBytesTest {
    private static final byte[] COMMAND_LINE =
            "java\0-cp\0x\0Main\0--set-rpath\0/\u00e9\0\0./a\0".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void takesTheBytesOfTheProcessOwnArguments() {
        assertThat(CommandLineBytes.exact(COMMAND_LINE, "--set-rpath", "/?", "", "./a"))
                .containsExactly("--set-rpath", "/\udce9", "", "./a");
        assertThat(CommandLineBytes.exact(COMMAND_LINE, "/\ufffd", "", "./a")).containsExactly("/\udce9", "", "./a");
        assertThat(CommandLineBytes.exact(COMMAND_LINE)).isEmpty();
    }

    @Test
    void leavesArgumentsThatAreNotThoseOfTheProcess() {
        assertThat(CommandLineBytes.exact(COMMAND_LINE, "--set-rpath", "/?", "", "./b"))
                .containsExactly("--set-rpath", "/?", "", "./b");
        assertThat(CommandLineBytes.exact(new byte[0], "a")).containsExactly("a");
        assertThat(CommandLineBytes.exact("/?", "./a")).containsExactly("/?", "./a");
    }
}
