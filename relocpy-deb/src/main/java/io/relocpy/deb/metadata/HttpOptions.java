package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.configuration.AptUri;
import io.relocpy.deb.internal.configuration.AuthFile;
import io.relocpy.deb.internal.configuration.ConfigurationTree;
import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How apt's configuration says to connect to a server. Immutable. */
final class HttpOptions {
    private static final List<String> SCHEMES = List.of("http", "https");

    /** Where GnuTLS looks for certificates on Debian. */
    private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

    private final ConfigurationTree tree;
    private final List<AuthFile> logins;

    HttpOptions(ConfigurationTree tree, List<AuthFile> logins) {
        this.tree = tree;
        this.logins = List.copyOf(logins);
    }

    /** The settings for a URL; {@link HttpSettings#DEFAULT} if it is not one of http or https. */
    HttpSettings settings(String url, HostRoot host) throws IOException {
        AptUri uri = uri(url);
        if (!SCHEMES.contains(uri.scheme())) {
            return HttpSettings.DEFAULT;
        }
        HttpSettings settings = withProxy(HttpSettings.DEFAULT, uri, host);
        Optional<AuthFile.Login> login = login(uri, host);
        if (login.isPresent()) {
            settings = settings.withPassword(login.get().user(), login.get().password());
        }
        Optional<Long> timeout = find(uri, "Timeout").flatMap(ConfigurationTree::leadingNumber);
        if (timeout.isPresent() && timeout.get() > 0) {
            settings = settings.withTimeout(Duration.ofSeconds(timeout.get()));
        }
        return uri.scheme().equals("https") ? withTls(settings, uri, host) : settings;
    }

    /** Reports settings that apt honours and this does not. */
    void warnOfUnsupported(HostRoot host) throws FormatException {
        Path file = host.path(tree.path("Dir::Etc::main"), "Dir::Etc::main");
        for (String scheme : SCHEMES) {
            for (String option : List.of("Proxy-Auto-Detect", "ProxyAutoDetect")) {
                if (tree.find("Acquire::" + scheme + "::" + option).isPresent()) {
                    host.warn(file, "Acquire::" + scheme + "::" + option + " is ignored: no program is run");
                }
            }
        }
        if (!tree.bool("Acquire::https::Verify-Host", true)) {
            host.warn(
                    file,
                    "Acquire::https::Verify-Host is ignored: the name of a server is verified if its certificate is");
        }
    }

    /** Reports logins that are not sent to that URL because the connection is not encrypted. */
    void warnOfLogins(String url, HostRoot host) {
        AptUri uri = uri(url);
        if (SCHEMES.contains(uri.scheme())) {
            login(uri, host);
        }
    }

    private static AptUri uri(String url) {
        return AptUri.parse(url.replaceFirst("^mirror\\+", ""));
    }

    /** The nearest of {@code Acquire::https::HOST::}, {@code http::HOST::}, {@code https::} and {@code http::}. */
    private Optional<String> find(AptUri uri, String name) {
        List<String> methods = uri.scheme().equals("https") ? List.of("https", "http") : List.of("http");
        for (String infix : List.of("::" + uri.host() + "::", "::")) {
            for (String method : methods) {
                Optional<String> value = tree.find("Acquire::" + method + infix + name);
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return Optional.empty();
    }

    /** The login of a URI that has none itself. */
    private Optional<AuthFile.Login> login(AptUri uri, HostRoot host) {
        if (!uri.user().isEmpty() || !uri.password().isEmpty()) {
            return Optional.empty();
        }
        return logins.stream().flatMap(file -> file.find(uri, host).stream()).findFirst();
    }

    private HttpSettings withProxy(HttpSettings settings, AptUri uri, HostRoot host) throws FormatException {
        Optional<String> ofServer = find(uri, "Proxy::" + uri.host());
        String text = ofServer.or(() -> find(uri, "Proxy")).orElse("");
        AptUri proxy = AptUri.parse(text);
        if (text.isEmpty() || text.equals("DIRECT") || proxy.host().isEmpty()) {
            return settings;
        }
        int port = proxy.port() != 0 ? proxy.port() : uri.scheme().equals("https") ? 443 : 80;
        AptUri plain = new AptUri(proxy.scheme(), "", "", proxy.host(), port, "/");
        Optional<AuthFile.Login> login = login(proxy, host);
        String user = login.map(AuthFile.Login::user).orElse(proxy.user());
        try {
            URI url = URI.create(plain.toString());
            return user.isEmpty()
                    ? settings.withProxy(url)
                    : settings.withProxy(
                            url, user, login.map(AuthFile.Login::password).orElse(proxy.password()));
        } catch (IllegalArgumentException e) {
            throw new FormatException(
                    "Acquire::" + uri.scheme() + "::Proxy, for " + uri.host(),
                    "http://host:port or DIRECT",
                    Redaction.quoted(text));
        }
    }

    private HttpSettings withTls(HttpSettings settings, AptUri uri, HostRoot host) throws IOException {
        HttpSettings result = settings;
        if (!find(uri, "Verify-Peer").flatMap(ConfigurationTree::truth).orElse(true)) {
            result = result.withoutVerification();
        }
        Optional<String> authorities = find(uri, "CaInfo");
        Path common = host.follow(host.path(AUTHORITIES, "CaInfo"));
        if (authorities.isPresent()) {
            result = result.withAuthorities(host.follow(host.path(authorities.get(), "CaInfo")));
        } else if (Files.isReadable(common) && Files.size(common) > 0) {
            result = result.withAuthorities(common);
        }
        Optional<String> certificate = find(uri, "SslCert");
        if (certificate.isPresent()) {
            String key = find(uri, "SslKey").orElse(certificate.get());
            result = result.withClientCertificate(
                    host.follow(host.path(certificate.get(), "SslCert")), host.follow(host.path(key, "SslKey")));
        }
        return result;
    }
}
