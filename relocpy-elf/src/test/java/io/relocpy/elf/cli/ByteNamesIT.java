package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names on the command line and in the file are bytes, whatever the locale says that they are. */
class ByteNamesIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void programs() throws IOException {
        HostTools.require("gcc", "patchelf", "localedef", "od", "sh");
        Files.writeString(
                folder.resolve("lib.c"),
                "int f(void) { return 1; }\nint g(void) __asm__(\"caf\\351\");\nint g(void) { return 7; }\n");
        Files.writeString(folder.resolve("ask.c"), """
                #include <dlfcn.h>
                #include <stdio.h>
                int main(int c, char **v) {
                    void *library = dlopen(v[1], RTLD_NOW);
                    int (*ask)(void) = library ? (int (*)(void)) dlsym(library, v[2]) : 0;
                    printf("%d\\n", ask ? ask() : -1);
                    return 0;
                }
                """);
        script("gcc -shared -fPIC -Wl,-soname,liba.so -o liba.so lib.c && gcc -o ask ask.c -ldl", Map.of())
                .orFail();
        script("localedef -f ISO-8859-1 -i en_US ./en_US.ISO-8859-1", Map.of()).orFail();
    }

    /** Runs a script with the characters of Latin-1 as its bytes, in which Java's own arguments have no part. */
    private static HostTools.Result script(String text, Map<String, String> environment) throws IOException {
        Path script = folder.resolve("script");
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") || entry.contains("jspecify"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String ours = "ours() { '" + java + "' -cp '" + classes + "' " + Patchelf.class.getName() + " \"$@\"; }\n";
        Files.writeString(script, ours + text + "\n", StandardCharsets.ISO_8859_1);
        ProcessBuilder builder = new ProcessBuilder("sh", "script").directory(folder.toFile());
        builder.environment().putAll(environment);
        return HostTools.run(builder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "en_US.ISO-8859-1"})
    void bytesStayAsTheyAre(String locale) throws Exception {
        Map<String, String> environment =
                Map.of("LC_ALL", locale, "LOCPATH", locale.endsWith("1") ? folder.toString() : "");
        List<String> commands = List.of(
                "rm -rf caf\u00e9; mkdir caf\u00e9; cp liba.so caf\u00e9/x.so",
                "%s --set-rpath /b/\u00e9:/c/\u00c3\u00a9 caf\u00e9/x.so",
                "%s --print-rpath caf\u00e9/x.so | od -An -tx1",
                "printf '/at/\u00e8' > operand",
                "%s --add-rpath @operand --output caf\u00e9/caf\u00e9.so caf\u00e9/x.so",
                "%s --print-rpath caf\u00e9/caf\u00e9.so | od -An -tx1",
                "cd caf\u00e9; %s --set-soname \u00fc x.so; %s --print-soname x.so | od -An -tx1");
        String all = String.join("\n", commands);

        HostTools.Result ours = script(all.replace("%s", "ours"), environment).orFail();

        assertThat(ours.stderr()).isEmpty();
        assertThat(ours.stdout())
                .isEqualTo(script(all.replace("%s", "patchelf"), environment)
                        .orFail()
                        .stdout())
                .contains("2f 62 2f e9 3a 2f 63 2f c3 a9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void symbolsBesideRenamedOnesAreFound(String locale) throws Exception {
        HostTools.Result result = script(
                        String.join(
                                "\n",
                                "cp liba.so renamed.so; printf 'f caf\u00e8\\n' > map",
                                "ours --rename-dynamic-symbols map renamed.so",
                                "./ask ./renamed.so caf\u00e9; ./ask ./renamed.so caf\u00e8; ./ask ./renamed.so f"),
                        Map.of("LC_ALL", locale))
                .orFail();

        assertThat(result.stdout()).isEqualTo("7\n1\n-1\n");
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void aFileThatIsNotThereIsNamedWithoutSteeringTheTerminal(String locale) throws Exception {
        assertThat(script("ours --print-rpath absent/\u00e9", Map.of("LC_ALL", locale))
                        .stderr())
                .isEqualTo("patchelf: getting info about 'absent/\\xe9': No such file or directory\n");
    }
}
