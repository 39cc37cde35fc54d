package io.relocpy.rpm.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The enabled and disabled module streams, as set with {@code dnf module}. Immutable.
 *
 * @param enabled module → the stream that replaces its default stream
 * @param disabled modules of which no stream is used
 * @param platform the platform that streams must be built for, such as {@code platform:el9}; empty for any
 * @see <a href="https://dnf.readthedocs.io/en/latest/modularity.html">dnf.modularity(7)</a>
 */
public record ModuleSettings(Map<String, String> enabled, Set<String> disabled, Optional<String> platform) {
    /** Only default streams, for any platform. */
    public static final ModuleSettings DEFAULTS = new ModuleSettings(Map.of(), Set.of(), Optional.empty());

    /** Copies the map and the set. */
    public ModuleSettings {
        enabled = Map.copyOf(enabled);
        disabled = Set.copyOf(disabled);
    }

    /**
     * Returns settings that also enable this stream.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public ModuleSettings enable(String module, String stream) {
        Map<String, String> more = new HashMap<>(enabled);
        more.put(name(module, "module"), name(stream, "stream"));
        return new ModuleSettings(more, disabled, platform);
    }

    /**
     * Returns settings that also disable this module.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public ModuleSettings disable(String module) {
        Set<String> more = new HashSet<>(disabled);
        more.add(name(module, "module"));
        return new ModuleSettings(enabled, more, platform);
    }

    /**
     * Returns settings for this platform, such as {@code platform:el9}; streams that require another one are not used.
     */
    public ModuleSettings forPlatform(String name) {
        return new ModuleSettings(enabled, disabled, Optional.of(name(name, "name")));
    }

    /** Returns settings for this platform, such as the host's, if none is set. */
    public ModuleSettings orPlatform(Optional<String> other) {
        Objects.requireNonNull(other, "other");
        return new ModuleSettings(enabled, disabled, platform.or(() -> other));
    }

    private static String name(String text, String what) {
        if (Objects.requireNonNull(text, what).isBlank()) {
            throw new IllegalArgumentException(what + ": expected a name, found none");
        }
        return text;
    }
}
