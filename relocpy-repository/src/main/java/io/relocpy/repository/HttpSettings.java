package io.relocpy.repository;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to the servers of a repository. Immutable; start from {@link #DEFAULT}.
 *
 * <p>The password and the client certificate are only sent to servers named in the configuration: its base URLs, mirror
 * list and metalink. Other servers, to which mirrors, redirects and metadata may lead, never receive them.
 *
 * @param sslVerify whether servers must present a trusted certificate
 * @param sslCaCert CA certificates, PEM; null for those of the JDK
 * @param sslClientCert the client certificate, PEM; null if there is none
 * @param sslClientKey the key of the client certificate, PEM, not encrypted; null if there is none
 * @param proxy {@code http://host:port}; null for a direct connection
 * @param proxyUsername user name for the proxy; empty if there is none
 * @param proxyPassword password for the proxy
 * @param username user name for the repository's own servers only; empty if there is none
 * @param password password for the repository's own servers only
 * @param timeout how long connecting may take, and how long a transfer may be slower than {@code minRate}; null for the
 *     client's timeout
 * @param minRate minimum rate in bytes per second, averaged over five seconds; even if it is 0, a stalled transfer is
 *     too slow
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
    /** The JDK's CA certificates, no proxy, no password, the client's timeout, and at least 1000 bytes per second. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(true, null, null, null, null, "", "", "", "", null, 1_000);

    /**
     * Checks that certificate and key are both set or both null, that the proxy URL is valid, and the ranges of the
     * numbers.
     */
    public HttpSettings {
        if ((sslClientCert == null) != (sslClientKey == null)) {
            throw new IllegalArgumentException("a client certificate and its key must be set together");
        }
        if (proxy != null
                && (!"http".equalsIgnoreCase(proxy.getScheme())
                        || proxy.getHost() == null
                        || proxy.getPort() == 0
                        || proxy.getPort() > 0xffff)) {
            throw new IllegalArgumentException("proxy is not http://host:port: " + Redaction.quoted(proxy.toString()));
        }
        if (minRate < 0 || (timeout != null && (timeout.isNegative() || timeout.isZero()))) {
            throw new IllegalArgumentException("minRate is negative, or timeout is not positive");
        }
    }

    /** Accepts any server certificate. Only meant for tests. */
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

    /** Trusts only these CA certificates. */
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

    /** Presents a certificate to servers that request one. */
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

    /** Connects through a proxy. The user name is empty if the proxy requires none. */
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

    /** Sends a user name and password to the repository's own servers preemptively, instead of those in their URLs. */
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

    /** Moves on to the next server if connecting takes this long, or a transfer is too slow for this long. */
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

    /** Sets the minimum transfer rate in bytes per second. */
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

    /** Omits user names and passwords. */
    @Override
    public String toString() {
        return "HttpSettings[sslVerify=" + sslVerify + ", sslCaCert=" + sslCaCert + ", sslClientCert=" + sslClientCert
                + ", proxy=" + (proxy == null ? "none" : Redaction.uri(proxy)) + ", timeout=" + timeout
                + ", minRate=" + minRate + "]";
    }
}
