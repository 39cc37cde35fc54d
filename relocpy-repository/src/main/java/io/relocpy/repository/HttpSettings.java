package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.NonEmpty;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to the servers of a repository. Immutable; start from {@link #DEFAULT}.
 *
 * <p>The password and the client certificate are only sent to servers named in the configuration: its base URLs, mirror
 * list and metalink. Other servers, to which mirrors, redirects and metadata may lead, never receive them.
 */
public final class HttpSettings {
    /** The JDK's CA certificates, no proxy, no password, the client's timeout, and at least 1000 bytes per second. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(new Tls(true, null, null, null), Login.NONE, new Proxy(null, Login.NONE), null, 1_000);

    private final Tls tls;
    private final Login login;
    private final Proxy proxy;
    private final @Nullable Duration timeout;
    private final long minRate;

    private record Tls(
            boolean verify,
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key) {}

    private record Login(String user, String password) {
        static final Login NONE = new Login("", "");

        Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        Optional<String> username() {
            return NonEmpty.of(user);
        }

        Optional<String> secret() {
            return NonEmpty.of(password);
        }
    }

    private record Proxy(@Nullable URI url, Login login) {}

    private HttpSettings(Tls tls, Login login, Proxy proxy, @Nullable Duration timeout, long minRate) {
        this.tls = tls;
        this.login = login;
        this.proxy = proxy;
        this.timeout = timeout;
        this.minRate = minRate;
    }

    /** Accepts any server certificate. Only meant for tests. */
    public HttpSettings withoutVerification() {
        return new HttpSettings(
                new Tls(false, tls.authorities, tls.certificate, tls.key), login, proxy, timeout, minRate);
    }

    /** Trusts only these CA certificates. */
    public HttpSettings withAuthorities(Path certificates) {
        return new HttpSettings(
                new Tls(tls.verify, Objects.requireNonNull(certificates, "certificates"), tls.certificate, tls.key),
                login,
                proxy,
                timeout,
                minRate);
    }

    /** Presents a certificate to servers that request one; its key is not encrypted. Both are PEM files. */
    public HttpSettings withClientCertificate(Path certificate, Path key) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        return new HttpSettings(new Tls(tls.verify, tls.authorities, certificate, key), login, proxy, timeout, minRate);
    }

    /**
     * Connects through a proxy that requires no login.
     *
     * @param url {@code http://host:port}
     * @throws IllegalArgumentException if the URL does not have that form
     */
    public HttpSettings withProxy(URI url) {
        return withProxy(url, Login.NONE);
    }

    /**
     * Connects through a proxy that requires a login.
     *
     * @param url {@code http://host:port}
     * @throws IllegalArgumentException if the URL does not have that form
     */
    public HttpSettings withProxy(URI url, String user, String password) {
        return withProxy(url, new Login(user, password));
    }

    private HttpSettings withProxy(URI url, Login proxyLogin) {
        Objects.requireNonNull(url, "url");
        if (!"http".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || url.getPort() == 0
                || url.getPort() > 0xffff) {
            throw new IllegalArgumentException(
                    "proxy: expected http://host:port, found " + Redaction.quoted(url.toString()));
        }
        return new HttpSettings(tls, login, new Proxy(url, proxyLogin), timeout, minRate);
    }

    /** Sends a user name and password to the repository's own servers preemptively, instead of those in their URLs. */
    public HttpSettings withPassword(String user, String password) {
        return new HttpSettings(tls, new Login(user, password), proxy, timeout, minRate);
    }

    /** Sends only the user names and passwords in URLs. */
    public HttpSettings withoutPassword() {
        return new HttpSettings(tls, Login.NONE, proxy, timeout, minRate);
    }

    /**
     * Moves on to the next server if connecting takes this long, or a transfer is too slow for this long.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public HttpSettings withTimeout(Duration duration) {
        return new HttpSettings(tls, login, proxy, Arguments.timeout(duration, "timeout"), minRate);
    }

    /**
     * Sets the minimum transfer rate, averaged over five seconds. Even if it is 0, a stalled transfer is too slow.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public HttpSettings withMinRate(long bytesPerSecond) {
        return new HttpSettings(tls, login, proxy, timeout, Arguments.size(bytesPerSecond, "minRate"));
    }

    /** Whether servers must present a trusted certificate. */
    public boolean verifiesServers() {
        return tls.verify;
    }

    /** CA certificates, PEM; empty for those of the JDK. */
    public Optional<Path> authorities() {
        return Optional.ofNullable(tls.authorities);
    }

    /** The client certificate, PEM; empty if there is none. */
    public Optional<Path> clientCertificate() {
        return Optional.ofNullable(tls.certificate);
    }

    /** The key of the client certificate, PEM; present if the certificate is. */
    public Optional<Path> clientKey() {
        return Optional.ofNullable(tls.key);
    }

    /** The proxy; empty for a direct connection. */
    public Optional<URI> proxy() {
        return Optional.ofNullable(proxy.url);
    }

    /** The user name for the proxy; empty if there is none. */
    public Optional<String> proxyUsername() {
        return proxy.login.username();
    }

    /** The password for the proxy; empty if there is none. */
    public Optional<String> proxyPassword() {
        return proxy.login.secret();
    }

    /** The user name for the repository's own servers; empty if there is none. */
    public Optional<String> username() {
        return login.username();
    }

    /** The password for the repository's own servers; empty if there is none. */
    public Optional<String> password() {
        return login.secret();
    }

    /** How long connecting may take, and how long a transfer may be too slow; empty for the client's timeout. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The minimum transfer rate in bytes per second. */
    public long minRate() {
        return minRate;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpSettings that
                && tls.equals(that.tls)
                && login.equals(that.login)
                && proxy.equals(that.proxy)
                && Objects.equals(timeout, that.timeout)
                && minRate == that.minRate;
    }

    @Override
    public int hashCode() {
        return Objects.hash(tls, login, proxy, timeout, minRate);
    }

    /** Omits user names and passwords. */
    @Override
    public String toString() {
        return "HttpSettings[verifiesServers=" + tls.verify + ", authorities=" + tls.authorities
                + ", clientCertificate="
                + tls.certificate + ", proxy=" + (proxy.url == null ? "none" : Redaction.uri(proxy.url)) + ", timeout="
                + timeout + ", minRate=" + minRate + "]";
    }
}
