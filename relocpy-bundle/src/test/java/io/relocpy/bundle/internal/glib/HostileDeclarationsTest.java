package io.relocpy.bundle.internal.glib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas and types of files that are made to take time, memory or the stack: what is too much is ignored, and says why. */
class HostileDeclarationsTest {
    private static final int MILLION = 1_000_000;

    private static String repeated(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    private static SettingsSchemas schemas(String content) throws FormatException {
        SettingsSchemas schemas = new SettingsSchemas();
        schemas.add("a.gschema.xml", ("<schemalist>" + content + "</schemalist>").getBytes(StandardCharsets.UTF_8));
        return schemas;
    }

    private static String key(String type, String value) {
        return "<schema id='s'><key name='kk' type='" + type + "'><default>" + value + "</default></key></schema>";
    }

    private static List<FormatException> ignored(String content) throws FormatException {
        List<FormatException> ignored = new ArrayList<>();
        MimeDatabase database = new MimeDatabase();
        database.add(
                "a.xml",
                ("<mime-info xmlns='http://www.freedesktop.org/standards/shared-mime-info'>" + content + "</mime-info>")
                        .getBytes(StandardCharsets.UTF_8),
                ignored::add);
        database.files();
        return ignored;
    }

    private static String type(String name, String content) {
        return "<mime-type type='" + name + "'>" + content + "</mime-type>";
    }

    /** Texts that begin alike, with the same value of GLib's hash function for each. */
    private static List<String> colliding(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, 15)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "b1" : "aR") // 33 * 'b' + '1' = 33 * 'a' + 'R'
                        .collect(Collectors.joining()))
                .toList();
    }

    private static List<String> excessive() {
        return List.of(
                key("v", "@" + "a".repeat(100_000)),
                "<enum id='e'>" + repeated(30_000, i -> "<value nick='nick" + i + "' value='" + i + "'/>")
                        + "</enum><schema id='s'>"
                        + repeated(2_000, i -> "<key name='k" + i + "' enum='e'><default>'nick1'</default></key>")
                        + "</schema>", // which each have all strings
                repeated(10_000, i -> "<schema id='s" + (i + 1) + "'" + (i > 0 ? " extends='s" + i + "'" : "") + "/>"),
                repeated(30_000, i -> "<schema id='s" + i + "'/>"),
                "<schema id=''/><schema id='s' extends=''><key name='kk' type='b'><default>true</default></key></schema>",
                "<schema id='s' " + repeated(MILLION, i -> "a" + i + "='' ") + "/>",
                "<a:b xmlns:a='a'>" + repeated(20_000, i -> "<n" + i + "/>") + "</a:b>",
                "<!--" + "x".repeat(MILLION) + "-->",
                "<schema id='&nothing;'/>");
    }

    @ParameterizedTest
    @MethodSource("excessive")
    void aSchemaThatIsTooMuchIsIgnored(String content) {
        assertThatThrownBy(() -> schemas(content)).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "v, 300000, <(, '1,', >", // the size of a type is computed for each value
        "v, 64, <, (, 1)>",
        "v, 1000000, <, (, x",
        "v, 1000000, <@, a, x",
        "s, 2000000, '''', x, ''''", // each level holds a copy
        "d, 500000, '', 1, x",
        "o, 300000, '''', /a, /''",
    })
    void aValueThatIsTooMuchIsRefused(String type, int count, String start, String repeated, String end) {
        String text = start + repeated.repeat(count) + end;
        assertThatThrownBy(() -> GVariantText.parse(text, type)).isInstanceOf(FormatException.class);
    }

    @Test
    void aTypeThatIsTooMuchIsNone() {
        assertThat(GVariantType.isValid("a".repeat(60) + "(" + "y".repeat(300) + ")"))
                .isFalse();
    }

    @Test
    void declaredEntitiesAreNotRead() throws Exception {
        SettingsSchemas schemas = new SettingsSchemas();
        String bomb = "<!DOCTYPE schemalist [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>"
                + "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>";

        schemas.add(
                "a.gschema.xml", (bomb + "<schemalist><schema id='s'/></schemalist>").getBytes(StandardCharsets.UTF_8));

        for (String entity : List.of("b", "f")) {
            byte[] xml = (bomb + "<schemalist>" + key("s", "'&" + entity + ";'") + "</schemalist>")
                    .getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> schemas.add("b.gschema.xml", xml)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void longValuesOfUsualKindsAreKept() throws Exception {
        String spaces = " ".repeat(100_000);
        assertThat(schemas(key("s", "'" + spaces + "'")).compiled()).hasSizeGreaterThan(spaces.length());
        assertThat(GVariantText.parse("'" + "/a".repeat(400_000) + "'", "o").data())
                .hasSize(800_001);
        assertThat(GVariantText.parse("[" + "0, ".repeat(300_000) + "0]", "ad").data())
                .hasSize(8 * 300_001);
        assertThat(schemas(repeated(15_000, i -> "<schema id='s" + i + "'/>")).compiled())
                .isNotEmpty();
    }

    @Test
    void namesWithTheSameHashAreOrdered() throws Exception {
        List<String> names = colliding(20_000);
        assertThat(names.stream().map(GHashOrder::hash).distinct()).hasSize(1);

        List<String> order = GHashOrder.of(names);

        assertThat(order).hasSameSizeAs(names);
        assertThat(Set.copyOf(order)).isEqualTo(Set.copyOf(names));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 30_000})
    void defaultsOfDesktopsAreBounded(int count) throws Exception {
        SettingsSchemas schemas = schemas(key("b", "true"));
        List<FormatException> ignored = new ArrayList<>();

        schemas.override("a.gschema.override", repeated(count, i -> "[s:" + i + "]\nkk=false\n"), ignored::add);

        assertThat(ignored).hasSize(Math.max(0, count - 20_000));
        assertThat(schemas.compiled()).isNotEmpty();
    }

    @Test
    void typesThatAreTooMuchAreIgnored() throws Exception {
        Map<String, String> excessive = Map.of(
                "a long name", type("a/" + "x".repeat(100_000), "<glob pattern='*'/>"),
                "icons", repeated(30_000, i -> type("a/" + i, "<icon name='i'/>")),
                "generic icons", repeated(30_000, i -> type("a/" + i, "<generic-icon name='i'/>")),
                "declarations", type("a/a", "<sub-class-of type='a/b'/>".repeat(300_000)),
                "a deep match",
                        type(
                                "a/a",
                                "<magic>" + "<match type='string' value='x' offset='0'>".repeat(100)
                                        + "</match>".repeat(100) + "</magic>"),
                "a number",
                        type("a/a", "<magic><match type='big32' value='99999999999' offset='99999999999'/></magic>"),
                "a NUL", type("a/a", "<glob pattern=''/>"));
        for (Map.Entry<String, String> each : excessive.entrySet()) {
            assertThat(ignored(each.getValue())).as(each.getKey()).isNotEmpty();
        }
    }

    @Test
    void bytesThatAreNoTextAreNoXml() {
        byte[] xml = "<mime-info><x y='\u00ff\u00fe'/></mime-info>".getBytes(StandardCharsets.ISO_8859_1);
        byte[] nul = "<mime-info><x y='\0'/></mime-info>".getBytes(StandardCharsets.ISO_8859_1);
        byte[] cut = Arrays.copyOf(xml, 12);
        for (byte[] each : List.of(xml, nul, cut, new byte[0])) {
            assertThatThrownBy(() -> new MimeDatabase().add("a.xml", each, fault -> {}))
                    .isInstanceOf(FormatException.class);
        }
    }
}
