package io.relocpy.repository;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of a repository are spoken to. Immutable; begin with {@link #DEFAULT}.
 *
 * <p>Password and client certificate are for the servers that the configuration names: its base URLs, mirror list and
 * metalink. Mirrors, redirects and metadata that lead elsewhere do not take them there.
 *
 * @param sslVerify whether servers must show a trusted certificate
 * @param sslCaCert certificates of trusted authorities, PEM; null for those of the JDK
 * @param sslClientCert the client's certificate, PEM; null without
 * @param sslClientKey the key of the client's certificate, PEM, not encrypted; null without
 * @param proxy {@code http://host:port}; null for a direct connection
 * @param proxyUsername for the proxy; empty without
 * @param proxyPassword for the proxy
 * @param username for the repository's own servers, not told to others; empty without
 * @param password goes with it
 * @param timeout how long a connection may take, and a transfer be slower than {@code minRate}; null for the client's
 * @param minRate bytes a second, averaged over five seconds; silence is too slow even when it is 0
 */
public record HttpSettings(
        boolean sslVerify,
        @Nullable Path sslCaCert,
        @Nullable Path sslClientCert,
        @Nullable Path sslClientKey,
        @Nullable URI proxy,
        String proxyUsername,
        String proxyPassword,
        String username,
        String password,
        @Nullable Duration timeout,
        long minRate) {
    /** The JDK's authorities, no proxy, no password, the client's timeout and 1000 bytes a second. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(true, null, null, null, null, "", "", "", "", null, 1_000);

    /** Checks that certificate and key come together, that the proxy is one, and that the numbers are not negative. */
    public HttpSettings {
        if ((sslClientCert == null) != (sslClientKey == null)) {
            throw new IllegalArgumentException("a client's certificate goes with a key, and only with one");
        }
        if (proxy != null
                && (!"http".equalsIgnoreCase(proxy.getScheme())
                        || proxy.getHost() == null
                        || proxy.getPort() == 0
                        || proxy.getPort() > 0xffff)) {
            throw new IllegalArgumentException("proxy is not http://host:port: " + Redaction.quoted(proxy.toString()));
        }
        if (minRate < 0 || (timeout != null && (timeout.isNegative() || timeout.isZero()))) {
            throw new IllegalArgumentException("minRate is negative, or timeout not positive");
        }
    }

    /** Takes any server for the right one; for tests at most. */
    public HttpSettings withoutVerification() {
        return new HttpSettings(
                false,
                sslCaCert,
                sslClientCert,
                sslClientKey,
                proxy,
                proxyUsername,
                proxyPassword,
                username,
                password,
                timeout,
                minRate);
    }

    /** Trusts these authorities alone. */
    public HttpSettings withAuthorities(Path certificates) {
        return new HttpSettings(
                sslVerify,
                certificates,
                sslClientCert,
                sslClientKey,
                proxy,
                proxyUsername,
                proxyPassword,
                username,
                password,
                timeout,
                minRate);
    }

    /** Shows a certificate to servers that ask for one. */
    public HttpSettings withClientCertificate(Path certificate, Path key) {
        return new HttpSettings(
                sslVerify,
                sslCaCert,
                certificate,
                key,
                proxy,
                proxyUsername,
                proxyPassword,
                username,
                password,
                timeout,
                minRate);
    }

    /** Asks through a proxy, with an empty user name if it wants none. */
    public HttpSettings withProxy(URI url, String user, String userPassword) {
        return new HttpSettings(
                sslVerify,
                sslCaCert,
                sslClientCert,
                sslClientKey,
                url,
                user,
                userPassword,
                username,
                password,
                timeout,
                minRate);
    }

    /** Tells user name and password to the repository's own servers, before those in their URLs, and at once. */
    public HttpSettings withPassword(String user, String userPassword) {
        return new HttpSettings(
                sslVerify,
                sslCaCert,
                sslClientCert,
                sslClientKey,
                proxy,
                proxyUsername,
                proxyPassword,
                user,
                userPassword,
                timeout,
                minRate);
    }

    /** Gives up on a server, and asks the next one, when a connection takes so long, or a transfer is slow for so long. */
    public HttpSettings withTimeout(Duration duration) {
        return new HttpSettings(
                sslVerify,
                sslCaCert,
                sslClientCert,
                sslClientKey,
                proxy,
                proxyUsername,
                proxyPassword,
                username,
                password,
                duration,
                minRate);
    }

    /** What is slower is slow, in bytes a second. */
    public HttpSettings withMinRate(long bytesPerSecond) {
        return new HttpSettings(
                sslVerify,
                sslCaCert,
                sslClientCert,
                sslClientKey,
                proxy,
                proxyUsername,
                proxyPassword,
                username,
                password,
                timeout,
                bytesPerSecond);
    }

    /** Without user names and passwords. */
    @Override
    public String toString() {
        return "HttpSettings[sslVerify=" + sslVerify + ", sslCaCert=" + sslCaCert + ", sslClientCert=" + sslClientCert
                + ", proxy=" + (proxy == null ? "none" : Redaction.uri(proxy)) + ", timeout=" + timeout
                + ", minRate=" + minRate + "]";
    }
}
