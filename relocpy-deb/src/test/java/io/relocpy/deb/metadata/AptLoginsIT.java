package io.relocpy.deb.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.relocpy.repository.HttpSettings;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which logins and proxies the host's apt uses, as the server sees it. */
class AptLoginsIT {
    private static final String NONE = "none";

    @TempDir
    Path folder;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        HostTools.require("apt-get", "dpkg");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String login = exchange.getRequestHeaders().getFirst("Authorization");
                String proxied = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
                seen.add((exchange.getRequestURI().getHost() == null ? "direct" : "proxied") + " "
                        + (login == null ? NONE : login) + " " + (proxied == null ? NONE : proxied));
                exchange.sendResponseHeaders(404, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static Stream<List<String>> cases() {
        String password = "login u password p";
        return Stream.of(
                        List.of("machine http://localhost " + password),
                        List.of("machine localhost " + password),
                        List.of("machine https://localhost " + password),
                        List.of("machine http://localhost:PORT " + password),
                        List.of("machine http://localhost:1 " + password),
                        List.of("machine http://localhost/debian " + password),
                        List.of("machine http://localhost:PORT/debian " + password),
                        List.of("machine http://localhost:PORT/deb " + password),
                        List.of("machine http://localhost:PORT/debian/ " + password),
                        List.of("machine http://localhost:PORT/ubuntu " + password),
                        List.of("machine http://localhost:PORT/ " + password),
                        List.of("machine http://local " + password),
                        List.of("machine http://other login x password y\nmachine http://localhost " + password),
                        List.of("machine http://localhost " + password
                                + " machine http://localhost login x password y"),
                        List.of("machine\n\thttp://localhost\n\nlogin u\n  password\np\n"),
                        List.of("machine http://localhost login u"),
                        List.of("machine http://localhost password p"),
                        List.of("machine http://localhost\nmachine http://localhost " + password),
                        List.of("# machine http://localhost " + password),
                        List.of("machine http://localhost account a " + password + " macdef b"),
                        List.of("default " + password),
                        List.of("machine http://localhost login u:v password p%20q"),
                        List.of("machine http://localhost login \"u\" password 'p'"),
                        List.of("machine http://localhost " + password + "\r\nmachine x login y password z\r\n"),
                        List.of("machine machine http://localhost " + password),
                        List.of("machine http://localhost login login password password"))
                .map(each -> List.of(each.get(0), "", "http://localhost:PORT/debian"));
    }

    static Stream<List<String>> proxies() {
        String remote = "http://example.invalid/debian";
        return Stream.of(
                List.of("", "Acquire::http::Proxy \"http://localhost:PORT\";", remote),
                List.of("", "Acquire::http::Proxy \"http://localhost:PORT/\";", remote),
                List.of("", "Acquire::http::Proxy \"http://u:p%40@localhost:PORT/\";", remote),
                List.of("", "Acquire::http::proxy::example.invalid \"http://localhost:PORT/\";", remote),
                List.of(
                        "",
                        "Acquire::http::Proxy \"http://localhost:1\";" + " Acquire::http::Proxy::localhost \"DIRECT\";",
                        "http://localhost:PORT/debian"),
                List.of("", "Acquire::http::Proxy \"DIRECT\";", "http://localhost:PORT/debian"),
                List.of("", "Acquire::http::Proxy \"false\";", "http://localhost:PORT/debian"),
                List.of("", "Acquire::https::Proxy \"http://localhost:1\";", "http://localhost:PORT/debian"),
                List.of(
                        "",
                        "Acquire::http::example.invalid::Proxy \"http://localhost:PORT\";"
                                + " Acquire::http::Proxy \"http://localhost:1\";",
                        remote),
                List.of(
                        "machine http://localhost login u password p",
                        "Acquire::http::Proxy \"http://localhost:PORT\";",
                        remote),
                List.of(
                        "machine http://example.invalid login u password p",
                        "Acquire::http::Proxy \"http://localhost:PORT\";",
                        remote),
                List.of("", "", "http://u:p@localhost:PORT/debian"),
                List.of("machine http://localhost login x password y", "", "http://u:p@localhost:PORT/debian"));
    }

    @ParameterizedTest
    @MethodSource({"cases", "proxies"})
    void aptSendsTheSame(List<String> files) throws IOException {
        String port = String.valueOf(server.getAddress().getPort());
        String uri = files.get(2).replace("PORT", port);
        HostDirectory host = new HostDirectory(folder)
                .write("etc/apt/auth.conf", files.get(0).replace("PORT", port))
                .write("etc/apt/apt.conf.d/50", files.get(1).replace("PORT", port))
                .write("etc/apt/sources.list", "deb [trusted=yes] " + uri + " trixie main\n");
        HostTools.Result apt = host.run("apt-get", "-o", "Acquire::Retries=0", "update");
        AptConfiguration ours = host.read();
        assertThat(seen)
                .as(apt.stderr())
                .containsExactlyElementsOf(sent(ours.sources().get(0), ours));
        assertThat(ours.warnings().stream().anyMatch(each -> each.message().contains("not sent without encryption")))
                .isEqualTo(apt.stderr().contains("the protocol is not encrypted"));
    }

    /** What our client would send: {@link HttpSettings} override what is in the URI. */
    private static Set<String> sent(AptSource source, AptConfiguration ours) throws IOException {
        HttpSettings http = ours.http(source);
        String inUri = source.uri().contains("@") ? "u:p" : "";
        boolean configured = http.username().isPresent() || http.password().isPresent();
        String login = configured ? pair(http.username(), http.password()) : inUri;
        String proxy = http.proxyUsername().isEmpty() ? "" : pair(http.proxyUsername(), http.proxyPassword());
        return new TreeSet<>(
                Set.of((http.proxy().isPresent() ? "proxied " : "direct ") + basic(login) + " " + basic(proxy)));
    }

    private static String pair(Optional<String> user, Optional<String> password) {
        return user.orElse("") + ":" + password.orElse("");
    }

    private static String basic(String login) {
        return login.isEmpty()
                ? NONE
                : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
