package io.relocpy.bundle.internal.python;

import static io.relocpy.bundle.WheelBuilder.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.WheelBuilder;
import io.relocpy.bundle.internal.tree.ContentStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a wheel, and what is refused. */
class WheelTest {
    private static final String NAME = "demo-1.0-py3-none-any.whl";

    @TempDir
    Path folder;

    @Test
    void aSoundOneIsReadWithAllItsFiles() throws IOException {
        Wheel wheel = read(new WheelBuilder().file("demo/__init__.py", "").write(folder, NAME));

        assertThat(wheel.entries()).containsOnlyKeys(INFO + "METADATA", INFO + "WHEEL", "demo/__init__.py");
        assertThat(wheel.metadata().license()).isEqualTo("MIT");
        assertThat(wheel.pure()).isTrue();
    }

    @Test
    void aChangedFileIsRefused() throws IOException {
        refused(
                new WheelBuilder()
                        .file("demo.py", "changed")
                        .record("demo.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,7")
                        .write(folder, NAME, "demo.py"),
                "demo.py: its SHA-256 is");
    }

    @Test
    void aFileThatRecordDoesNotListIsRefused() throws IOException {
        refused(new WheelBuilder().file("demo.py", "").write(folder, NAME, "demo.py"), "demo.py: is not in RECORD");
    }

    @Test
    void aFileThatOnlyRecordHasIsRefused() throws IOException {
        refused(
                new WheelBuilder().record("gone.py,sha256=47DEQpj8HBSa,0").write(folder, NAME),
                "gone.py: is in RECORD, but not in the archive");
    }

    @Test
    void aWeakDigestIsRefused() throws IOException {
        refused(
                new WheelBuilder()
                        .file("demo.py", "")
                        .record("demo.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,0")
                        .write(folder, NAME, "demo.py"),
                "a SHA-256 or stronger digest of it");
    }

    @Test
    void aFileLargerThanTheDirectorySaysIsRefused() throws IOException {
        Path wheel = new WheelBuilder().file("demo.py", "x".repeat(100_000)).write(folder, NAME);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wheel)).order(ByteOrder.LITTLE_ENDIAN);
        int entry = new String(bytes.array(), StandardCharsets.ISO_8859_1).lastIndexOf("demo.py") - 46;
        assertThat(bytes.getInt(entry)).as("a header of the central directory").isEqualTo(0x02014b50);
        assertThat(bytes.getInt(entry + 24)).isEqualTo(100_000);
        bytes.putInt(entry + 24, 10);
        Files.write(wheel, bytes.array());

        refused(wheel, "more bytes than expected of demo.py");
    }

    @Test
    void withoutRecordItIsRefused() throws IOException {
        refused(new WheelBuilder().write(folder, NAME, INFO + "RECORD"), "has no " + INFO + "RECORD");
    }

    @ParameterizedTest
    @CsvSource({"../evil.py", "/etc/evil.py", "a/../../evil.py", "a\\..\\evil.py", "a//evil.py"})
    void aPathThatLeadsElsewhereIsRefused(String path) throws IOException {
        refused(new WheelBuilder().file(path, "").write(folder, NAME), "has a path that leads outside the wheel: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-1.0-py3-none-any.whl",
                "ruamel.yaml.clib-0.2.12-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
                "a-1!2.0rc1.post3.dev4+ubuntu_1.g12ab-1build-py2.py3-none-any.whl",
                "PyYAML-v6_1-py3-none-any.whl"
            })
    void namesAndVersionsAreThoseOfTheSpecifications(String name) throws IOException {
        assertThat(WheelName.of(name).distribution()).isEqualTo(name.replaceFirst("-.*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..-1.0-py3-none-any.whl",
                ".demo-1.0-py3-none-any.whl",
                "demo.-1.0-py3-none-any.whl",
                "_-1.0-py3-none-any.whl",
                "demo-..-py3-none-any.whl",
                "demo-.1-py3-none-any.whl",
                "demo-1..0-py3-none-any.whl",
                "demo-latest-py3-none-any.whl",
                "demo-1.0+-py3-none-any.whl",
                "demo-1.0+a..b-py3-none-any.whl",
                "demo\n-1.0-py3-none-any.whl",
                "d\u00e9mo-1.0-py3-none-any.whl"
            })
    void otherNamesAndVersionsAreRefused(String name) {
        assertThatThrownBy(() -> WheelName.of(name))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("expected the file name of a wheel");
    }

    @Test
    void metadataOfAnotherProjectIsRefused() throws IOException {
        refused(
                new WheelBuilder().write(folder, "other-1.0-py3-none-any.whl"),
                "expected one directory other-1.0.dist-info, found demo-1.0.dist-info");
    }

    @ParameterizedTest
    @CsvSource({
        "py3-none-any, true",
        "py313-none-any, true",
        "py314-none-any, false",
        "py2-none-any, false",
        "cp313-cp313-linux_x86_64, true",
        "cp313-cp313-manylinux_2_41_x86_64, true",
        "cp313-cp313-manylinux_2_42_x86_64, false",
        "cp313-cp313-manylinux2014_x86_64, true",
        "cp313-cp313-manylinux2014_aarch64, false",
        "cp313-cp313-musllinux_1_2_x86_64, false",
        "cp312-cp312-linux_x86_64, false",
        "cp313-cp313t-linux_x86_64, false",
        "cp38-abi3-manylinux1_x86_64, true",
        "cp314-abi3-linux_x86_64, false",
        "pp310-pypy310_pp73-linux_x86_64, false",
        "cp313-cp313-win_amd64, false",
    })
    void tagsAreHeldAgainstTheInterpreterAndItsPlatform(String tag, boolean fits) {
        assertThat(WheelTags.of("python3.13", "2.41", "x86_64").fit(tag)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                ">=3.9 | true",
                ">=3.13.6 | false",
                ">=3.8,<3.13 | false",
                "!=3.13.* | false",
                "~=3.12 | true",
                "~=3.12.0 | false",
                "==3.13.5 | true",
            })
    void theVersionOfPythonIsHeldAgainstWhatIsRequired(String specifiers, boolean fits) {
        assertThat(VersionSpecifier.fits(specifiers, "3.13.5")).isEqualTo(fits);
    }

    private Wheel read(Path wheel) throws IOException {
        try (ContentStore store = new ContentStore(folder.resolve("contents"))) {
            return Wheel.read(wheel, store);
        }
    }

    private void refused(Path wheel, String why) {
        assertThatThrownBy(() -> read(wheel))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(wheel.toString())
                .hasMessageContaining(why);
    }
}
