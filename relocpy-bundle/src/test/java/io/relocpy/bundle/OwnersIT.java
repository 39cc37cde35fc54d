package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wheel whose files would lie where those of the bundle or of others do is refused, and both owners are named. */
class OwnersIT {
    private static final String WHEEL = "demo-1.0-py3-none-any.whl";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "data/relocpy.json,                   demo-1.0.noarch, relocpy",
        "data/relocpy.json.asc,               demo-1.0.noarch, relocpy",
        "data/relocpy.lock,                   demo-1.0.noarch, relocpy",
        "data/sbom.cdx.json,                  demo-1.0.noarch, relocpy",
        "data/relocpy.json/below,             demo-1.0.noarch, relocpy",
        "data/bin/python3,                    demo-1.0-py3-none-any.whl, python3-",
        "data/bin/python3.13,                 demo-1.0-py3-none-any.whl, python3.13-minimal-",
        "scripts/python3,                     demo-1.0-py3-none-any.whl, python3-",
        "data/bin/python3/below,              demo-1.0.noarch, python3.13-minimal-",
        "data/libexec/relocpy/ld.so,          demo-1.0.noarch, relocpy",
        "data/libexec/relocpy/bin/python3.13, demo-1.0.noarch, relocpy",
        "data/libexec/relocpy/ld/python3,     demo-1.0.noarch, relocpy",
        "data/libexec/relocpy/other,          demo-1.0.noarch, relocpy",
        "data/libexec/scripts/hello.py,       demo-1.0.noarch, relocpy",
        "data/licenses/libc6/copyright,       demo-1.0.noarch, libc6-",
        "data/licenses/libc6,                 demo-1.0.noarch, libc6-",
        "data/licenses/libc6/copyright/below, demo-1.0.noarch, libc6-",
        "data/libexec,                        demo-1.0.noarch, python3"
    })
    void aPathHasOneOwner(String path, String wheel, String other) throws IOException {
        assertRefused(builder(path), path, wheel, other);
    }

    @Test
    void aPathHasOneOwnerAlsoWhereModulesAreCompiledBefore() throws IOException {
        String path = "data/licenses/libc6/copyright";
        assertRefused(builder(path).bytecode(Bytecode.CHECKED_HASH), path, "demo-1.0.noarch", "libc6-");
    }

    private void assertRefused(Bundle.Builder builder, String path, String wheel, String other) {
        Path target = folder.resolve("hello.tar");
        assertThatThrownBy(() -> builder.write(target))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(wheel)
                .hasMessageContaining(other)
                .hasMessageContaining(path.replaceFirst("^(data|scripts)/", "").replaceFirst("/below$", ""));
        assertThat(target).doesNotExist();
    }

    @Test
    void whatIsInNobodysWayIsBuiltAndSound() throws IOException {
        HostTools.require("tar", "bsdtar", "busybox");
        Path target = folder.resolve("hello.tar");

        builder("data/licenses/other/" + "long".repeat(40) + "/ü").write(target);

        assertThat(Bundle.verify(target).faults()).isEmpty();
        for (String program : new String[] {"tar", "bsdtar", "busybox tar"}) {
            Path to = Files.createDirectory(folder.resolve(program.replace(' ', '-')));
            HostTools.run("sh", "-c", program + " -xpf " + target + " -C " + to).orFail();
            assertThat(OnDisk.in(to.resolve("hello"))).isEqualTo(OnDisk.bySelfDescription(to.resolve("hello")));
        }
    }

    private Bundle.Builder builder(String path) throws IOException {
        Path wheel = new WheelBuilder()
                .file("demo.py", "")
                .file("demo-1.0.data/" + path, "evil")
                .write(folder, WHEEL);
        return Bundle.builder()
                .repositories(DemoRepository.of("trixie"))
                .scripts(DemoRepository.script("hello.py"))
                .wheels(wheel);
    }
}
