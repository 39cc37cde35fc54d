package io.relocpy.rpm.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which streams of modules are used besides the default ones: what {@code dnf module} is told.
 * Immutable.
 *
 * @param enabled module → its stream, in place of the default one
 * @param disabled modules of which no stream is used
 * @param platform what streams are built for, such as {@code platform:el9}; empty for any
 * @see <a href="https://dnf.readthedocs.io/en/latest/modularity.html">dnf.modularity(7)</a>
 */
public record ModuleSettings(Map<String, String> enabled, Set<String> disabled, Optional<String> platform) {
    /** The default streams, for any platform. */
    public static final ModuleSettings DEFAULTS = new ModuleSettings(Map.of(), Set.of(), Optional.empty());

    /** Copies map and set. */
    public ModuleSettings {
        enabled = Map.copyOf(enabled);
        disabled = Set.copyOf(disabled);
    }

    /** The same with that stream of that module. */
    public ModuleSettings enable(String module, String stream) {
        Map<String, String> more = new HashMap<>(enabled);
        more.put(module, stream);
        return new ModuleSettings(more, disabled, platform);
    }

    /** The same without any stream of that module. */
    public ModuleSettings disable(String module) {
        Set<String> more = new HashSet<>(disabled);
        more.add(module);
        return new ModuleSettings(enabled, more, platform);
    }

    /** The same for that platform, such as {@code platform:el9}: streams that require another one are not used. */
    public ModuleSettings forPlatform(String name) {
        return new ModuleSettings(enabled, disabled, Optional.of(name));
    }

    /** The same, for that platform, such as a host's own, where none is named. */
    public ModuleSettings orPlatform(Optional<String> other) {
        return new ModuleSettings(enabled, disabled, platform.or(() -> other));
    }
}
