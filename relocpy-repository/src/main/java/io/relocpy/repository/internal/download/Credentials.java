package io.relocpy.repository.internal.download;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user names and passwords of a repository, and the servers that receive them: only those named in the
 * configuration, wherever mirrors, redirects and metadata lead. They are sent preemptively, over http and https, as
 * librepo does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, the Basic scheme</a>
 */
final class Credentials {
    private final boolean knowsLogins;
    /** The user info in the URLs of the configured servers, by origin; empty if there is none. */
    private final Map<String, String> origins;

    private Credentials(boolean knowsLogins, Map<String, String> origins) {
        this.knowsLogins = knowsLogins;
        this.origins = origins;
    }

    static Credentials of(Servers servers) throws FormatException {
        Map<String, String> origins = new HashMap<>();
        for (URI each : servers.urls()) {
            RepositoryUrl url = RepositoryUrl.of(each, servers.name());
            if (!url.isLocal()) {
                origins.merge(url.origin(), url.userInfo(), (before, more) -> before.isEmpty() ? more : before);
            }
        }
        return new Credentials(servers.knowsLogins(), origins);
    }

    /** The configured servers, as {@link RepositoryUrl#origin}. */
    Set<String> origins() {
        return Set.copyOf(origins.keySet());
    }

    /**
     * The {@code Authorization} header for a URL; the configured credentials override those in the URL, as in dnf. What a
     * redirect says itself comes before what is known of its server.
     */
    Optional<String> authorization(RepositoryUrl url, HttpSettings http) {
        String known = origins.get(url.origin());
        boolean other = known == null && knowsLogins && url.userInfo().isEmpty();
        if ((known != null || other) && http.username().isPresent()) {
            return basic(pair(http.username(), http.password()));
        }
        return basic(url.userInfo().isEmpty() && known != null ? known : url.userInfo());
    }

    /** The {@code Proxy-Authorization} header, if a proxy with credentials is configured. */
    static Optional<String> proxyAuthorization(HttpSettings http) {
        if (http.proxy().isEmpty()) {
            return Optional.empty();
        }
        return http.proxyUsername().isEmpty()
                ? basic(Optional.ofNullable(http.proxy().get().getUserInfo()).orElse(""))
                : basic(pair(http.proxyUsername(), http.proxyPassword()));
    }

    private static String pair(Optional<String> user, Optional<String> password) {
        return user.orElse("") + ":" + password.orElse("");
    }

    private static Optional<String> basic(String userInfo) {
        String pair = userInfo.contains(":") ? userInfo : userInfo + ":";
        return userInfo.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
