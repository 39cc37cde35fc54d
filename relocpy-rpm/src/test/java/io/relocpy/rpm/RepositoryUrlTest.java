package io.relocpy.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    void whatIsAUrlCanBeUsed(String text) throws IOException {
        RepositoryUrl url = parse(text);
        if (url.isLocal()) {
            assertThat(url.path()).isPresent();
        } else {
            assertThat(HttpRequest.newBuilder(url.uri()).build().uri()).isEqualTo(url.uri());
        }
    }

    @Test
    void whatIsNoneIsRefusedWithWhatAndWhere() {
        for (String text : NO_URLS) {
            assertThatThrownBy(() -> parse(text))
                    .as(text)
                    .isInstanceOf(RpmFormatException.class)
                    .hasMessageStartingWith("test: expected ")
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
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

    @Test
    void findsWhatLiesBelow() throws IOException {
        RepositoryUrl base = parse("http://h/r");
        assertThat(base.resolve("a/b-1:2~x^y.rpm", false)).hasToString("http://h/r/a/b-1:2~x%5Ey.rpm");
        assertThat(base.resolve("/a b#c", false)).hasToString("http://h/r/a%20b%23c");
        assertThat(base.resolve("../../x/./y/..", false)).hasToString("http://h/x/");
        assertThat(base.resolve("../..", false)).hasToString("http://h/");
        assertThat(base.resolve("data:x", false)).hasToString("http://h/r/data:x");
        assertThat(base.resolve("http://[::1]/ä", false)).hasToString("http://[::1]/%C3%A4");
        assertThat(parse("https://u:p@h/r?sig=1").resolve("x", false).uri())
                .isEqualTo(URI.create("https://h/r/x?sig=1"));
    }

    @Test
    void remoteMetadataCannotNameLocalFiles() throws IOException {
        RepositoryUrl remote = parse("http://h/r/");
        for (String location : List.of("file:///etc/passwd", "file:/etc/passwd", "FILE:///etc/passwd")) {
            assertThatThrownBy(() -> remote.resolve(location, false))
                    .isInstanceOf(RpmFormatException.class)
                    .hasMessageContaining("no local file");
        }
        for (String location : List.of("ftp://h/x", "jar://x/y", "gopher:/x")) {
            assertThatThrownBy(() -> remote.resolve(location, false)).isInstanceOf(RpmFormatException.class);
        }
        RepositoryUrl local = parse(temp.toUri().toString());
        for (String location : List.of("../x", "a/../../x", "%2e%2e/x", "..%2fx")) {
            assertThatThrownBy(() -> local.resolve(location, false))
                    .as(location)
                    .isInstanceOf(RpmFormatException.class)
                    .hasMessageContaining("below");
        }
    }

    @Test
    void localMetadataNameFilesBelowOrAbsolute() throws IOException {
        Files.writeString(temp.resolve("a%20b"), "");
        Files.writeString(temp.resolve("c d?e"), "");
        RepositoryUrl base = parse(temp.toUri().toString());
        assertThat(base.resolve("a%20b", true).path()).contains(temp.resolve("a%20b"));
        assertThat(base.resolve("c%20d%3Fe", true).path()).contains(temp.resolve("c d?e"));
        assertThat(base.resolve("c d?e", true).path()).contains(temp.resolve("c d?e"));
        assertThat(base.resolve("/etc/passwd", true).path()).contains(temp.resolve("etc/passwd"));
        assertThat(base.resolve("file:///etc/passwd", true).path()).contains(Path.of("/etc/passwd"));
        assertThatThrownBy(() -> base.resolve("a\0b", true)).isInstanceOf(RpmFormatException.class);
    }

    /** Parts of URLs in any order, with bytes changed. */
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
                url.resolve("x", false);
            } catch (RpmFormatException e) {
                assertThat(e).hasMessageStartingWith("test: expected ");
            }
            for (RepositoryUrl base : List.of(remote, local)) {
                try {
                    RepositoryUrl url = base.resolve(text, i % 2 == 0);
                    if (!url.isLocal()) {
                        assertThat(HttpRequest.newBuilder(url.uri()).build()).isNotNull();
                    }
                } catch (RpmFormatException e) {
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
        for (int i = 0; i < 1_200; i++) {
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

    /** Offline: what is read of a configuration, and whether the network is asked at all. */
    private void load(RepositoryConfig config) throws IOException {
        RepositoryClient client = RepositoryClient.builder()
                .cache(temp.resolve("cache"))
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
}
