package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers see of the real apt and of us, where redirects and mirrors lead to another server. */
class AptRequestsIT {
    @TempDir
    Path folder;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private HttpServer first;
    private HttpServer second;

    /** Where the first server redirects a path to; nowhere if null. */
    private volatile Function<String, @Nullable String> location = path -> null;

    @BeforeEach
    void start() throws IOException {
        HostTools.require("apt-get", "dpkg");
        first = serve("first");
        second = serve("second");
    }

    @AfterEach
    void stop() {
        first.stop(0);
        second.stop(0);
    }

    private HttpServer serve(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                if (path.endsWith("InRelease")) {
                    seen.add(name + (exchange.getRequestURI().getHost() == null ? " " : " as a proxy ") + path + " "
                            + header(exchange, "Authorization") + " " + header(exchange, "Proxy-Authorization"));
                }
                String moved = name.equals("first") ? location.apply(path) : null;
                if (moved != null) {
                    exchange.getResponseHeaders().set("Location", moved);
                }
                exchange.sendResponseHeaders(moved == null ? 404 : 302, -1);
            }
        });
        server.start();
        return server;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null
                ? "-"
                : new String(Base64.getDecoder().decode(value.replaceFirst("Basic ", "")), StandardCharsets.ISO_8859_1);
    }

    /** Name, auth.conf, apt.conf, and where everything is redirected to. FIRST and SECOND are hosts with ports. */
    static Stream<List<String>> redirects() {
        String one = "machine http://FIRST login u1 password p1\n";
        String two = "machine http://SECOND login u2 password p2\n";
        return Stream.of(
                List.of("no login", "", "", "http://SECOND"),
                List.of("a login of the first server", one, "", "http://SECOND"),
                List.of("a login of the second server", two, "", "http://SECOND"),
                List.of("a login of each server", one + two, "", "http://SECOND"),
                List.of("a login in the redirect", one, "", "http://u3:p3@SECOND"),
                List.of("a login in the redirect and one of its server", two, "", "http://u3:p3@SECOND"),
                List.of("a login of the same server", one, "", "http://FIRST/other"),
                List.of(
                        "a login of a directory that the redirect leaves",
                        "machine http://FIRST/dists login u1 password p1",
                        "",
                        "http://FIRST/other"),
                List.of(
                        "a login of a directory that the redirect enters",
                        "machine http://FIRST/other login u1 password p1",
                        "",
                        "http://FIRST/other"),
                List.of(
                        "a proxy of the second server",
                        "",
                        "Acquire::http::Proxy::example.invalid \"http://u:p@SECOND\";",
                        "http://example.invalid"),
                List.of(
                        "a proxy, but not of the first server",
                        "",
                        "Acquire::http::Proxy \"http://u:p@SECOND\"; Acquire::http::Proxy::localhost \"DIRECT\";",
                        "http://example.invalid"),
                List.of(
                        "a proxy, but not of the second server",
                        "",
                        "Acquire::http::Proxy::localhost \"http://FIRST\"; Acquire::http::Proxy \"http://localhost:1\";"
                                + "Acquire::http::Proxy::127.0.0.1 \"DIRECT\";",
                        "http://SECOND"));
    }

    private String named(String text) {
        return text.replace("FIRST", "localhost:" + first.getAddress().getPort())
                .replace("SECOND", "127.0.0.1:" + second.getAddress().getPort());
    }

    @ParameterizedTest
    @MethodSource("redirects")
    void redirectedRequestsAreThoseOfApt(List<String> files) throws IOException {
        String target = named(files.get(3));
        location = path -> path.startsWith("/other") ? null : target + path; // the first server itself only once
        HostDirectory host = new HostDirectory(folder)
                .write("etc/apt/auth.conf", named(files.get(1)))
                .write("etc/apt/apt.conf.d/50", named(files.get(2)))
                .write("etc/apt/sources.list", named("deb http://FIRST trixie main\n"));
        compare(host);
    }

    /** apt knows no limit. */
    @Test
    void longChainsOfRedirectsAreFollowed() throws IOException {
        location = path -> {
            int step = path.startsWith("/step") ? Integer.parseInt(path.substring(5, 7)) : 10;
            return step == 29 ? null : "/step" + (step + 1) + path.replaceFirst("^/step\\d\\d", "");
        };
        compare(new HostDirectory(folder).write("etc/apt/sources.list", named("deb http://FIRST trixie main\n")));
        assertThat(seen).hasSize(20);
    }

    @Test
    void redirectsWithoutAnEndAreNot() throws IOException {
        location = path -> path + "/x";
        AptSource source = AptSource.builder(named("http://FIRST/"), "trixie")
                .components("main")
                .build();
        RepositoryClient client = RepositoryClient.builder()
                .cacheDirectory(folder.resolve("cache"))
                .build();
        assertThatThrownBy(() -> client.load(List.of(source)))
                .hasMessageContaining("the server answered 302: too many redirects");
    }

    private void compare(HostDirectory host) throws IOException {
        seen.clear();
        HostTools.Result apt = host.run("apt-get", "-o", "Acquire::Retries=0", "update");
        Set<String> ofApt = new TreeSet<>(seen);
        seen.clear();
        AptConfiguration configuration = host.read();
        RepositoryClient.builder()
                .configuration(configuration)
                .cacheDirectory(folder.resolve("cache"))
                .skipUnavailable(true) // nothing is
                .build()
                .load(configuration.sources());
        assertThat(seen).as(apt.stderr()).isNotEmpty().isEqualTo(ofApt);
    }

    /** apt picks one of the mirrors at random, so each is alone in its list. */
    @Test
    void mirrorsHaveTheirOwnSettings() throws IOException {
        HostDirectory host = new HostDirectory(folder)
                .write("etc/apt/auth.conf", named("machine http://example.invalid/b login u2 password p2\n"))
                .write(
                        "etc/apt/apt.conf.d/50",
                        named("Acquire::http::Proxy::example.invalid \"http://u:p@SECOND\";"
                                + " Acquire::http::Proxy::localhost \"DIRECT\";"));
        Path list = folder.resolve("list");
        for (String mirror : List.of("http://FIRST/a", "http://example.invalid/b", "http://u3:p3@FIRST/c")) {
            host.write("list", named(mirror + "\n")).write("." + list, named(mirror + "\n")); // ours is below the root
            host.write("etc/apt/sources.list", "deb mirror+file:" + list + " trixie main\n");
            compare(host);
        }
    }

    /** Where {@code %} is followed by digits, apt decodes again what was decoded. */
    @ParameterizedTest
    @ValueSource(
            strings = {"a%20b", "gr\u00fcn", "%C3%BC", "a%2520b", "a%23b", "a%3Fb", "a?b", "[x]", "a%", "a;b@c&d+e~f:g"
            })
    void directoriesAreThoseOfApt(String name) throws IOException {
        HostDirectory host = new HostDirectory(folder);
        String packages = "Package: hello\nVersion: 1\nArchitecture: all\nFilename: x\nSize: 1\nSHA256: "
                + "0".repeat(64) + "\n\n";
        String hash = Checksums.of(Checksum.Algorithm.SHA_256, packages.getBytes(StandardCharsets.UTF_8))
                .hex();
        String release =
                "Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n " + hash + " " + packages.length() + " Packages\n";
        for (String directory : List.of("a b", "gr\u00fcn", "\u00fc", "a#b", "a?b", "[x]", "a%", "a;b@c&d+e~f:g")) {
            for (String place : List.of(directory, "." + folder + "/" + directory)) { // ours is below the root
                host.write(place + "/Packages", packages).write(place + "/Release", release);
            }
        }
        host.write("etc/apt/sources.list", "deb [trusted=yes] file:" + folder + "/" + name + " ./\n");
        HostTools.Result apt = host.run("apt-get", "update");
        assertThat(host.run("apt-cache", "show", "hello").exitStatus())
                .as(apt.stderr())
                .isZero();

        AptConfiguration configuration = host.read();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(RepositoryClient.builder()
                        .configuration(configuration)
                        .cacheDirectory(folder.resolve("cache"))
                        .build()
                        .load(configuration.sources())
                        .get(0)
                        .packages())
                .hasSize(1);
    }

    @Test
    void aLoginInTheUriComesFirst() throws IOException {
        HostDirectory host = new HostDirectory(folder)
                .write("etc/apt/auth.conf", named("machine http://FIRST login u1 password p1\n"))
                .write("etc/apt/sources.list", named("deb http://u:p%40@FIRST/debian trixie main\n"));
        compare(host);
    }
}
