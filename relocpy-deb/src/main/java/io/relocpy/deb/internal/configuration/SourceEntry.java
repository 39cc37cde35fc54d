package io.relocpy.deb.internal.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a line or stanza says of one suite at one URI. Immutable.
 *
 * @param file where it is from
 * @param place in the file, for messages
 * @param binary whether it is about packages, not about their sources
 * @param uri with a slash at the end
 * @param components empty for a flat repository
 * @param options by their names in a line, such as {@code signed-by}
 */
public record SourceEntry(
        Path file,
        String place,
        boolean binary,
        AptUri uri,
        String suite,
        List<String> components,
        Map<String, String> options) {
    /** Copies the collections. */
    public SourceEntry {
        components = List.copyOf(components);
        options = Map.copyOf(options);
    }

    /** An option; empty if it is not set. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** For messages. */
    public String where() {
        return file + ", " + place;
    }

    /** The name of the downloaded Release file; entries with the same are of the same release for apt. */
    public String releaseFile() {
        String release =
                suite.endsWith("/") ? suite.equals("/") ? "Release" : suite + "Release" : "dists/" + suite + "/Release";
        return AptUri.parse(uri + release).fileName();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return where() + ": " + uri.withoutLogin() + " " + suite;
    }
}
