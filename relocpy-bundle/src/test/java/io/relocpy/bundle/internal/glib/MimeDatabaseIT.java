package io.relocpy.bundle.internal.glib;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of types against those of update-mime-database(1), byte for byte. */
class MimeDatabaseIT {
    @TempDir
    Path directory;

    private Path packages;

    @BeforeEach
    void requireTheTool() throws IOException {
        HostTools.require("update-mime-database");
        packages = Files.createDirectories(directory.resolve("mime/packages"));
    }

    private void compare() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(packages)) {
            files = new ArrayList<>(list.sorted().toList());
        }
        HostTools.run("update-mime-database", directory.resolve("mime").toString())
                .orFail();
        MimeDatabase database = new MimeDatabase();
        for (Path file : files) {
            try {
                database.add(file.getFileName().toString(), Files.readAllBytes(file), ignored -> {});
            } catch (FormatException ignored) {
                // as the tool does
            }
        }
        for (var file : database.files().entrySet()) {
            assertThat(file.getValue())
                    .as(file.getKey())
                    .isEqualTo(Files.readAllBytes(directory.resolve("mime").resolve(file.getKey())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<glob pattern='*.Ä*.Txt'/><glob pattern='README' weight='60' case-sensitive='true'/>",
                "<glob/><glob pattern='*.b'/>",
                "<glob-deleteall/><glob pattern='*.b' weight='0'/>",
                "<alias type='a/c'/><alias type='none'/><alias type='a/d'/>",
                "<sub-class-of type='a/c'/><sub-class-of type='a/b'/><icon name='i'/><generic-icon name='g'/>",
                "<magic-deleteall/><magic priority='80'><match type='string' value='x' offset='0:5'/></magic>",
                "<magic priority='-1'><match type='string' value='x' offset='0'/></magic><glob pattern='*.b'/>",
                "<magic/><glob pattern='*.b'/>",
                "<magic><other/></magic>",
                "<magic><match type='string' value='' offset='0'/></magic>",
                "<magic><match type='string' value='a' offset='3:1'/></magic>",
                "<magic><match type='string' value='a' offset='x'/></magic>",
                "<magic><match type='other' value='a' offset='0'/></magic>",
                "<magic><match type='string' value='\\n\\r\\b\\t\\f\\v\\a\\0\\1011\\xfg\\xFFä\\\\' offset='0'/></magic>",
                "<magic><match type='string' value='abc' mask='0xff0fF' offset='0'/></magic>",
                "<magic><match type='string' value='abc' mask='ff' offset='0'/></magic>",
                "<magic><match type='string' value='abc' mask='0xffffffff' offset='0'/></magic>",
                "<magic><match type='byte' value='0377' offset='4' mask='0xf'/><match type='byte' value='1' offset='5'/></magic>",
                "<magic><match type='byte' value='256' offset='4'/></magic>",
                "<magic><match type='big16' value='0x1234' offset='0'><match type='little32' value='0xffffffff' offset='2'>"
                        + "<match type='host16' value='7' offset='0:9'/></match><match type='host32' value='7' offset='0'/>"
                        + "</match></magic>",
                "<magic><match type='little16' value='65536' offset='0'/></magic>",
                "<comment xml:lang='de'>x</comment><x:y xmlns:x='http://x'><glob pattern='*.c'/></x:y><glob pattern='*.b'/>",
            })
    void declarationsAreReadAsTheToolReadsThem(String content) throws IOException {
        Files.writeString(
                packages.resolve("a.xml"),
                "<?xml version='1.0'?><!DOCTYPE mime-info [<!ELEMENT mime-info ANY>]><mime-info"
                        + " xmlns='http://www.freedesktop.org/standards/shared-mime-info'><mime-type type='a/a'>"
                        + content
                        + "</mime-type><mime-type type='z/z'><glob pattern='*.z'/><alias type='a/z'/></mime-type></mime-info>");
        Files.writeString(packages.resolve("b.xml"), "<mime-info>");
        compare();
    }

    /** {@code -Drelocpy.mime=DIR} is another directory of declarations. */
    @Test
    void theDatabaseOfAWholeSystemIsTheSame() throws IOException {
        Path declarations = Path.of(System.getProperty("relocpy.mime", "/usr/share/mime/packages"));
        Assumptions.assumeTrue(Files.isDirectory(declarations), declarations + " is not there");
        try (Stream<Path> list = Files.list(declarations)) {
            for (Path file : list.toList()) {
                Files.copy(file, packages.resolve(file.getFileName().toString()));
            }
        }
        compare();
    }
}
