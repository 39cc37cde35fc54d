package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.SettingWarning;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's own apt reads the same configurations. */
class AptConfigurationIT {
    private static final String FORMAT =
            "$(CREATED_BY) $(TARGET_OF)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ARCHITECTURE)|$(BY_HASH)";

    /** Left out by us, with a warning: other schemes, variables that apt keeps as they are, an architecture without a name, the component #. */
    private static final String UNSUPPORTED =
            ".*\\|(cdrom|tor\\+http|example.org):.*|.*/\\$\\(ARCH\\)\\|.*|.*or]g.*|.*\\|#\\|.*|.*\\|main\\|\\|.*";

    @TempDir
    Path folder;

    @BeforeAll
    static void require() {
        HostTools.require("apt-get", "apt-cache", "dpkg");
    }

    static Stream<String> sources() {
        return AptCases.sources().keySet().stream();
    }

    static Stream<String> preferences() {
        return AptCases.preferences().stream();
    }

    private HostDirectory host(Map<String, String> files) throws IOException {
        HostDirectory host = new HostDirectory(folder.resolve("root")).write("var/lib/dpkg/arch", "amd64\ni386\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            host.write("etc/apt/" + file.getKey(), file.getValue());
        }
        return host;
    }

    @ParameterizedTest
    @MethodSource
    void sources(String name) throws IOException {
        HostDirectory host = host(AptCases.sources().get(name));
        HostTools.Result apt = host.run("apt-get", "indextargets", "--no-release-info", "--format", FORMAT);
        AptConfiguration ours;
        try {
            ours = host.read();
        } catch (FormatException e) {
            assertThat(apt.exitStatus())
                    .as("apt accepts what we do not: %s", e.getMessage())
                    .isNotZero();
            return;
        }
        if (apt.stderr().matches("(?s).*option Signed-By .* != \n.*")) {
            return; // apt 2.6, but not 3.0
        }
        assertThat(apt.exitStatus()).as(apt.stderr()).isZero();
        List<String> expected = apt.lines().stream()
                .filter(line -> line.startsWith("Packages deb|"))
                .filter(line -> !line.matches(UNSUPPORTED))
                .map(line -> line.replace("|maybe", "|no")) // for apt, too: what is no boolean is not true
                .toList();
        String root = host.root().toString();
        assertThat(lines(ours).stream().map(line -> line.replace(root, "")).distinct())
                .containsExactlyElementsOf(expected);
    }

    /** Of what is not named, ours is another order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order:: \"gz\";",
                "Order { \"lz4\"; \"none\"; \"gz\"; \"lz4\"; \"bz2\"; };",
                "Order \"xz,zst\";",
                "Order:: \"zst\"; Acquire::CompressionTypes::Order:: \"lzma\";"
            })
    void compressionsThatAreNamedComeFirst(String setting) throws IOException {
        HostDirectory host = host(Map.of(
                "sources.list",
                "deb http://example.org/debian trixie main\n",
                "apt.conf",
                "Acquire::CompressionTypes::" + setting + "\n"));
        String apt = host.run("apt-get", "indextargets", "--no-release-info", "--format", "$(COMPRESSIONTYPES)")
                .orFail()
                .lines()
                .get(0);

        List<String> named = host.read().compressionOrder();
        List<String> ours = IndexContent.Choice.of(named, null).compressions().stream()
                .map(each -> each.extension().replace(".", ""))
                .toList();
        List<String> first = ours.stream().filter(named::contains).toList();
        assertThat(first).isNotEmpty().isEqualTo(ours.subList(0, first.size()));
        assertThat(Arrays.stream(apt.split(" ")).distinct()).startsWith(first.toArray(String[]::new));
    }

    /** A file for itself, as apt reads it instead of the host's. */
    @ParameterizedTest
    @ValueSource(strings = {"company.list", "company.sources"})
    void aFileOfSourcesIsReadWithTheSettingsOfTheHost(String name) throws IOException {
        HostDirectory host = host(Map.of(
                "sources.list",
                "deb http://deb.example.org/debian bookworm main\n",
                "apt.conf.d/10hash",
                "Acquire::By-Hash \"force\";\n"));
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                name.endsWith(".list")
                        ? "deb [arch=i386] https://example.org/debian trixie main contrib\ndeb file:/srv flat/\n"
                        : "Types: deb deb-src\nURIs: https://example.org/debian\nSuites: trixie sid\nComponents: main\n");
        HostTools.Result apt = host.run(
                        "apt-get",
                        "indextargets",
                        "-o",
                        "Dir::Etc::sourcelist=" + file,
                        "-o",
                        "Dir::Etc::sourceparts=/dev/null",
                        "--no-release-info",
                        "--format",
                        FORMAT)
                .orFail();

