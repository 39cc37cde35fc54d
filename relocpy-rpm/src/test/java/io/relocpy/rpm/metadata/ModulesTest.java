package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.rpm.PackageGroup;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.parse.ModuleColumns;
import io.relocpy.rpm.internal.parse.Modules;
import io.relocpy.testing.Allocations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ModulesTest {
    public static final String YAML = """
            ---
            document: modulemd
            version: 2
            data:
              name: nodejs
              stream: "10"
              version: 8020020200707141642
              context: 6a468ee4
              arch: x86_64
              summary: Javascript runtime
              description: >-
                Node.js is a platform built on Chrome's JavaScript runtime
                for easily: building fast, scalable network applications.
              license:
                module:
                - MIT
              dependencies:
              - buildrequires:
                  platform: [el8.2.0]
                requires:
                  platform: [el8]
              artifacts:
                rpms:
                - one-0:1.0-1.noarch
                - one-0:1.0-1.src
            ...
            ---
            document: modulemd
            version: 2
            data:
              name: nodejs
              stream: '12'
              summary: Javascript runtime
              description: Node.js
              license: {module: MIT}
              artifacts:
                rpms: [two-0:1.0-1.noarch]
            ...
            ---
            document: modulemd-defaults
            version: 1
            data:
              module: nodejs
              stream: "10"
              profiles:
                10: [common]
            ...
            """;

    @TempDir
    Path temp;

    private static Modules read(String text) throws IOException {
        return Modules.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "modules.yaml");
    }

    @Test
    void readsStreamsAndDefaults() throws IOException {
        Modules modules = read(YAML);
        assertThat(modules.defaults()).containsExactly(Map.entry("nodejs", new Modules.Default(Optional.of("10"), 0)));
        assertThat(modules.streams()).extracting(Modules.Stream::name).containsExactly("10", "12");
        assertThat(modules.streams().get(0).artifacts()).containsExactly("one-0:1.0-1.noarch", "one-0:1.0-1.src");
        assertThat(modules.streams().get(0).requires()).containsExactly(Map.of("platform", List.of("el8")));
        assertThat(modules.streams().get(1).artifacts()).containsExactly("two-0:1.0-1.noarch");
    }

    @Test
    void namesTheInvalidYamlLine() {
        assertThatThrownBy(() -> read("---\na: 1\n} nonsense\n"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("modules.yaml, line 3: expected YAML");
        assertThatThrownBy(() -> read("a: [1, 2\n")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000) + "\n")).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: %s",
                "a: '%s'",
                "a: \"%s\"",
                "a: |\n  %s",
                "a: >\n  %s",
                "%s: a",
                "a: &%s b",
                "a: !<%s> b",
                "# %s"
            })
    void anEndlessWordIsRejectedBeforeItIsScanned(String form) throws IOException {
        String text = form.formatted("x".repeat(5 << 20));
        Allocations.assertBelow(1 << 23, () -> assertThatThrownBy(() -> read(text))
                .isInstanceOf(FormatException.class)
                .hasMessage("modules.yaml: expected lines of at most 65536 characters, found a longer one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: %s", "a: '%s'", "a: \"%s\"", "a: |\n  %s", "a: >\n  %s"})
    void aTextWithManyLinesIsLimited(String form) throws IOException {
        read(form.formatted("some words\n  ".repeat(1 << 16)));
        assertThatThrownBy(() -> read(form.formatted("some words\n  ".repeat(5 << 17))))
                .isInstanceOf(FormatException.class)
                .hasMessage("modules.yaml: expected texts of at most 4194304 characters, found more");
    }

    @Test
    void manyValuesAreRefused() {
        assertThatThrownBy(() -> read("a:\n" + "-\n".repeat(4_000_001)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("at most 4000000 values");
    }

    @Test
    void manyDocumentsAndKeysAreRead() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("---\ndocument: modulemd\nversion: 2\ndata:\n  name: n")
                    .append(i)
                    .append("\n  stream: 1.10\n  summary: a\n  description: a\n  license: {module: MIT}\n");
        }
        assertThat(read(text.toString()).streams()).hasSize(10_000).allMatch(stream -> stream.name()
                .equals("1.10"));
    }

    @Test
    void hidesStreamsThatAreNotTheDefaultAndWhatADefaultStreamReplaces() throws IOException {
        Path modular = new RepositoryBuilder(Files.createDirectory(temp.resolve("modular")))
                .add("one", new byte[] {1})
                .add("two", new byte[] {2})
                .add("three", new byte[] {3})
                .replace("modules", YAML.getBytes(StandardCharsets.UTF_8))
                .write();
        Path other = new RepositoryBuilder(Files.createDirectory(temp.resolve("other")))
                .add("one", new byte[] {4}, "/x")
                .add("four", new byte[] {5}, "/y")
                .version("2.0")
                .write();
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(temp.resolve("cache")).build();
        List<Repository> repositories =
                client.load(List.of(RepositoryConfig.ofDirectory(modular), RepositoryConfig.ofDirectory(other)));
        assertThat(names(repositories.get(0))).containsExactly("one", "three");
        assertThat(names(repositories.get(1))).containsExactly("four");
        assertThat(FileLists.of(repositories.get(1))).containsExactly(Map.entry(0, List.of("/y")));
        List<Repository> hotfixes = client.load(List.of(
                RepositoryConfig.ofDirectory(modular),
                RepositoryConfig.builder("other")
                        .baseUrl(other.toUri())
                        .moduleHotfixes(true)
                        .build()));
        assertThat(names(hotfixes.get(1))).containsExactly("one", "four");
    }

    static Stream<ModularRepositories> modular() {
        return ModularRepositories.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("modular")
    void showsWhatDnfShows(ModularRepositories modular) throws IOException {
        ModuleSettings settings = ModuleSettings.DEFAULTS.forPlatform("platform:el9");
        for (String each : modular.enable()) {
            settings = settings.enable(each.split(":")[0], each.split(":")[1]);
        }
        for (String each : modular.disable()) {
            settings = settings.disable(each);
        }
        List<RepositoryConfig> configs = new ArrayList<>();
        for (Path each : modular.write(temp)) {
            configs.add(RepositoryConfig.ofDirectory(each));
        }
        for (String source : List.of("modules.yaml", "its index")) {
            List<RepositoryWarning> warnings = new ArrayList<>();
            List<Repository> repositories = client(settings, warnings).load(configs);
            assertThat(names(repositories.get(0))).as(source).containsExactlyElementsOf(modular.visible());
            assertThat(warnings)
                    .as(source)
                    .extracting(RepositoryWarning::message)
                    .isEqualTo(modular.warned().stream()
                            .map(each -> each.startsWith("modules, ")
                                    ? each
                                    : "the default stream " + each + " is not used: its requirements do not exist,"
                                            + " or conflict with other streams")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("modular")
    void anIndexHasAllThatModulesHave(ModularRepositories modular) throws IOException {
        for (String yaml : modular.repositories()) {
            Modules modules = read(yaml);
            assertThat(ModuleColumns.read(new IndexInput(IndexOutput.inMemory(ModuleColumns.of(modules)), "index")))
                    .isEqualTo(modules);
        }
    }

    @Test
    void aDamagedIndexIsRefused() throws IOException {
        byte[] index = IndexOutput.inMemory(ModuleColumns.of(read(YAML))).array();
        int texts = ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN).getInt();
        for (int place = Integer.BYTES + texts; place < index.length; place++) {
            byte[] damaged = index.clone();
            damaged[place] ^= (byte) 0x80;
            try {
                ModuleColumns.read(new IndexInput(ByteBuffer.wrap(damaged), "index"));
            } catch (FormatException e) {
                assertThat(e).hasMessageStartingWith("index: expected ");
            }
        }
        for (int length = 0; length < index.length; length++) {
            IndexInput cut = new IndexInput(ByteBuffer.wrap(index, 0, length), "index");
            assertThatThrownBy(() -> ModuleColumns.read(cut)).isInstanceOf(FormatException.class);
        }
    }

    private RepositoryClient client(ModuleSettings settings, List<RepositoryWarning> warnings) {
        return RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .moduleStreams(settings)
                .onWarning(warnings::add)
                .build();
    }

    @Test
    void anEnabledStreamMustExist() throws IOException {
        Path folder = ModularRepositories.ALL.get(14).write(temp).get(0); // for el8
        RepositoryConfig config = RepositoryConfig.ofDirectory(folder);
        assertThatThrownBy(() -> client(ModuleSettings.DEFAULTS.enable("a", "7"), List.of())
                        .load(config))
                .isInstanceOf(ResolutionException.class)
                .hasMessage("module a:7: no such stream; available: 1");
        assertThatThrownBy(() -> client(ModuleSettings.DEFAULTS.enable("q", "7"), List.of())
                        .load(config))
                .hasMessage("module q:7: no such stream");
        assertThatThrownBy(() -> client(ModuleSettings.DEFAULTS.enable("a", "1").forPlatform("platform:el9"), List.of())
                        .load(config))
                .hasMessage("module a:1: its requirements do not exist, or conflict with other enabled streams");
        assertThat(names(client(ModuleSettings.DEFAULTS.enable("a", "1"), List.of())
                        .load(config)))
                .contains("a1"); // of any platform
    }

    @Test
    void modulesWithTooManyCombinationsAreAbandoned() {
        List<Modules.Stream> streams = new ArrayList<>();
        for (int module = 0; module < 60; module++) {
            for (int stream = 0; stream < 4; stream++) {
                Map<String, List<String>> requires = module == 59
                        ? Map.of("none", List.of())
                        : Map.of("m" + (module + 1), List.of(), "n" + module, List.of());
                streams.add(new Modules.Stream("m" + module, "" + stream, List.of(requires), List.of()));
                streams.add(new Modules.Stream("n" + module, "" + stream, List.of(), List.of()));
            }
        }
        ModuleChoice choice = new ModuleChoice(streams, Map.of(), ModuleSettings.DEFAULTS);
        assertThat(choice.take("m0", "0")).isFalse();
        List<Modules.Stream> chain = new ArrayList<>();
        for (int module = 0; module < 5_000; module++) {
            chain.add(new Modules.Stream("m" + module, "1", List.of(Map.of("m" + (module + 1), List.of())), List.of()));
        }
        assertThat(new ModuleChoice(chain, Map.of(), ModuleSettings.DEFAULTS).take("m0", "1"))
                .isFalse();
    }

    private static List<String> names(Repository repository) {
        return repository.packages().stream()
                .map(metadata -> metadata.nevra().name())
                .toList();
    }

    @Test
    void readsGroups() throws IOException {
        String comps = """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">
                <comps>
                  <group>
                    <id>core</id>
                    <name>Core</name>
                    <name xml:lang="de">Kern</name>
                    <packagelist>
                      <packagereq type="mandatory">bash</packagereq>
                      <packagereq type="default">dnf</packagereq>
                      <packagereq type="optional">vim</packagereq>
                      <packagereq type="conditional" requires="x">y</packagereq>
                    </packagelist>
                  </group>
                  <environment><id>server</id><grouplist><groupid>core</groupid></grouplist></environment>
                </comps>
                """;
        Path folder = new RepositoryBuilder(Files.createDirectory(temp.resolve("repo")))
                .replace("group", comps.getBytes(StandardCharsets.UTF_8))
                .write();
        Repository repository = RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .build()
                .load(RepositoryConfig.ofDirectory(folder));
        assertThat(repository.groups())
                .containsExactly(PackageGroup.builder("core")
                        .name("Core")
                        .mandatory(List.of("bash"))
                        .defaults(List.of("dnf"))
                        .optional(List.of("vim", "y"))
                        .build());
        assertThat(repository.groups().get(0).packages()).containsExactly("bash", "dnf");
    }
}
