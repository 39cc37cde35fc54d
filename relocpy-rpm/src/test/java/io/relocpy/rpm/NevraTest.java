package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmTag;
import io.relocpy.rpm.internal.index.PackageDraft;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.PackageTableBuilder;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NevraTest {
    @TempDir
    Path folder;

    private static final Evr EVR = new Evr(0, "1.0", "1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libstdc++-11.5.0-5.el9.x86_64",
                "java-1.8.0-openjdk-1:1.8.0.312.b07-2.el8_5.ppc64le",
                "libfoo1_2_3-1.2.3~rc1^git20240101.abcdef-lp155.1.2.noarch",
                "python3.11-3.11.2-6+deb12u6.x86_64",
                "_private-4294967295:1-1.src",
                "MAKEDEV-3.23-1.2.i686",
                "old%{dist}-1%{x}-.el7.noarch",
            })
    void acceptsWhatRpmbuildAccepts(String text) throws IOException {
        assertThat(Nevra.parse(text)).hasToString(text);
        assertThat(Nevra.parse(Nevra.parse(text).toString())).isEqualTo(Nevra.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".a",
                "-a",
                "+a",
                "a..b",
                "../../ESC",
                "a/b",
                "/a",
                "a\0",
                "a\n",
                "a b",
                " a",
                "ä",
                "a\u001b[2J",
                "a\\b",
                "a:b",
                "a,b",
                "a*",
                "a\u202eb",
                "\ud800"
            })
    void rejectsInvalidNames(String name) {
        refused(name, EVR, "noarch");
        refused("a", EVR, "x" + name + "/");
        if (!name.equals(".") && !name.equals(".a") && !name.equals("+a")) {
            refused("a", new Evr(0, name, "1"), "noarch");
            refused("a", new Evr(0, "1", name), "noarch");
        }
    }

    @Test
    void rejectsChecksumsThatAreNotSafeFileNames() {
        assertThat(new Nevra("a".repeat(255), EVR, "noarch").name()).hasSize(255);
        refused("a".repeat(256), EVR, "noarch");
        refused("a", new Evr(1L << 32, "1", "1"), "noarch");
        refused("a", new Evr(0, "1", Optional.empty()), "noarch");
        refused("a", new Evr(0, "1-2", "1"), "noarch");
        refused("a", EVR, "x86.64");
        refused("a", EVR, "");
    }

    private static void refused(String name, Evr evr, String arch) {
        assertThatThrownBy(() -> new Nevra(name, evr, arch))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[\\p{Cntrl}\u202e]"));
    }

    @ParameterizedTest
    @CsvSource({
        "../../ESC, noarch, 0, 1, 1, the name '../../ESC'",
        "a, ../noarch, 0, 1, 1, the architecture '../noarch'",
        "a, noarch, 4294967296, 1, 1, the epoch 4294967296",
        "a, noarch, 0, 1/2, 1, the version '1/2'",
        "a, noarch, 0, 1, ../2, the release '../2'",
        "a, noarch, 0, 1, '', no release",
    })
    void refusesThemInMetadataAndInHeaders(
            String name, String arch, String epoch, String version, String release, String complaint)
            throws IOException {
        String primary = "<metadata><package type=\"rpm\"><name>" + name + "</name><arch>" + arch + "</arch>"
                + "<version epoch=\"" + epoch + "\" ver=\"" + version + "\" rel=\"" + release + "\"/>"
                + "<checksum type=\"sha256\">" + "00".repeat(32) + "</checksum>"
                + "<location href=\"x.rpm\"/></package></metadata>";
        PackageTable table = PackageTable.read(new IndexInput(
                IndexOutput.inMemory(PrimaryReader.read(
                        new ByteArrayInputStream(primary.getBytes(StandardCharsets.UTF_8)), "primary.xml")::writeTo),
                "primary.xml"));
        assertThat(table.size()).isZero();
        assertThat(table.faults()).singleElement().asString().endsWith(" is skipped: " + complaint);
        if (epoch.equals("0") && !release.isEmpty()) {
            Path rpm = new RpmBuilder()
                    .header(header -> header.string(RpmTag.NAME, name)
                            .string(RpmTag.ARCH, arch)
                            .string(RpmTag.VERSION, version)
                            .string(RpmTag.RELEASE, release))
                    .write(folder.resolve("x.rpm"));
            assertThatThrownBy(() -> RpmFile.open(rpm))
                    .isInstanceOf(FormatException.class)
                    .hasMessageEndingWith(complaint);
        }
    }

    /** An index written by somebody else cannot contain such a name either. */
    @Test
    void refusesThemInAnIndex() throws IOException {
        PackageTableBuilder builder = new PackageTableBuilder();
        PackageDraft draft = new PackageDraft();
        draft.name = "../../ESC";
        draft.arch = "noarch";
        draft.evr = EVR;
        draft.checksum = new Checksum(Checksum.Algorithm.SHA_256, "00".repeat(32));
        builder.add(draft);
        ByteBuffer index = IndexOutput.inMemory(builder::writeTo);
        assertThatThrownBy(() -> PackageTable.read(new IndexInput(index, "index")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("others in row 0");
    }

    @Test
    void aRepositoryHasAnIdAsForDnf() {
        for (String id : List.of("fedora", "a:b", "copr:copr.fedorainfracloud.org:group_x:y", "..", "a-b_c.d")) {
            assertThat(RepositoryConfig.builder(id)).isNotNull();
        }
        for (String id : List.of("", "a b", "a/b", "../x", "ä", "a\n", "a\0", "@System", "a".repeat(201))) {
            assertThatThrownBy(() -> RepositoryConfig.builder(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("id: expected letters, digits and -_.:, found '");
        }
        assertThat(RepositoryConfig.ofDirectory(Path.of("/tmp/my repo ä")).id()).isEqualTo("my_repo__");
    }
}
