package io.relocpy.rpm;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
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
        Map<String, String> origins = origins(config);
        if (!config.http().username().isEmpty()
                || !config.http().proxyUsername().isEmpty()
                || (proxy != null && proxy.getUserInfo() != null)
                || origins.values().stream().anyMatch(userInfo -> !userInfo.isEmpty())) {
            builder.authenticator(new Passwords(config.http(), origins));
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
            throw new TransferException("repository " + config.id(), "its certificates cannot be used", e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(RepositoryConfig config)
            throws IOException, GeneralSecurityException {
        Path certificate = config.http().sslClientCert();
        Path key = config.http().sslClientKey();
        if (certificate == null || key == null) {
            return null;
        }
        X509Certificate[] chain = PemFiles.certificates(certificate).toArray(X509Certificate[]::new);
        return new KeyManager[] {new ClientCertificate(origins(config).keySet(), chain, PemFiles.key(key))};
    }

    /** The servers that the configuration itself names, and what stands before their host. */
    private static Map<String, String> origins(RepositoryConfig config) throws RpmFormatException {
        List<URI> named = new ArrayList<>(config.baseUrls());
        if (config.mirrorList() != null) {
            named.add(config.mirrorList());
        }
        if (config.metalink() != null) {
            named.add(config.metalink());
        }
        Map<String, String> origins = new HashMap<>();
        for (URI each : named) {
            RepositoryUrl url = RepositoryUrl.of(each, "repository " + config.id());
            if (!url.isLocal()) {
                origins.merge(url.origin(), url.userInfo(), (before, more) -> before.isEmpty() ? more : before);
            }
        }
        return origins;
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

    /** Tells a password to the servers of the configuration alone, wherever a redirect may lead. */
    private static final class Passwords extends Authenticator {
        private final HttpSettings http;
        private final Map<String, String> origins;

        Passwords(HttpSettings http, Map<String, String> origins) {
            this.http = http;
            this.origins = origins;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() == RequestorType.PROXY) {
                URI proxy = http.proxy();
                return proxy != null
                                && proxy.getUserInfo() != null
                                && http.proxyUsername().isEmpty()
                        ? authentication(proxy.getUserInfo())
                        : authentication(http.proxyUsername(), http.proxyPassword());
            }
            URL url = getRequestingURL();
            String userInfo = origins.get(RepositoryUrl.origin(url.getProtocol(), url.getHost(), url.getPort()));
            if (userInfo == null || !http.username().isEmpty()) {
                return userInfo == null ? null : authentication(http.username(), http.password());
            }
            return authentication(userInfo);
        }

        private static @Nullable PasswordAuthentication authentication(String userInfo) {
            int colon = userInfo.indexOf(':');
            return colon < 0
                    ? authentication(userInfo, "")
                    : authentication(userInfo.substring(0, colon), userInfo.substring(colon + 1));
        }

        private static @Nullable PasswordAuthentication authentication(String user, String password) {
            return user.isEmpty() ? null : new PasswordAuthentication(user, password.toCharArray());
        }
    }

    /** Shows a certificate to the servers of the configuration alone. */
    private static final class ClientCertificate extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        private final Set<String> origins;
        private final X509Certificate[] chain;
        private final PrivateKey key;

        ClientCertificate(Set<String> origins, X509Certificate[] chain, PrivateKey key) {
            this.origins = Set.copyOf(origins);
            this.chain = chain;
            this.key = key;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            boolean own = engine != null
                    && engine.getPeerHost() != null
                    && origins.contains(RepositoryUrl.origin("https", engine.getPeerHost(), engine.getPeerPort()));
            return own && List.of(keyTypes).contains(chain[0].getPublicKey().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null; // only engines are used
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
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
