package io.relocpy.bundle.internal.glib;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled schemas against those of glib-compile-schemas(1), byte for byte: what it ignores is ignored, too. */
class SettingsSchemasIT {
    @TempDir
    Path directory;

    @BeforeEach
    void requireTheTool() {
        HostTools.require("glib-compile-schemas");
    }

    private static byte[] compiledHere(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = new ArrayList<>(list.toList());
        }
        files.sort(Comparator.comparing((Path file) -> SettingsSchemas.isOverride(file.toString()))
                .thenComparing(file -> !SettingsSchemas.isEnumeration(file.toString()))
                .thenComparing(Path::toString));
        SettingsSchemas schemas = new SettingsSchemas();
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                if (SettingsSchemas.isSchema(name)) {
                    schemas.add(name, Files.readAllBytes(file));
                } else if (SettingsSchemas.isOverride(name)) {
                    schemas.override(name, Files.readString(file), ignored -> {});
                }
            } catch (FormatException ignored) {
                // as the tool does
            }
        }
        return schemas.compiled();
    }

    private void compare(Path schemas) throws IOException {
        HostTools.run("glib-compile-schemas", "--targetdir=" + directory, schemas.toString())
                .orFail();
        assertThat(compiledHere(schemas)).isEqualTo(Files.readAllBytes(directory.resolve("gschemas.compiled")));
    }

    private void compareSchema(String content) throws IOException {
        Path schemas = Files.createDirectories(directory.resolve("schemas"));
        // the second one shows that only the first is ignored
        Files.writeString(
                schemas.resolve("a.gschema.xml"), "<schemalist gettext-domain='d'>" + content + "</schemalist>");
        Files.writeString(schemas.resolve("b.gschema.xml"), "<schemalist><schema id='last'/></schemalist>");
        compare(schemas);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "b | true",
                "b | True",
                "b | 1",
                "y | 255",
                "y | 256",
                "y | 0x1f",
                "y | 010",
                "y | 08",
                "y | byte 3",
                "n | -32768",
                "n | -32769",
                "q | 65535",
                "q | -1",
                "i | 2147483647",
                "i | 2147483648",
                "i | +5",
                "i | 5.0",
                "i | int32 5",
                "i | @i 5",
                "i | @u 5",
                "i | uint32 5",
                "u | 4294967295",
                "h | 3",
                "x | int64 -5",
                "x | -9223372036854775808",
                "t | 18446744073709551615",
                "t | 18446744073709551616",
                "d | 5",
                "d | 5.",
                "d | .5",
                "d | 1e10",
                "d | -1.5e-3",
                "d | inf",
                "d | -inf",
                "d | e",
                "s | 'a'",
                "s | \"a'b\"",
                "s | 'a\\'b\\n\\t\\\\\\u00e9\\U0001F600\\x'",
                "s | 'ä€😀'",
                "s | ''",
                "s | 'a",
                "s | a",
                "s | 'a' 'b'",
                "s | string 'a'",
                "s | '\\ud800'",
                "s | '\\u0000'",
                "o | '/a/b_1'",
                "o | '/a/'",
                "o | objectpath '/'",
                "g | 'a{sv}(ii)'",
                "g | 'a'",
                "as | []",
                "as | ['a', 'b']",
                "as | ['a' 'b']",
                "as | ['a',]",
                "as | @as []",
                "as | [1]",
                "ai | [1, 2, 3]",
                "ad | [1, 2.5]",
                "ay | b'abc'",
                "ay | [1, 2]",
                "ay | b'a\\101'",
                "aas | [['a'], []]",
                "(si) | ('a', 1)",
                "(si) | ('a')",
                "(s) | ('a',)",
                "(s) | ('a')",
                "() | ()",
                "(ysx) | (1, 'a', 2)",
                "(yxy) | (1, 2, 3)",
                "(ssas) | ('a', 'b', ['c'])",
                "a(ss) | [('a', 'b'), ('c', 'd')]",
                "a{ss} | {'a': 'b', 'c': 'd'}",
                "a{ss} | {}",
                "a{ss} | [{'a', 'b'}]",
                "a{si} | {'a': 1,}",
                "a{yx} | {1: 2, 3: 4}",
                "{ss} | {'a', 'b'}",
                "ms | nothing",
                "ms | 'a'",
                "ms | just 'a'",
                "mi | 5",
                "mi | nothing",
                "mms | just nothing",
                "mi | @mi nothing",
                "mi | int32 5",
                "ai | [int32 1, 2]",
                "v | <1>",
                "v | <'a'>",
                "v | <true>",
                "v | <1.5>",
                "v | <(1, 'a')>",
                "v | <[1, 2.5]>",
                "v | <[]>",
                "v | <@as []>",
                "v | <<1>>",
                "v | <{'a': 1}>",
                "v | <uint16 1>",
                "v | <just 1>",
                "v | <b'a'>",
                "v | <{'a', 1}>",
                "v | <(1,)>",
                "v | <()>",
                "v | <['a', 1]>",
                "v | 1",
                "a{sv} | {'a': <1>, 'b': <['x']>}",
                "av | [<1>, <'a'>]",
                "z | 1",
                "a | []",
                "(i | (1)",
                "a{vs} | {}",
            })
    void valuesAreReadAsGlibReadsThem(String type, String text) throws IOException {
        compareSchema("<schema id='s'><key name='k' type='" + type + "'><default><![CDATA[ " + text
                + " ]]></default></key></schema>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<enum id='e'><value nick='one' value='1'/><value nick='two' value='-2'/></enum><schema id='s'>"
                        + "<key name='k' enum='e'><default>'one'</default><aliases><alias value='uno' target='one'/>"
                        + "</aliases></key></schema>",
                "<enum id='e'><value nick='one' value='1'/></enum><schema id='s'>"
                        + "<key name='k' enum='e'><default>'two'</default></key></schema>",
                "<enum id='e'><value nick='one' value='1'/><value nick='two' value='1'/></enum><schema id='s'/>",
                "<enum id='e'><value nick='o' value='1'/></enum><schema id='s'/>",
                "<enum id='e'/><schema id='s'/>",
                "<flags id='f'><value nick='none' value='0'/><value nick='one' value='1'/><value nick='top'"
                        + " value='0x80000000'/></flags><schema id='s'><key name='k' flags='f'><default>['top']</default>"
                        + "</key></schema>",
                "<flags id='f'><value nick='three' value='3'/></flags><schema id='s'/>",
                "<schema id='s'><key name='k' enum='missing'><default>'one'</default></key></schema>",
                "<schema id='s'><key name='k' type='i'><range min='-1' max='5'/><default>3</default></key></schema>",
                "<schema id='s'><key name='k' type='y'><range max='5'/><default>6</default></key></schema>",
                "<schema id='s'><key name='k' type='d'><default>0.5</default><range min='0'/></key></schema>",
                "<schema id='s'><key name='k' type='i'><range min='5' max='1'/><default>3</default></key></schema>",
                "<schema id='s'><key name='k' type='s'><range min='5'/><default>'a'</default></key></schema>",
                "<schema id='s'><key name='k' type='as'><choices><choice value='a'/><choice value='bcdefgh'/></choices>"
                        + "<aliases><alias value='x' target='a'/></aliases><default>['bcdefgh']</default></key></schema>",
                "<schema id='s'><key name='k' type='s'><default>'c'</default><choices><choice value='a'/></choices></key>"
                        + "</schema>",
                "<schema id='s'><key name='k' type='i'><choices><choice value='a'/></choices><default>1</default></key>"
                        + "</schema>",
                "<schema id='s'><key name='k' type='s'><default l10n='messages' context='c'>\n 'a' </default></key></schema>",
                "<schema id='s'><key name='k' type='s'><default l10n='time'>'a'</default></key></schema>",
                "<schema id='s'><key name='k' type='s'><default l10n='other'>'a'</default></key></schema>",
                "<schema id='s'><key name='k' type='s'><default context='c'>'a'</default></key></schema>",
                "<schema id='s'><key name='k' type='i'><default>1</default></key></schema><schema id='t' extends='s'"
                        + " path='/a/'><override name='k'>2</override><key name='l' type='i'><default>1</default></key></schema>",
                "<schema id='s'><key name='k' type='i'><default>1</default></key></schema><schema id='t' extends='s'>"
                        + "<key name='k' type='i'><default>1</default></key></schema>",
                "<schema id='s'><override name='k'>2</override></schema>",
                "<schema id='s'/><schema id='l' list-of='s' path='/a:/'/>",
                "<schema id='s'/><schema id='l' list-of='s' path='/a/'/>",
                "<schema id='s' path='/a/'/><schema id='l' list-of='s'/>",
                "<schema id='s'/><schema id='l' list-of='s'><key name='k' type='i'><default>1</default></key></schema>",
                "<schema id='s'/><schema id='l' list-of='s'/><schema id='m' extends='l'/>",
                "<schema id='s'/><schema id='s'/>",
                "<schema id='s' path='/a'/>",
                "<schema id='s' path=''/>",
                "<schema id='s' other='x'/>",
                "<schema/>",
                "<schema id='s'><child name='c' schema='last'/><child name='b' schema='none'/></schema>",
                "<schema id='s'><key name='k' type='i'/></schema>",
                "<schema id='s'><key name='K' type='i'><default>1</default></key></schema>",
                "<schema id='s'><key name='a--b' type='i'><default>1</default></key></schema>",
                "<schema id='s'><key name='a-' type='i'><default>1</default></key></schema>",
                "<schema id='s'><key name='a-1' type='i'><summary>x</summary><summary>y</summary><default>1</default></key>"
                        + "</schema>",
                "<schema id='s'>text</schema>",
                "<schema id='s'><key name='k' type='s'><default>'&amp;&lt;&#228;'</default></key></schema>",
                "<schema id='s'><key name='k' type='s'><default>'&other;'</default></key></schema>",
                "<schema id='s' xmlns:x='urn:x'><x:y><z/>text</x:y><key name='k' type='i' x:a='b'><default>1</default></key></schema>",
                "<schema id='s'><unknown/></schema>",
                "<schema id='s'>",
            })
    void schemasAreAcceptedAsByTheTool(String content) throws IOException {
        compareSchema(content);
    }

    @Test
    void overridesReplaceDefaultsForAllOrForOneDesktop() throws IOException {
        Path schemas = Files.createDirectories(directory.resolve("schemas"));
        Files.writeString(
                schemas.resolve("e.enums.xml"),
                "<schemalist><enum id='e'><value nick='aa' value='1'/></enum></schemalist>");
        Files.writeString(schemas.resolve("a.gschema.xml"), """
                <schemalist gettext-domain='d'><schema id='s'>
                <key name='k' type='s'><default>'a'</default></key>
                <key name='l' type='s'><default l10n='messages'>'a'</default></key>
                <key name='r' type='i'><range max='5'/><default>1</default></key>
                <key name='e' enum='e'><default>'aa'</default></key>
                </schema></schemalist>
                """);
        Files.writeString(schemas.resolve("1.gschema.override"), """
                # a comment
                [s]
                k = 'b'
                l='b'
                r=6
                e='bb'
                none=1
                [s:GNOME]
                k='c'
                l='c'
                [s:Unity]
                k='d'
                [s:MATE]
                r=2
                k='e'
                [other]
                k=1
                """);
        Files.writeString(schemas.resolve("2.gschema.override"), "[s]\nno value\nk='z'\n");
        compare(schemas);
    }

    @Test
    void tablesGrowAsGlibsDo() throws IOException {
        StringBuilder schemas = new StringBuilder();
        for (int i = 1; i <= 1500; i = i * 5 / 3 + 1) {
            schemas.append("<schema id='s").append(i).append("'>");
            for (int k = 0; k < i; k++) {
                schemas.append("<key name='k").append(k * 7919 % 10007).append("' type='i'><default>1</default></key>");
            }
            schemas.append("</schema>");
        }
        compareSchema(schemas.toString());
    }

    /** {@code -Drelocpy.schemas=DIR} is another directory of schemas. */
    @Test
    void schemasOfAWholeSystemAreTheSame() throws IOException {
        Path schemas = Path.of(System.getProperty("relocpy.schemas", "/usr/share/glib-2.0/schemas"));
        Assumptions.assumeTrue(Files.isDirectory(schemas), schemas + " is not there");
        compare(schemas);
    }
}
