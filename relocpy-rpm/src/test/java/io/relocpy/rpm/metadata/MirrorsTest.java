package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.file.RpmBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorsTest {
    private static final byte[] CURRENT = "current".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEFORE = "before".getBytes(StandardCharsets.UTF_8);

    private static Mirrors parse(String text) throws IOException {
        return Mirrors.parse(text.getBytes(StandardCharsets.UTF_8), "list");
    }

    private static List<String> places(Mirrors mirrors) {
        return mirrors.places().stream().map(RepositoryUrl::toString).toList();
    }

    private static String verification(byte[] content) {
        return "<size>%d</size><verification><hash type=\"md5\">%s</hash><hash type=\"sha256\">%s</hash></verification>"
                .formatted(content.length, "00".repeat(16), RpmBuilder.hex("SHA-256", content));
    }

    static String metalink(byte[] current, byte[] before, String... urls) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?><metalink version=\"3.0\" "
                + "xmlns=\"http://www.metalinker.org/\" xmlns:mm0=\"http://fedorahosted.org/mirrormanager\"><files>"
                + "<file name=\"repomd.xml\"><mm0:timestamp>1</mm0:timestamp>" + verification(current)
                + "<mm0:alternates><mm0:alternate><mm0:timestamp>0</mm0:timestamp>" + verification(before)
                + "</mm0:alternate></mm0:alternates><resources maxconnections=\"1\">");
        for (int i = 0; i < urls.length; i++) {
            text.append(
                    "<url protocol=\"http\" preference=\"%d\">%srepodata/repomd.xml</url>".formatted(100 - i, urls[i]));
        }
        return text + "</resources></file></files></metalink>";
    }

    @Test
    void readsALine() throws IOException {
        Mirrors mirrors = parse("# comment\nhttp://a.org/x\n\nrsync://c.org/\nhttps://b.org/y/\n");
        assertThat(places(mirrors)).containsExactly("http://a.org/x/", "https://b.org/y/");
        assertThatCode(() -> mirrors.check(CURRENT, VerificationPolicy.STRICT, "repomd"))
                .doesNotThrowAnyException();
    }

    @Test
    void readsAMetalink() throws IOException {
        Mirrors mirrors = parse(metalink(CURRENT, BEFORE, "http://a.org/", "rsync://r.org/", "https://b.org/"));
        assertThat(places(mirrors)).containsExactly("http://a.org/", "https://b.org/");
        assertThat(mirrors.alternatives()).hasSize(2);
    }

    @Test
    void acceptsTheVersionsOfRepomdInAMetalink() throws IOException {
        Mirrors mirrors = parse(metalink(CURRENT, BEFORE, "http://a.org/"));
        assertThatCode(() -> mirrors.check(CURRENT, VerificationPolicy.STRICT, "repomd"))
                .doesNotThrowAnyException();
        assertThatCode(() -> mirrors.check(BEFORE, VerificationPolicy.STRICT, "repomd"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        mirrors.check("other!!".getBytes(StandardCharsets.UTF_8), VerificationPolicy.STRICT, "repomd"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a checksum from the metalink");
    }

    @Test
    void skipsUrlsThatAListMustNotName() throws IOException {
        RepositoryUrl secure = RepositoryUrl.parse("https://lists.org/", "test");
        RepositoryUrl plain = RepositoryUrl.parse("http://lists.org/", "test");
        RepositoryUrl local = RepositoryUrl.parse("file:///list", "test");
        Mirrors list = parse("http://a.org/\nhttps://b.org/\nfile:///c/\nnonsense\nftp://d.org/");
        assertThat(places(list.from(secure, false))).containsExactly("https://b.org/");
        assertThat(places(list.from(secure, true))).containsExactly("http://a.org/", "https://b.org/");
        assertThat(places(list.from(plain, false))).containsExactly("http://a.org/", "https://b.org/");
        assertThat(places(list.from(local, false))).containsExactly("http://a.org/", "https://b.org/", "file:///c/");
        Mirrors metalink = parse(metalink(CURRENT, BEFORE, "http://a.org/", "file:///c/"));
        assertThat(places(metalink.from(secure, false))).containsExactly("http://a.org/");
    }

    @Test
    void triesAtMostAHundredMirrors() throws IOException {
        RepositoryUrl plain = RepositoryUrl.parse("http://lists.org/", "test");
        assertThat(parse("http://a.org/\n".repeat(1_000)).from(plain, false).places())
                .hasSize(100);
    }

    @Test
    void refusesAMetalinkWithoutChecksums() {
        assertThatThrownBy(() -> parse("<metalink><files><file name=\"repomd.xml\"/></files></metalink>"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a checksum of repomd.xml");
    }

    @Test
    void trustsABrokenDigestOnlyWhenItIsTolerated() throws IOException {
        Mirrors mirrors = parse("<metalink><files><file name=\"repomd.xml\"><verification><hash type=\"md5\">"
                + RpmBuilder.hex("MD5", CURRENT) + "</hash></verification></file></files></metalink>");
        assertThatThrownBy(() -> mirrors.check(CURRENT, VerificationPolicy.STRICT, "repomd"))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("the only checksum is MD5");
        VerificationPolicy tolerant = VerificationPolicy.STRICT.toleratingBrokenDigests();
        assertThatCode(() -> mirrors.check(CURRENT, tolerant, "repomd")).doesNotThrowAnyException();
        assertThatThrownBy(() -> mirrors.check(BEFORE, tolerant, "repomd")).isInstanceOf(FormatException.class);
    }

    @Test
    void rejectsAnInvalidChecksum() {
        assertThatThrownBy(() -> parse("<metalink><files><file name=\"repomd.xml\"><verification><hash type=\"sha256\">"
                        + "../../x</hash></verification></file></files></metalink>"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("expected SHA-256 of 64 hexadecimal digits, found '../../x'");
    }

    @Test
    void anInvalidSizeOrPreferenceIsIgnored() throws IOException {
        byte[] repomd = "<repomd/>".getBytes(StandardCharsets.UTF_8);
        String right = metalink(repomd, repomd, "http://a.org/");
        String wrong = right.replaceAll("<size>[0-9]*</size>", "<size>x</size>")
                .replaceAll("preference=\"[0-9]*\"", "preference=\"high\"");
        assertThat(wrong).isNotEqualTo(right);
        Mirrors mirrors = Mirrors.parse(wrong.getBytes(StandardCharsets.UTF_8), "metalink");
        assertThat(mirrors.places()).isNotEmpty();
        assertThat(mirrors.alternatives()).allMatch(each -> each.size() == -1);
        mirrors.check(repomd, VerificationPolicy.STRICT, "metalink");
        assertThatThrownBy(() -> mirrors.check(new byte[] {1}, VerificationPolicy.STRICT, "metalink"))
                .isInstanceOf(FormatException.class);
    }
}
