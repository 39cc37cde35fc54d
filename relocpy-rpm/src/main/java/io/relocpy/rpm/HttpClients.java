package io.relocpy.rpm;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients as a repository's configuration wants them: certificates, proxy, passwords. */
final class HttpClients {
    private HttpClients() {}

    static HttpClient of(RepositoryConfig config, Duration timeout) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(timeout);
        URI proxy = config.http().proxy();
        // never the JVM's or the environment's proxy behind the caller's back
        builder.proxy(
                proxy == null
                        ? HttpClient.Builder.NO_PROXY
                        : ProxySelector.of(InetSocketAddress.createUnresolved(
                                proxy.getHost(), proxy.getPort() < 0 ? 3128 : proxy.getPort())));
        if (!config.http().username().isEmpty()
                || !config.http().proxyUsername().isEmpty()) {
            builder.authenticator(new Passwords(config));
        }
        if (!config.http().sslVerify()
                || config.http().sslCaCert() != null
                || config.http().sslClientCert() != null) {
            builder.sslContext(tls(config));
        }
        return builder.build();
    }

    private static SSLContext tls(RepositoryConfig config) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(config), trustManagers(config), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TransferException("repository " + config.id(), "its certificates can not be used", e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(RepositoryConfig config)
            throws IOException, GeneralSecurityException {
        if (config.http().sslClientCert() == null || config.http().sslClientKey() == null) {
            return null;
        }
        List<Certificate> chain = PemFiles.certificates(config.http().sslClientCert());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", PemFiles.key(config.http().sslClientKey()), new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(RepositoryConfig config)
            throws IOException, GeneralSecurityException {
        if (!config.http().sslVerify()) {
            return new TrustManager[] {new TrustAnything()};
        }
        if (config.http().sslCaCert() == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : PemFiles.certificates(config.http().sslCaCert())) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Tells a password to the hosts of the configuration alone, wherever a redirect may lead. */
    private static final class Passwords extends Authenticator {
        private final RepositoryConfig config;
        private final Set<String> hosts = new HashSet<>();

        Passwords(RepositoryConfig config) {
            this.config = config;
            config.baseUrls().forEach(url -> hosts.add(String.valueOf(url.getHost())));
            if (config.mirrorList() != null) {
                hosts.add(String.valueOf(config.mirrorList().getHost()));
            }
            if (config.metalink() != null) {
                hosts.add(String.valueOf(config.metalink().getHost()));
            }
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() == RequestorType.PROXY) {
                return config.http().proxyUsername().isEmpty()
                        ? null
                        : new PasswordAuthentication(
                                config.http().proxyUsername(),
                                config.http().proxyPassword().toCharArray());
            }
            return config.http().username().isEmpty() || !hosts.contains(getRequestingHost())
                    ? null
                    : new PasswordAuthentication(
                            config.http().username(), config.http().password().toCharArray());
        }
    }

    /** What {@code sslverify=0} asks for. */
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
