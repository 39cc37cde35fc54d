package io.relocpy.repository.internal.download;

import io.relocpy.repository.HttpSettings;
import java.net.URI;
import java.util.List;

/**
 * The servers that a configuration names, and how to talk to them. Only these receive its password and client certificate.
 * Immutable.
 *
 * @param name of the repository, for messages, such as {@code repository fedora}
 * @param urls where the repository, its mirror list and its metalink are
 * @param http how to talk to the servers
 */
public record Servers(String name, List<URI> urls, HttpSettings http) {
    /** Copies the list. */
    public Servers {
        urls = List.copyOf(urls);
    }

    /** Without user names and passwords. */
    @Override
    public String toString() {
        return name;
    }
}
