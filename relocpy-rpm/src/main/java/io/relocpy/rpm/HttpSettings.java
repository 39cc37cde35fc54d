package io.relocpy.rpm;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of a repository are spoken to. Immutable; begin with {@link #DEFAULT}.
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
        String password) {
    /** The JDK's authorities, no proxy, no password. */
    public static final HttpSettings DEFAULT = new HttpSettings(true, null, null, null, null, "", "", "", "");

    /** Checks that certificate and key come together. */
    public HttpSettings {
        if ((sslClientCert == null) != (sslClientKey == null)) {
            throw new IllegalArgumentException("a client's certificate goes with a key, and only with one");
        }
    }

    /** Takes any server for the right one; for tests at most. */
    public HttpSettings withoutVerification() {
        return new HttpSettings(
                false, sslCaCert, sslClientCert, sslClientKey, proxy, proxyUsername, proxyPassword, username, password);
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
                password);
    }

    /** Shows a certificate to servers that ask for one. */
    public HttpSettings withClientCertificate(Path certificate, Path key) {
        return new HttpSettings(
                sslVerify, sslCaCert, certificate, key, proxy, proxyUsername, proxyPassword, username, password);
    }

    /** Asks through a proxy, with an empty user name if it wants none. */
    public HttpSettings withProxy(URI url, String user, String userPassword) {
        return new HttpSettings(
                sslVerify, sslCaCert, sslClientCert, sslClientKey, url, user, userPassword, username, password);
    }

    /** Tells a password to servers that ask for one. */
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
                userPassword);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "HttpSettings[sslVerify=" + sslVerify + ", sslCaCert=" + sslCaCert + ", sslClientCert=" + sslClientCert
                + ", proxy=" + proxy + ", username=" + username + "]";
    }
}
