package io.relocpy.repository.internal.download;

import io.relocpy.repository.HttpSettings;
import java.net.URI;
import java.util.List;

/**
 * The servers named in a configuration, and how to connect to them. Only these receive its password and client
 * certificate. Immutable.
 *
 * @param name of the repository, for messages, such as {@code repository fedora}
 * @param urls the URLs of the repository, its mirror list and its metalink
 * @param http how to connect to the servers
 */
public record Servers(String name, List<URI> urls, HttpSettings http) {
    /** Copies the list. */
    public Servers {
        urls = List.copyOf(urls);
    }

    /** Only the name; no credentials. */
    @Override
    public String toString() {
        return name;
    }
}
