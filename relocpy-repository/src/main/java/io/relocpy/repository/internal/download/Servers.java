package io.relocpy.repository.internal.download;

import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The servers named in a configuration, and how to connect to these and to those that they lead to. Immutable.
 *
 * @param name of the repository, for messages, such as {@code repository fedora}
 * @param urls the URLs of the repository, its mirror list and its metalink
 * @param http how to connect to the server of a URL, which is that of any file, without user name and password
 * @param knowsLogins whether a password of {@code http} is for the server of the URL, wherever the URL comes from;
 *     otherwise only the named servers receive it. Only these receive a client certificate in any case
 */
public record Servers(String name, List<URI> urls, Function<? super URI, HttpSettings> http, boolean knowsLogins) {
    /** Copies the list. */
    public Servers {
        urls = List.copyOf(urls);
    }

    /** Servers with the same settings for all. */
    public Servers(String name, List<URI> urls, HttpSettings http) {
        this(name, urls, url -> http, false);
    }

    /** How to connect to the server of a URL. */
    HttpSettings http(RepositoryUrl url) throws TransferException {
        try {
            return http.apply(url.uri());
        } catch (UncheckedIOException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new TransferException(url.toString(), String.valueOf(cause.getMessage()), cause);
        }
    }

    /** Only the name; no credentials. */
    @Override
    public String toString() {
        return name;
    }
}
