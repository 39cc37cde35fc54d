package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users can get wrong is one clear line with the status that the guide promises, never an internal error. */
class MistakesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeInput() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("debs")).resolve("Packages"));
        Files.createDirectory(folder.resolve("directory"));
        Files.writeString(folder.resolve("garbage"), "garbage");
        Files.writeString(folder.resolve("open.jsonl"), "{\"request\":[\"x\n");
        Files.writeString(folder.resolve("empty.jsonl"), "\n{}\n");
        Files.write(folder.resolve("latin1.jsonl"), "{\"request\":[\"ü\"]}".getBytes(StandardCharsets.ISO_8859_1));
    }

    private String relocpy(int status, String arguments) {
        String[] words = arguments.replace("DIR", folder.toString()).split(" ");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LineStream err = new LineStream(printed);
        LineStream out = new LineStream(new ByteArrayOutputStream());
        int actual = RelocpyCommand.run(new Console(out, err, false, false, 80), words);
        err.flush();
        String message = printed.toString(StandardCharsets.UTF_8).replace(folder.toString(), "DIR");
        assertThat(actual).as(message).isEqualTo(status);
        return message;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    resolve -r DIR/debs --batch DIR/none          | DIR/none: does not exist
                    resolve -r DIR/debs --batch DIR/directory     | DIR/directory: is a directory
                    resolve -r DIR/debs --batch DIR/latin1.jsonl  | DIR/latin1.jsonl: is not UTF-8
                    resolve -r DIR/debs --batch DIR/open.jsonl    | DIR/open.jsonl, line 1: expected a JSON object: \
                    Unexpected end-of-input: was expecting closing quote for a string value
                    resolve -r DIR/debs --batch DIR/empty.jsonl   | DIR/empty.jsonl, line 2: expected {"request":[…]}, found none
                    resolve -r DIR/garbage python3                | DIR/garbage: not an existing directory, and not a URL
                    build -r DIR/debs -o DIR/directory            | DIR/directory: already exists
                    build -r DIR/debs --replace -o DIR/directory  | DIR/directory: is not replaced: it is not a bundle, it has no \
                    relocpy.json
                    build -r DIR/debs --replace -o /              | /: is not replaced: it is not a bundle, it has no relocpy.json
                    resolve -r DIR/directory --suite trixie x     | DIR/directory: has no packages (.rpm, .deb), and no repository \
                    of them
                    resolve -r DIR/debs --offline --refresh x     | --offline and --refresh exclude each other: one downloads \
                    nothing, the other always
                    build -r DIR/debs -o DIR/x --arch nosuch      | nosuch: there is no launcher for this architecture, only for \
                    aarch64, i686, ppc64le, riscv64, s390x, x86_64; launchers can be scripts for /bin/sh instead
                    build -r DIR/debs -o DIR/garbage/x            | DIR/garbage/x: its parent directory does not exist
                    build -r DIR/debs -o DIR/x -s DIR/none.py     | DIR/none.py: this script does not exist
                    build -r DIR/debs -o DIR/x --lockfile DIR/garbage | DIR/garbage: expected the line 'end', found the end of the file
                    build -r DIR/debs -o DIR/x --sign-key DIR/directory | DIR/directory: expected a regular file, found a directory
                    build -r DIR/debs -o DIR/x --sign-key DIR/garbage | DIR/garbage: expected an OpenPGP secret key, found none
                    verify DIR/directory                          | DIR/directory: is not a bundle: it has no relocpy.json
                    inspect DIR/none                              | DIR/none: does not exist
                    """)
    void aFailureIsOneLine(String arguments, String message) {
        assertThat(relocpy(1, arguments)).isEqualTo("relocpy: " + message + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -e NAME    | Value for option '--env' (NAME=VALUE) should be in KEY=VALUE format but was NAME
                    --time now | Invalid value for option '--time': 'now' is not a whole number
                    --bytecode nome | Invalid value for option '--bytecode': there is no 'nome'; did you mean none?
                    """)
    void invalidUsageNamesTheOption(String option, String message) {
        assertThat(relocpy(2, "build -o DIR/x " + option))
                .isEqualTo("relocpy build: " + message + "\nTry: relocpy build --help\n");
    }

    @Test
    void theHelpExplainsEachWordOfAnOption() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LineStream out = new LineStream(printed);

        RelocpyCommand.run(new Console(out, out, false, false, 80), "build", "--help");
        out.flush();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("as-packaged: ", " none: ", "unchecked-hash: ", " checked-hash: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KM", "5X", "5KM", "MG", "-1", "999999999T"})
    void aLimitOfTheCacheIsASize(String limit) {
        assertThat(relocpy(2, "cache trim --cachedir DIR/cache --limit=" + limit))
                .isEqualTo("relocpy cache: --limit " + limit + ": expected a size such as 500M or 2G\n"
                        + "Try: relocpy cache --help\n");
        assertThat(folder.resolve("cache")).doesNotExist();
    }
}
