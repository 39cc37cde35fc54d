package io.relocpy.rpm.internal.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.testing.Allocations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markup that would occupy the XML parser for minutes does not reach it; everything else does, unchanged. */
class MarkupGuardTest {
    private static final int MANY = 100_000;

    @Test
    void manyAttributesAreRefused() throws IOException {
        refused("<comps" + attributes(MANY) + "/>", "at most 64 attributes of an element");
        refused("<comps" + attributes(65) + "/>", "at most 64 attributes of an element");
        read("<comps" + attributes(64) + "/>");
    }

    @Test
    void manyNamespacesAreRefused() throws IOException {
        String namespaces = IntStream.range(0, MANY)
                .mapToObj(i -> " xmlns:n" + i + "='u" + i + "'")
                .collect(Collectors.joining());
        refused("<comps" + namespaces + "/>", "at most 64 attributes of an element");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<n%d/>", "<n n%d=''/>", "<?n%d ?>", "<n xmlns:n%d=''/>"})
    void manyDifferentNamesAreRefused(String form) throws IOException {
        String names = IntStream.range(0, MANY).mapToObj(form::formatted).collect(Collectors.joining());
        refused("<comps>" + names + "</comps>", "at most 1024 names of elements and attributes");
        read("<comps>" + form.formatted(1).repeat(MANY) + "</comps>");
    }

    @Test
    void longNamesAreRefused() throws IOException {
        refused("<" + "x".repeat(1 << 20) + "/>", "of at most 256 bytes");
        refused("<comps " + "x".repeat(1 << 20) + "=''/>", "of at most 256 bytes");
        refused("<comps><?" + "x".repeat(1 << 20) + "?></comps>", "of at most 256 bytes");
    }

    /** Whatever comes before: the guard must stay in step with the parser. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- ' -->",
                "<!-- <a \" -->",
                "<!--> -->",
                "<!---> -->",
                "<![CDATA[<a ']]>",
                "<![CDATA[]]]]>",
                "<![CDATA[<!--]]>",
                "<?p ' ?>",
                "<?p <!-- ?>",
                "<?p??>",
                "<b c='>'/>",
                "<b c='\"'/>",
                "<b c='<!--'/>",
                "<b c=\"'\" d = '/>' />",
                "it's > \" -- ",
                "<b></b >",
                "<b\u00e4 c\n=\r\n''/>"
            })
    void nothingHidesManyAttributes(String before) {
        String document = "<comps>%s<a%s/></comps>".formatted(before, attributes(65));
        assertThatThrownBy(() -> read(document)).isInstanceOf(FormatException.class);
        for (int size : new int[] {1, 2, 3, 7}) {
            assertThatThrownBy(() -> passInPieces(document, size))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("at most 64 attributes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE comps PUBLIC 'a' \"><!--\">",
                "<!DOCTYPE comps SYSTEM \"<?\">",
                "<!DOCTYPE comps>",
                "<?xml version='1.0'?><!DOCTYPE comps>",
                "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            })
    void nothingBeforeTheElementHidesManyAttributes(String before) throws IOException {
        read(before + "<comps" + attributes(64) + "/>");
        refused(before + "<comps" + attributes(65) + "/>", "at most 64 attributes");
    }

    /** Names and quotes in comments, CDATA sections and processing instructions do not count. */
    @ParameterizedTest
    @ValueSource(strings = {"<!--%s-->", "<![CDATA[%s]]>", "<?p %s?>"})
    void textIsNotMarkup(String form) throws IOException {
        String text = IntStream.range(0, 5000).mapToObj(i -> "<n" + i + " a='").collect(Collectors.joining());
        read("<comps>" + form.formatted(text) + "</comps>");
    }

    @Test
    void anInternalSubsetIsRefused() throws IOException {
        refused("<!DOCTYPE comps [<!ENTITY a \"<!--\">]><comps/>", "no internal subset in the document type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "IBM037", "Shift_JIS"})
    void encodingsThatDoNotExtendAsciiAreRefused(String encoding) {
        String text = "<?xml version='1.0' encoding='" + encoding + "'?><comps/>";
        for (Charset charset : new Charset[] {Charset.forName(encoding), StandardCharsets.US_ASCII}) {
            assertThatThrownBy(() -> CompsReader.read(new ByteArrayInputStream(text.getBytes(charset)), "fuzz"))
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void bytesArePassedOnUnchanged() throws IOException {
        byte[] bytes = new byte[10_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        try (InputStream in = new MarkupGuard(new ByteArrayInputStream(bytes), "fuzz")) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
    }

    private static void passInPieces(String document, int size) throws IOException {
        byte[] piece = new byte[size];
        try (InputStream in =
                new MarkupGuard(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), "fuzz")) {
            while (in.read(piece) >= 0) {
                continue;
            }
        }
    }

    private static void read(String document) throws IOException {
        CompsReader.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), "fuzz");
    }

    private static void refused(String document, String expected) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        Allocations.assertBelow(
                1 << 22, () -> assertThatThrownBy(() -> CompsReader.read(new ByteArrayInputStream(bytes), "fuzz"))
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining(expected));
    }
}
