package io.relocpy.bundle.internal.tree;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.file;
import static io.relocpy.bundle.Samples.link;
import static io.relocpy.bundle.Samples.origin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Pythons are found by the names under which callers know them. */
class InterpreterTest {
    private final List<TreeFile> files =
            new ArrayList<>(List.of(file("usr/lib64/ld-linux-x86-64.so.2", "", origin("glibc"))));

    private Interpreter find(String command) throws IOException {
        return Interpreter.of(VirtualRoot.of(files), command);
    }

    private void python(String path) {
        files.add(new TreeFile.Regular(path, origin("python"), program(), true, TIME));
    }

    private void links(String path, String target) {
        files.add(link(path, target, origin("links")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"python3", "python36", "python3.6", "platform-python", "platform-python3.6"})
    void theSystemsPythonIsFoundByItsNameItsPackageAndByNamesThatAreGhosts(String name) throws IOException {
        python("usr/libexec/platform-python3.6");
        links("usr/libexec/platform-python", "usr/libexec/platform-python3.6");
        links("usr/bin/python3.6", "usr/libexec/platform-python3.6");

        assertThat(find(name))
                .isEqualTo(new Interpreter(
                        "usr/libexec/platform-python3.6", "python3.6", "usr/lib64/ld-linux-x86-64.so.2"));
    }

    @Test
    void thePythonThatLinksInUsrBinLeadToComesBeforeThatOfTheSystem() throws IOException {
        python("usr/libexec/platform-python3.6");
        assertThat(find("python3").name()).isEqualTo("python3.6");
        python("usr/bin/python3.9");

        assertThat(find("python3").path()).isEqualTo("usr/bin/python3.9");
        assertThat(find("platform-python3.6").name()).isEqualTo("python3.6");
    }

    @Test
    void whereAGhostCouldBeOneOfSeveralTheyAreNamed() {
        python("usr/bin/python3.9");
        python("usr/bin/python3.11");

        assertThatThrownBy(() -> find("python3"))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "python3: expected one Python in the closure, found /usr/bin/python3.11, /usr/bin/python3.9;"
                                + " request one of them by its name");
    }

    @Test
    void aPackageNamedAfterPythonStandsForTheOnlyOne() throws IOException {
        python("usr/bin/python3.13");

        assertThat(find("python3-minimal").name()).isEqualTo("python3.13");
        assertThatThrownBy(() -> find("pypy3")).hasMessage("pypy3: no package of the closure has /usr/bin/pypy3");
    }

    @Test
    void aPythonThatIsNotThereIsNamedAsAFile() {
        python("usr/bin/python3.9");

        assertThatThrownBy(() -> find("python36"))
                .isInstanceOf(BundleException.class)
                .hasMessage("python36: no package of the closure has /usr/bin/python3.6");
    }

    /** An executable with nothing in it but the name of its loader. */
    private static Content program() {
        byte[] loader = "/lib64/ld-linux-x86-64.so.2\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer b = ByteBuffer.allocate(64 + 56 + loader.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        b.putShort((short) 2).putShort((short) 62).putInt(1); // ET_EXEC, EM_X86_64, EV_CURRENT
        b.putLong(0).putLong(64).putLong(0).putInt(0); // e_entry, e_phoff, e_shoff, e_flags
        b.putShort((short) 64).putShort((short) 56).putShort((short) 1); // e_ehsize, e_phentsize, e_phnum
        b.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        b.putInt(3).putInt(4).putLong(120).putLong(120).putLong(120); // PT_INTERP, readable
        b.putLong(loader.length).putLong(loader.length).putLong(1);
        b.put(loader);
        return Content.of(b.array());
    }
}
