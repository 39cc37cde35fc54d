package io.relocpy.repository.internal.download;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Explains failures of Java's HTTP client, which throws nested exceptions, often without a message. */
public final class NetworkFailure {
    private static final int MAX_CAUSES = 20;

    private final List<Throwable> chain = new ArrayList<>();

    private NetworkFailure(Throwable thrown) {
        for (Throwable each = thrown; each != null && chain.size() < MAX_CAUSES; each = each.getCause()) {
            chain.add(each);
        }
    }

    /** Explains why the request failed. */
    public static String reason(Throwable thrown) {
        NetworkFailure failure = new NetworkFailure(thrown);
        return failure.connection()
                .or(failure::tunnel)
                .or(failure::tls)
                .or(failure::exchange)
                .orElseGet(() -> failure.message().orElse("the connection failed"));
    }

    private boolean has(Class<? extends Throwable> type) {
        return chain.stream().anyMatch(type::isInstance);
    }

    private boolean says(String words) {
        return chain.stream().anyMatch(each -> String.valueOf(each.getMessage())
                .toLowerCase(Locale.ROOT)
                .contains(words));
    }

    /** The innermost message that is more than the name of a class. */
    private Optional<String> message() {
        return chain.stream()
                .map(each -> String.valueOf(each.getMessage()).strip())
                .filter(text -> text.contains(" ") && !text.matches("(?s)[\\w.$]+(Exception|Error)\\b.*"))
                .reduce((outer, inner) -> inner);
    }

    private Optional<String> connection() {
        if (has(UnresolvedAddressException.class) || has(UnknownHostException.class)) {
            return Optional.of("host name not found");
        }
        if (has(HttpConnectTimeoutException.class) || (has(ConnectException.class) && says("timed out"))) {
            return Optional.of("timed out while connecting");
        }
        if (has(HttpTimeoutException.class)) {
            return Optional.of("timed out");
        }
        if (has(NoRouteToHostException.class) || says("unreachable")) {
            return Optional.of("no route to the host");
        }
        return has(ConnectException.class) ? Optional.of("connection refused") : Optional.empty();
    }

    /** A proxy refused to open a tunnel to an https server. */
    private Optional<String> tunnel() {
        return says("tunnel failed")
                ? message()
                        .map(why -> "no tunnel to the server: " + why.replaceFirst(".*?([0-9]{3}).*", "it answered $1"))
                : Optional.empty();
    }

    private Optional<String> tls() {
        if (!has(SSLException.class) && !has(CertificateException.class)) {
            return Optional.empty();
        }
        return Optional.of("TLS: "
                + certificate().or(this::handshake).orElseGet(() -> message().orElse("failed")));
    }

    private Optional<String> certificate() {
        if (has(CertificateExpiredException.class)) {
            return Optional.of("the server's certificate has expired");
        }
        if (has(CertificateNotYetValidException.class)) {
            return Optional.of("the server's certificate is not valid yet; this machine's clock may be wrong");
        }
        if (says("no subject alternative") || says("no name matching")) {
            return Optional.of("the server's certificate is for another host name");
        }
        if (has(CertPathBuilderException.class) || says("trustanchors parameter must be non-empty")) {
            return Optional.of(
                    "the server's certificate is not trusted: unknown certificate authority; a private one has to be configured");
        }
        return has(CertPathValidatorException.class) || has(CertificateException.class)
                ? Optional.of("the server's certificate is not trusted"
                        + message().map(why -> ": " + why).orElse(""))
                : Optional.empty();
    }

    private Optional<String> handshake() {
        if (says("unsupported or unrecognized ssl message") || says("plaintext connection")) {
            return Optional.of("the server does not support TLS");
        }
        if (says("certificate_required")
                || says("bad_certificate")
                || says("certificate_unknown")
                || says("unknown_ca")
                || says("certificate_expired")) {
            return Optional.of("the server requires a client certificate, or a different one");
        }
        if (says("protocol_version") || says("handshake_failure") || says("no appropriate protocol")) {
            return Optional.of("no TLS version or cipher in common with the server, or no client certificate");
        }
        return has(EOFException.class) || says("remote host")
                ? Optional.of("the server closed the connection")
                : Optional.empty();
    }

    private Optional<String> exchange() {
        if (says("connection reset") || says("broken pipe")) {
            return Optional.of("the server reset the connection");
        }
        if (has(ProtocolException.class) || says("invalid status line") || says("invalid header")) {
            return Optional.of("the server does not support HTTP"
                    + message().map(why -> ": " + why).orElse(""));
        }
        if (says("fixed content-length") || says("chunked transfer encoding")) {
            return Optional.of("the server closed the connection before sending the whole file");
        }
        if (has(EOFException.class) || says("received no bytes")) {
            return Optional.of("the server closed the connection without an answer");
        }
        return has(SocketException.class) || has(ClosedChannelException.class)
                ? Optional.of("the connection was lost"
                        + message().map(why -> ": " + why).orElse(""))
                : Optional.empty();
    }
}
