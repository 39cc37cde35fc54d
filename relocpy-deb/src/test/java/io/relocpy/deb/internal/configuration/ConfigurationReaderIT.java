package io.relocpy.deb.internal.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code apt-config dump} says of the same files. */
class ConfigurationReaderIT {
    @TempDir
    Path folder;

    static Stream<String> texts() {
        return Stream.of(
                "T::a \"x\";",
                "T::a x;",
                "t::A \"x\"; T::a \"y\";",
                "T { a \"x\"; b \"y\"; c { d \"z\"; }; };",
                "T { a \"x\"; b \"y\" }",
                "T { \"1\"; \"2 3\"; four; };",
                "T:: \"1\"; T:: \"2\"; T::5 \"3\";",
                "T \"v\" { a \"x\"; };",
                "T \"v\"; T::a { \"1\"; }; T::a { \"2\"; };",
                "T::a \"x\" \"y\";",
                "T::a \"x\" y;",
                "T::a x y;",
                "T::a \"x;y\"; T::b \"{\"; T::c \"//no comment\"; T::d \"#none\"; T::e \"/* none */\";",
                "T::a \"x\"; // comment\nT::b \"y\"; # comment\n# T::c \"z\";\nT::d /* in between */ \"v\";",
                "/* several\nlines */ T::a \"x\"; /**/T::b \"y\"; /* no end",
                "T::a\n  \"x\"\n;\tT::b\t\"y\";",
                "T\n{\n  a\n    \"x\";\n}\n",
                "T::a \"x\"",
                "T::a \"x;",
                "T::a \"x\n y\";",
                "T { a \"x\";",
                "T::a \"x\"; } T::b \"y\";",
                "{ a \"x\"; };",
                ";;; T::a \"x\";;",
                "T::a \"\"; T::b \"y\";",
                "T::a%20b \"x%41\"; T::c x%41;",
                "T::[a b] \"x\"; \"T::c d\" \"y\";",
                "T::a 'x y';",
                "T::a \"x\"; T::a::b \"y\"; T::a::b::c \"z\";",
                "T::::a \"x\"; T:::b \"y\"; T:c \"z\";",
                "T::a \"x\"; #clear T::a;",
                "T { a \"x\"; b \"y\"; }; #clear T;\nT::c \"z\";",
                "T { \"1\"; }; #clear T::; T { \"2\"; };",
                "#clear;",
                "T { #clear T::a; };",
                "T::a \"x\"; #nonsense \"y\";",
                "#include \"%s/included\"; T::b \"y\";",
                "#include \"%s/directory/\"; T::b \"y\";",
                "#include \"%s/missing\"; T::b \"y\";",
                "#include \"%s/itself\";",
                "T::a \"x\"; #clear-as-comment T::a;",
                "T::a \"y\"; T::b \"caf\u00e9\";",
                "T::a \"x\";\r\nT::b \"y\";\r\n",
                "T::a \"x\u000by\";",
                "",
                "// nothing");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aptSeesTheSameValues(String pattern) throws IOException {
        HostTools.require("apt-config");
        String text = pattern.replace("%s", folder.toString());
        Path file = Files.writeString(folder.resolve("apt.conf"), text);
        Files.writeString(folder.resolve("included"), "T::a \"x\";");
        Files.writeString(folder.resolve("itself"), "#include \"" + folder + "/itself\";");
        Files.createDirectory(folder.resolve("directory"));
        Files.writeString(folder.resolve("directory/1.conf"), "T::a \"x\"; T::c \"z\";");
        Files.writeString(folder.resolve("directory/2"), "T::a \"y\";");
        Files.writeString(folder.resolve("directory/3.list"), "T::a \"z\";");
        HostTools.Result apt = HostTools.run(
                List.of("apt-config", "dump", "--format", "%f|%v%n"),
                Map.of("APT_CONFIG", file.toString(), "LC_ALL", "C.UTF-8"));
        ConfigurationTree tree = new ConfigurationTree();
        try {
            ConfigurationReader.read(text, file, new HostRoot(Path.of("/"), (path, message) -> {}), tree);
        } catch (FormatException e) {
            assertThat(e).hasMessageContaining(folder.toString()).hasMessageContaining(", line ");
            assertThat(apt.exitStatus())
                    .as("apt accepts what we do not: %s", e.getMessage())
                    .isNotZero();
            return;
        }
        assertThat(apt.exitStatus()).as(apt.stderr()).isZero();
        List<String> lines = new ArrayList<>();
        add("T", tree, lines);
        assertThat(lines)
                .containsExactlyElementsOf(apt.lines().stream()
                        .filter(line -> line.matches("[Tt](?:::.*)?\\|.+"))
                        .map(line -> "T" + line.substring(1))
                        .toList());
    }

    private static void add(String name, ConfigurationTree tree, List<String> lines) {
        tree.find(name).ifPresent(value -> lines.add(name + "|" + value));
        List<String> names = tree.names(name);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                lines.add(name + "::|" + tree.list(name).get(i));
            } else {
                add(name + "::" + names.get(i), tree, lines);
            }
        }
    }
}
