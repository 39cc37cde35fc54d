package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which compiled modules a bundle has, and what Python makes of them. */
class BytecodeIT {
    private static final String COMPILED = "lib/python3.13/json/__pycache__/__init__.cpython-313.pyc";
    private static final String IMPORT_MUCH = "import asyncio, json, ssl, sqlite3, xml.dom.minidom; print('started')";

    @TempDir
    static Path shared;

    private static final List<String> NOTICES = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void build() throws IOException {
        Path script = Files.writeString(shared.resolve("wrong.py"), "#!/usr/bin/python3\n\nprint 'hello'\n");
        for (Bytecode which : new Bytecode[] {Bytecode.NONE, Bytecode.CHECKED_HASH}) {
            Bundle.builder()
                    .repositories(DemoRepository.of("trixie"))
                    .bytecode(which)
                    .scripts(script)
                    .onEvent(event -> {
                        if (event instanceof BundleEvent.Notice notice) {
                            NOTICES.add(notice.subject() + ": " + notice.message());
                        }
                    })
                    .write(shared.resolve(which.name()));
        }
    }

    @Test
    void withCheckedHashesAChangedSourceIsCompiledAgain() throws IOException {
        Path bundle = shared.resolve("CHECKED_HASH");
        byte[] compiled = Files.readAllBytes(bundle.resolve(COMPILED));
        Path source = bundle.resolve("lib/python3.13/json/__init__.py");
        String before = Files.readString(source);

        // PEP 552: after the magic number the flags, least significant byte first: by hash, and to be checked
        assertThat(new byte[] {compiled[4], compiled[5], compiled[6], compiled[7]})
                .containsExactly(3, 0, 0, 0);
        Files.writeString(source, "\nADDED = 42\n", StandardOpenOption.APPEND);
        assertThat(python(bundle, "import json; print(json.ADDED)").orFail().stdout())
                .isEqualTo("42\n");
        Files.writeString(source, before);
    }

    @Test
    void aSyntaxErrorOfAScriptIsReportedWithItsLine() {
        assertThat(NOTICES)
                .filteredOn(notice -> notice.contains("wrong.py"))
                .singleElement()
                .asString()
                .startsWith("libexec/scripts/wrong.py: cannot be compiled: line 3: SyntaxError: Missing parentheses");
    }

    @Test
    void withoutAnyThereIsNone() throws IOException {
        assertThat(files(shared.resolve("NONE"))).isNotEmpty().noneMatch(name -> name.contains(".pyc "));
        assertThat(Bundle.verify(shared.resolve("NONE")).faults()).isEmpty();
    }

    @Test
    void withHashesNothingIsWrittenIntoABundleThatCouldBe() throws IOException {
        Path bundle = shared.resolve("CHECKED_HASH");
        Set<String> before = files(bundle);

        assertThat(DemoBundle.run(bundle.resolve("bin/python3"), Map.of(), "-c", IMPORT_MUCH)
                        .orFail()
                        .stdout())
                .isEqualTo("started\n");

        assertUnchanged(bundle, before);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "CHECKED_HASH"})
    void aReadOnlyBundleStartsAndStaysAsItIs(Bytecode which) throws IOException {
        HostTools.requireRoot();
        HostTools.require("unshare", "mount");
        Path bundle = shared.resolve(which.name());
        Set<String> before = files(bundle);

        Result result = HostTools.run(
                HostTools.withOwnMounts(
                        "/bin/sh",
                        "-c",
                        "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$0/bin/python3\" -c \"$1\"",
                        bundle.toString(),
                        IMPORT_MUCH),
                Map.of());

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo("started\n");
        assertUnchanged(bundle, before);
    }

    private static Result python(Path bundle, String program) {
        return DemoBundle.run(bundle.resolve("bin/python3"), Map.of(), "-B", "-c", program);
    }

    /** Paths of all that is there, each with the time when it was changed. */
    private static Set<String> files(Path bundle) throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(bundle)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                files.add(bundle.relativize(path) + " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return files;
    }

    private static void assertUnchanged(Path bundle, Set<String> before) throws IOException {
        Set<String> changed = files(bundle);
        changed.removeAll(before);
        assertThat(changed).as("written").isEmpty();
    }
}
