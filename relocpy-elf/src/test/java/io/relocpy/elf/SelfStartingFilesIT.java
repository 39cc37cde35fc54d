package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loaders and static position-independent programs, which relocate themselves, run after each edit that is not refused. */
class SelfStartingFilesIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void programs() throws IOException {
        HostTools.require("gcc", "musl-gcc");
        Path source = folder.resolve("main.c");
        Files.writeString(source, "#include <stdio.h>\nint main(void) { puts(\"ok\"); return 0; }\n");
        compile("gcc", "dynamic");
        compile("gcc", "static", "-static-pie");
        compile("musl-gcc", "musl");
        Files.copy(loaderOf("dynamic"), folder.resolve("ld.so"));
        Files.copy(loaderOf("musl"), folder.resolve("ld-musl.so"));
    }

    private static void compile(String compiler, String name, String... options) {
        String output = folder.resolve(name).toString();
        HostTools.run(
                        Stream.concat(
                                        Stream.of(
                                                compiler,
                                                "-o",
                                                output,
                                                folder.resolve("main.c").toString()),
                                        Stream.of(options))
                                .toList(),
                        Map.of())
                .orFail();
    }

    private static Path loaderOf(String program) throws IOException {
        return Path.of(ElfFile.open(folder.resolve(program)).interpreter().orElseThrow());
    }

    private static final Map<String, UnaryOperator<ElfEditor>> EDITS = edits();

    private static Map<String, UnaryOperator<ElfEditor>> edits() {
        Map<String, UnaryOperator<ElfEditor>> edits = new LinkedHashMap<>();
        edits.put("setRpath", editor -> editor.setRpath("/a"));
        edits.put("setRunpath", editor -> editor.setRunpath("/a"));
        edits.put("forceRpath", ElfEditor::forceRpath);
        edits.put("removeRpath", ElfEditor::removeRpath);
        edits.put("addNeeded", editor -> editor.addNeeded("libm.so.6"));
        edits.put("noDefaultLib", ElfEditor::noDefaultLib);
        edits.put("setSoname", editor -> editor.setSoname("other.so"));
        edits.put("addDebugTag", ElfEditor::addDebugTag);
        edits.put("setOsAbi", editor -> editor.setOsAbi(ElfConstants.ELFOSABI_GNU));
        edits.put("setExecutableStack", editor -> editor.setExecutableStack(true));
        return edits;
    }

    private static final Map<String, Set<String>> REFUSED = Map.of(
            "static",
            Set.of("setRpath", "setRunpath"),
            "ld.so",
            Set.of("setRpath", "setRunpath", "addNeeded", "noDefaultLib", "setSoname"),
            "ld-musl.so",
            Set.of());

    private static Stream<Arguments> cases() {
        return Stream.of("static", "ld.so", "ld-musl.so")
                .flatMap(file -> EDITS.keySet().stream().map(edit -> Arguments.of(file, edit)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsAfterEveryEditThatIsNotRefused(String name, String edit) throws Exception {
        Path file = folder.resolve("edited");
        Files.deleteIfExists(file);
        Files.copy(folder.resolve(name), file);

        boolean refused = false;
        try {
            EDITS.get(edit).apply(ElfEditor.open(file)).write(file);
        } catch (ElfEditException e) {
            refused = true;
        }

        assertThat(refused).isEqualTo(REFUSED.get(name).contains(edit));
        String[] command =
                switch (name) {
                    case "ld.so" ->
                        new String[] {file.toString(), folder.resolve("dynamic").toString()};
                    case "ld-musl.so" ->
                        new String[] {file.toString(), folder.resolve("musl").toString()};
                    default -> new String[] {file.toString()};
                };
        assertThat(HostTools.run(command).orFail().stdout()).isEqualTo("ok\n");
    }
}
