package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.RepositoryUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {
    private static final String[] NO_URLS = {
        "",
        ":",
        "http:",
        "http:foo",
        "http://",
        "http:///path",
        "http://:80/",
        "http://[::1/",
        "http://[::g]/",
        "http://[]/",
        "http://host:port/",
        "http://host:0/",
        "http://host:65536/",
        "http://host:99999999999/",
        "http://under_score/",
        "http://a b/",
        "http://host/a b",
        "http://host/\0",
        "http://host/\n",
        "http://host/%",
        "http://host/%zz",
        "http://%00/",
        "https://user:secret@/",
        "ftp://host/",
        "jar:file:/x.jar!/y",
        "data:text/plain,x",
        "mailto:a@b",
        "rsync://host/",
        "javascript:alert(1)",
        "host/path",
        "/path",
        "//host/path",
        "file:",
        "file:relative",
        "file://host/path",
        "file://user@/path",
        "file:///a%00b",
        "file:///a?query",
        "file:///%",
        "\ud800",
        "http://\ud800/",
        "http://host/" + "x".repeat(10_000),
    };

    @TempDir
    Path temp;

    private static RepositoryUrl parse(String text) throws IOException {
        return RepositoryUrl.parse(text, "test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host/",
                "HTTP://host",
                "https://user:p%40ss@host:8443/a/b?token=1#fragment",
                "http://[::1]:80/",
                "http://[fe80::1]/",
                "http://1.2.3.4/",
                "http://h/ä",
                "http://h/%2e%2e/",
                "file:///",
                "file:/tmp/a%20b",
                "file://localhost/tmp",
                "FILE:///tmp"
            })
    void validUrlsCanBeUsed(String text) throws IOException {
        RepositoryUrl url = parse(text);
        if (url.isLocal()) {
            assertThat(url.path()).isPresent();
        } else {
            assertThat(HttpRequest.newBuilder(url.uri()).build().uri()).isEqualTo(url.uri());
        }
    }

    @Test
    void invalidInputIsRejectedWithReasonAndLocation() {
        for (String text : NO_URLS) {
            assertThatThrownBy(() -> parse(text))
                    .as(text)
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("test: expected ")
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    /** As with a cache that is told what to fetch. */
    @Test
    void aPasswordOfAUrlInThePathIsNotShown() throws IOException {
        for (String slashes : new String[] {"/", "//", "///"}) {
            String path = "cache:3142/https:" + slashes;
            RepositoryUrl url = parse("http://" + path + "user:secret@host/a@b/");
            assertThat(url).hasToString("http://" + path + "host/a@b/");
            assertThat(url.uri().getPath()).contains("user:secret@");
            assertThat(Redaction.uri(url.uri())).hasToString(url.toString());
        }
    }

    @Test
    void aPasswordThatMakesAUrlInvalidIsHintedAt() {
        for (String password : new String[] {"sec/ret", "sec#ret", "sec?ret", "sec ret"}) {
            assertThatThrownBy(() -> parse("http://user:" + password + "@host/"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("\"http://host/\"")
                    .hasMessageContaining("; special characters in a password must be escaped, a slash as %2F")
                    .hasMessageNotContaining("ret@");
        }
        assertThatThrownBy(() -> parse("http://ho st/")).hasMessageNotContaining("password");
    }

    @Test
    void showsNeitherPasswordNorToken() throws IOException {
        RepositoryUrl url = parse("https://user:secret@host:8443/a?token=hidden#x");
        assertThat(url).hasToString("https://host:8443/a?…");
        assertThat(url.uri()).isEqualTo(URI.create("https://host:8443/a?token=hidden"));
        assertThat(url.userInfo()).isEqualTo("user:secret");
        assertThat(RepositoryConfig.builder("x")
                        .baseUrl(URI.create("https://user:secret@host/?token=hidden"))
                        .metalink(URI.create("https://other:secret@host/?token=hidden"))
                        .build()
                        .toString())
                .contains("host")
                .doesNotContain("secret", "hidden");
        assertThatThrownBy(() -> parse("https://user:secret@[host/?token=hidden"))
                .hasMessageContaining("host")
                .hasMessageNotContainingAny("secret", "hidden");
        assertThatThrownBy(() -> RepositoryConfig.builder("x").baseUrl(URI.create("ftp://user:secret@host/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    /** The requests of dnf 4.14: base URL, location of a package, request. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http://h/r | libstdc++-1.0~a^b-1.noarch.rpm | http://h/r/libstdc%2b%2b-1.0~a%5eb-1.noarch.rpm",
                "http://h/ | plain-0:1.0-1.noarch.rpm | http://h/plain-0%3a1.0-1.noarch.rpm",
                "http://h/ | a/1+x~^y%20z%2bw 1@2,3=4&5;6(7)!'$*é#h[].rpm | http://h/a/1%2bx~%5ey%2520z%252bw%201%402%2c3%3d4%265%3b6%287%29%21%27%24%2a%c3%a9%23h%5b%5d.rpm",
                "http://h/ | a/b?q=1.rpm | http://h/a/b%3fq%3d1.rpm",
                "http://h/ | /abs/x.rpm | http://h/abs/x.rpm",
                "http://h/ | ../up/x.rpm | http://h/up/x.rpm",
                "http://h/ | ./x/./y.rpm | http://h/x/y.rpm",
                "http://h/ | x//y.rpm | http://h/x//y.rpm",
                "http://h/ | plain:/x.rpm | http://h/plain%3a/x.rpm",
                "http://h/ | ftp:x.rpm | http://h/ftp%3ax.rpm",
                "http://h/ | file:/etc/passwd | http://h/file%3a/etc/passwd",
                "http://h/ | HTTP://i:7002/a%20b+c | http://i:7002/a%20b+c",
                "http://h/?tok=1 | a+b.rpm | http://h/a%2bb.rpm?tok=1",
                "http://h?tok=1 | a+b.rpm | http://h/a%2bb.rpm?tok=1",
                "http://h/a+b/?x=1+2 | repodata/x.rpm | http://h/a+b/repodata/x.rpm?x=1+2",
                "https://u:p@h/r?sig=1 | x | https://h/r/x?sig=1",
                "http://h/r | http://[::1]/ä | http://[::1]/%c3%a4"
            })
    void namesPackagesAsDnfDoes(String base, String location, String request) throws IOException {
        assertThat(parse(base).resolve(location, FileKind.PACKAGE, false).uri()).hasToString(request);
        assertThat(parse(base)
                        .asDirectory()
                        .resolve(location, FileKind.PACKAGE, false)
                        .uri())
                .hasToString(request);
    }

    /** Likewise, for the files of repomd.xml. */
    @ParameterizedTest
    @CsvSource({
        "http://h/, repodata/prim+ary:1.xml, http://h/repodata/prim+ary:1.xml",
        "http://h/, repodata/p%2bq.xml, http://h/repodata/p%2bq.xml",
        "http://h/, repodata/é.xml, http://h/repodata/%c3%a9.xml",
        "http://h/, x.xml?a=1, http://h/x.xml?a=1",
        "http://h/?tok=1, repodata/x.xml, http://h/repodata/x.xml?tok=1",
        "http://h/r, /repodata/x.xml, http://h/r/repodata/x.xml"
    })
    void namesMetadataAsDnfDoes(String base, String location, String request) throws IOException {
        assertThat(parse(base).resolve(location, FileKind.METADATA, false).uri())
                .hasToString(request);
    }

    /** Likewise, for packages with an {@code xml:base}. */
    @ParameterizedTest
    @CsvSource({
        "http://i/base+x/, a+b.rpm, http://i/base+x/a%2bb.rpm",
        "http://i/base+x?tok=2, a+b.rpm, http://i/base+x/a%2bb.rpm?tok=2",
        "http://i/base, http://j/a+b.rpm, http://j/a+b.rpm"
    })
    void namesPackagesOfAnotherBaseAsDnfDoes(String base, String location, String request) throws IOException {
        String joined = RepositoryUrl.join(base, location);
        assertThat(parse("http://h/").resolve(joined, FileKind.PACKAGE, false).uri())
                .hasToString(request);
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@h, http://u:p@h/",
        "http://h/a/, http://h/a/",
        "http://h/a//, http://h/a/",
        "http://h//?b=/, http://h/?b=/",
        "http://h/a?b=?c#d, http://h/a/?b=?c#d",
        "http://h/a#d?, http://h/a/#d?"
    })
    void endsBaseUrlsWithASlash(String url, String folder) {
        assertThat(RepositoryUrl.asDirectory(URI.create(url))).hasToString(folder);
    }

    @Test
    void findsTheDirectoryOfAFile() throws IOException {
        assertThat(parse("https://h/a/repodata/repomd.xml?tok=1").directoryOf("repodata/repomd.xml"))
                .hasValueSatisfying(folder -> assertThat(folder.uri()).hasToString("https://h/a/?tok=1"));
        assertThat(parse("file:///a/repodata/repomd.xml").directoryOf("repodata/repomd.xml"))
                .hasValueSatisfying(folder -> assertThat(folder.path()).contains(Path.of("/a")));
        assertThat(parse("https://h/a/repomd.xml").directoryOf("repodata/repomd.xml"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/a/b, /c, https://h/c",
        "https://h/a/b, c?d, https://h/a/c?d",
        "https://h/a/b, //i/c, https://i/c",
        "https://h/a/b, https://i/c+d%2bé?X-Sig=a%2Fb, https://i/c+d%2b%c3%a9?X-Sig=a%2Fb"
    })
    void followsRedirectLocations(String url, String location, String next) throws IOException {
        assertThat(parse(url).redirect(location).uri()).hasToString(next);
    }

    @Test
    void rejectsForbiddenRedirects() {
        for (String location : List.of("file:///etc/passwd", "ftp://h/", "http:foo", "http:///x", "http://[::1", "%")) {
            assertThatThrownBy(() -> parse("https://h/").redirect(location))
                    .as(location)
                    .isInstanceOf(FormatException.class);
        }
    }

    /** Valid and invalid URLs, each with a user, a password or a token {@code s3cret}. */
    @ParameterizedTest
    @CsvSource({
        "https://user:s3cret@host/a, https://host/a",
        "https://s3cret@host/a, https://host/a",
        "https://user:pa/s3cret@host/a, https://host/a",
        "https://user:pa?s3cret@host/a, https://host/a",
        "https://user:pa#s3cret@host/a, https://host/a",
        "https://user:p@s3cret@host/a, https://host/a",
        "https://us@er:pa/s3cret@host/a, https://host/a",
        "https://user:s3cret@[::1]:80/a, https://[::1]:80/a",
        "https://user:s3cret@[host/a, https://[host/a",
        "https://user:s3cret/a, https://…/a",
        "s3cret@host/a, host/a",
        "pa/s3cret@host/a, host/a",
        "user:s3cret@host:3128, host:3128",
        "user:pa/s3cret@host:3128, host:3128",
        "https://host/a?token=s3cret, https://host/a?…",
        "https://host/a?x#s3cret, https://host/a?…",
        "https://host/a#s3cret, https://host/a",
        "https://host?s3cret, https://host?…",
        "a/b?s3cret, a/b?…",
        "https://host/@group/name/, https://host/@group/name/",
        "https://[::1]:80/@group/, https://[::1]:80/@group/",
        "Packages/a-0:1-1.rpm, Packages/a-0:1-1.rpm",
        "/srv/@group/name, /srv/@group/name",
        "not a url, not a url"
    })
    void showsNoSecrets(String text, String shown) {
        assertThat(Redaction.text(text)).isEqualTo(shown).doesNotContain("s3cret");
        assertThat(Redaction.quoted(text)).isEqualTo('"' + shown + '"');
    }

    @Test
    void remoteMetadataCannotNameLocalFiles() throws IOException {
        RepositoryUrl remote = parse("http://h/r/");
        for (String location : List.of("file:///etc/passwd", "FILE:///etc/passwd")) {
            assertThatThrownBy(() -> remote.resolve(location, FileKind.PACKAGE, false))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("no local file");
        }
        for (String location : List.of("ftp://h/x", "jar://x/y", "gopher://x")) {
            assertThatThrownBy(() -> remote.resolve(location, FileKind.PACKAGE, false))
                    .isInstanceOf(FormatException.class);
        }
        RepositoryUrl local = parse(temp.toUri().toString());
        for (String location : List.of("../x", "a/../../x", "%2e%2e/x", "..%2fx")) {
            assertThatThrownBy(() -> local.resolve(location, FileKind.PACKAGE, false))
                    .as(location)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("below");
        }
    }

    @Test
    void localMetadataNameFilesBelowOrAbsolute() throws IOException {
        Files.writeString(temp.resolve("a%20b"), "");
        Files.writeString(temp.resolve("c d?e"), "");
        RepositoryUrl base = parse(temp.toUri().toString());
        assertThat(base.resolve("a%20b", FileKind.PACKAGE, true).path()).contains(temp.resolve("a%20b"));
        assertThat(base.resolve("c%20d%3Fe", FileKind.PACKAGE, true).path()).contains(temp.resolve("c d?e"));
        assertThat(base.resolve("c d?e", FileKind.PACKAGE, true).path()).contains(temp.resolve("c d?e"));
        assertThat(base.resolve("/etc/passwd", FileKind.PACKAGE, true).path()).contains(temp.resolve("etc/passwd"));
        assertThat(base.resolve("file:///etc/passwd", FileKind.PACKAGE, true).path())
                .contains(Path.of("/etc/passwd"));
        assertThatThrownBy(() -> base.resolve("a\0b", FileKind.PACKAGE, true)).isInstanceOf(FormatException.class);
    }

    /** Parts of URLs in random order, with random changes. */
    private static String mutation(Random random) {
        String[] parts = {
            "http:",
            "https:",
            "file:",
            "ftp:",
            "//",
            "/",
            "user:pw@",
            "[",
            "]",
            "::1",
            "host",
            "%",
            "%00",
            "%zz",
            "..",
            "?",
            "#",
            ":80",
            ":99999",
            ":-1",
            "\0",
            " ",
            "ä",
            "\ud83d",
            "\\",
            "{",
            "|",
            "^",
            "\n",
            "_",
            "$",
            "..;/"
        };
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://host/" : "");
        for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        if (random.nextBoolean() && !text.isEmpty()) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
        }
        return text.toString();
    }

    @Test
    void noTextGivesAnUncheckedException() throws IOException {
        Random random = new Random(1);
        RepositoryUrl remote = parse("http://h/r/");
        RepositoryUrl local = parse(temp.toUri().toString());
        int good = 0;
        for (int i = 0; i < 2_000; i++) {
            String text = i < NO_URLS.length ? NO_URLS[i] : mutation(random);
            try {
                RepositoryUrl url = parse(text);
                good++;
                if (!url.isLocal()) {
                    assertThat(HttpRequest.newBuilder(url.uri()).build()).isNotNull();
                }
                url.resolve("x", FileKind.PACKAGE, false);
            } catch (FormatException e) {
                assertThat(e).hasMessageStartingWith("test: expected ");
            }
            for (RepositoryUrl base : List.of(remote, local)) {
                try {
                    RepositoryUrl url = base.resolve(text, FileKind.PACKAGE, i % 2 == 0);
                    if (!url.isLocal()) {
                        assertThat(HttpRequest.newBuilder(url.uri()).build()).isNotNull();
                    }
                } catch (FormatException e) {
                    assertThat(e).hasMessageContaining("expected");
                }
            }
        }
        assertThat(good).isGreaterThan(100);
    }

    @Test
    void noRepoFileGivesAnUncheckedException() throws IOException {
        List<String> keys = List.of(
                "baseurl",
                "mirrorlist",
                "metalink",
                "gpgkey",
                "proxy",
                "sslcacert",
                "sslclientcert",
                "timeout",
                "minrate",
                "metadata_expire",
                "priority",
                "username");
        Random random = new Random(2);
        Path file = temp.resolve("x.repo");
        for (int i = 0; i < NO_URLS.length + 240; i++) {
            String text = i < NO_URLS.length ? NO_URLS[i] : mutation(random);
            String value = new String(text.replace("\n", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            String number = i % 7 == 0 ? Long.toString(random.nextLong()) + "dhkMG".charAt(i % 5) : value;
            Files.writeString(file, "[x]\ngpgcheck=1\nbaseurl=http://h/\n" + keys.get(i % keys.size()) + "=" + number);
            try {
                for (RepositoryConfig config : RepoFiles.read(file, Map.of())) {
                    load(config);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("//user:pw@host");
            }
        }
    }

    /** Offline: only checks what is read from the configuration, and whether the network would be used. */
    private void load(RepositoryConfig config) throws IOException {
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .offline(true)
                .timeout(Duration.ofSeconds(1))
                .build();
        client.load(List.of(config, config));
    }

    @Test
    void noMirrorListGivesAnUncheckedException() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            String text = "http://good/\n" + (i < NO_URLS.length ? NO_URLS[i] : mutation(random));
            Mirrors mirrors = Mirrors.parse(text.getBytes(StandardCharsets.UTF_8), "list");
            assertThat(mirrors.places()).isNotEmpty();
        }
    }

    /** An exhaustive search for a user name would take forever. */
    @ParameterizedTest
    @ValueSource(strings = {":", "@", "/", "//", ":@", "?", "http://", "://:"})
    void findsNoSecretInALongTextInShortTime(String part) {
        String text = part.repeat(300_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(Redaction.quoted(text)).hasSizeLessThan(300));
    }

    /** A location written to a lockfile can be read again. */
    @Test
    void hidesNothingMoreOfWhatItShows() {
        List<String> pieces = List.of(
                "http", ":", "//", "/", "@", "?", "#", "host", "u", "8", "[::1]", " ", "…", "%40", "://", ":p@");
        Random random = new Random(17);
        for (int round = 0; round < 50_000; round++) {
            String text = random.ints(random.nextInt(1, 9), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            String shown = Redaction.text(text);

            assertThat(Redaction.text(shown)).as(text).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:s3cret@host//path",
                "http://host/ http://user:s3cret@other/",
                "user@http://x:s3cret",
                "http://user:s3@cret@host:x/",
                "mirror http://user:s3cret@host/"
            })
    void showsNoPasswordsInInvalidUrls(String text) {
        assertThat(Redaction.text(text)).doesNotContain("s3cret", "cret");
    }
}
