package io.relocpy.repository.internal.download;

import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Creates HTTP clients with the certificates and the proxy of a repository's configuration. */
final class HttpClients {
    private HttpClients() {}

    /**
     * Creates a client that does not follow redirects, since it would forward all headers, and has no authenticator,
     * since it would then not send our authorization headers.
     */
    static HttpClient of(String name, HttpSettings http, Set<String> origins, Duration timeout) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        URI proxy = http.proxy().orElse(null);
        // never the proxy of the JVM or the environment behind the caller's back
        builder.proxy(
                proxy == null
                        ? HttpClient.Builder.NO_PROXY
                        : ProxySelector.of(InetSocketAddress.createUnresolved(
                                proxy.getHost(), proxy.getPort() < 0 ? 3128 : proxy.getPort())));
        if (!http.verifiesServers()
                || http.authorities().isPresent()
                || http.clientCertificate().isPresent()) {
            builder.sslContext(tls(name, http, origins));
        }
        return builder.build();
    }

    private static SSLContext tls(String name, HttpSettings http, Set<String> origins) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(name, http, origins), trustManagers(name, http), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TransferException(name, "cannot use the configured certificates", e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(String name, HttpSettings http, Set<String> origins)
            throws IOException, GeneralSecurityException {
        Path certificate = http.clientCertificate().orElse(null);
        Path keyFile = http.clientKey().orElse(null);
        if (certificate == null || keyFile == null) {
            return null;
        }
        PrivateKey key = read(name, "client key", keyFile, PemFiles::key);
        X509Certificate[] chain = read(name, "client certificate", certificate, file -> PemFiles.chain(file, key));
        return new KeyManager[] {new ClientCertificate(origins, chain, key)};
    }

    private interface Reading<T> {
        T read(Path file) throws IOException;
    }

    /** Reads a file; the message of a failure says what it is for. */
    private static <T> T read(String name, String what, Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read(file);
        } catch (FileSystemException e) {
            throw new TransferException(name, what + " " + file + ": " + RegularFile.reason(e), e);
        }
    }

    private static TrustManager @Nullable [] trustManagers(String name, HttpSettings http)
            throws IOException, GeneralSecurityException {
        if (!http.verifiesServers()) {
            return new TrustManager[] {new TrustAnything()};
        }
        Path authorities = http.authorities().orElse(null);
        if (authorities == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : read(name, "certificate authorities", authorities, PemFiles::certificates)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Presents a certificate only to the configured servers. */
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
            return null; // the HTTP client only uses engines
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

    /** Implements {@code sslverify=0}. */
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