        String root = host.root().toString();
        assertThat(lines(host.read(), host.read().sources(file, warning -> {})).stream()
                        .map(line -> line.replace(root, "")))
                .containsExactlyElementsOf(apt.lines().stream()
                        .filter(line -> line.startsWith("Packages deb|"))
                        .toList())
                .isNotEmpty();
    }

    @Test
    void theHostsOwnSourcesAreThoseOfItsApt() throws IOException {
        HostTools.Result apt = HostTools.run("apt-get", "indextargets", "--no-release-info", "--format", FORMAT)
                .orFail();
        assertThat(lines(AptConfiguration.ofRoot(Path.of("/"))))
                .containsExactlyElementsOf(apt.lines().stream()
                        .filter(line -> line.startsWith("Packages deb|"))
                        .toList());
    }

    @Test
    void theHostsDefaultKeysAreThoseThatGpgFinds() throws IOException {
        HostTools.require("gpg");
        List<Path> files = new ArrayList<>(List.of(Path.of("/etc/apt/trusted.gpg")));
        try (Stream<Path> parts = Files.list(Path.of("/etc/apt/trusted.gpg.d"))) {
            parts.filter(file -> file.toString().matches(".*\\.(gpg|asc)")).forEach(files::add);
        }
        files.removeIf(file -> !Files.exists(file));
        HostTools.missingUnless(!files.isEmpty(), "default key of apt is not there");
        Set<String> expected = new TreeSet<>();
        for (Path file : files) {
            boolean primary = false;
            for (String line : HostTools.run("gpg", "--show-keys", "--with-colons", file.toString())
                    .orFail()
                    .lines()) {
                primary |= line.startsWith("pub:");
                if (primary && line.startsWith("fpr:")) {
                    expected.add(line.split(":")[9].toLowerCase(Locale.ROOT));
                    primary = false;
                }
            }
        }
        List<SettingWarning> warnings = new ArrayList<>();
        assertThat(AptConfiguration.ofRoot(Path.of("/"))
                        .defaultKeys(warnings::add)
                        .fingerprints())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(warnings).isEmpty();
    }

    /** What apt prints for the same. */
    private static List<String> lines(AptConfiguration configuration) {
        return lines(configuration, configuration.sources());
    }

    private static List<String> lines(AptConfiguration configuration, List<AptSource> sources) {
        List<String> lines = new ArrayList<>();
        for (AptSource source : sources) {
            String uri = source.uri().replaceFirst("^mirror\\+http://", "mirror://") + "/";
            String start = "Packages deb|" + uri.replaceFirst("//$", "/") + "|"
                    + (source.suite().equals("/") ? "" : source.suite());
            String hash =
                    source.byHash().map(forced -> forced ? "|force" : "|no").orElse("|yes");
            if (source.isFlat()) {
                lines.add(start + "|$(COMPONENT)|$(ARCHITECTURE)" + hash);
            }
            Set<String> architectures = new LinkedHashSet<>(
                    source.architectures().isEmpty() ? configuration.architectures() : source.architectures());
            architectures.add("all");
            for (String component : source.components()) {
                architectures.forEach(each -> lines.add(start + "|" + component + "|" + each + hash));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource
    void preferences(String text) throws IOException {
        HostDirectory host = host(Map.of("preferences", text));
        HostTools.Result apt = host.run("apt-cache", "policy");
        FormatException ours = null;
        try {
            host.read();
        } catch (FormatException e) {
            ours = e;
        }
        assertThat(ours != null).as("%s, and apt: %s", ours, apt.stderr()).isEqualTo(apt.exitStatus() != 0);
    }
}
