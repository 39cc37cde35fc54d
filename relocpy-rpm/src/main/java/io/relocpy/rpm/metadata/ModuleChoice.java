package io.relocpy.rpm.metadata;

import io.relocpy.rpm.internal.parse.Modules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Selects the stream of each module: the requested ones, in order, unless they conflict with earlier ones, and the
 * streams of other modules that they require. Like libdnf's module solver, drops the last of several conflicting
 * streams.
 */
final class ModuleChoice {
    /** Real repositories take a few thousand steps. */
    private static final int MAX_STEPS = 1_000_000;

    private static final int MAX_DEPTH = 1_000;
    private static final String PLATFORM = "platform";

    private final Map<String, SortedMap<String, List<Modules.Stream>>> modules = new HashMap<>();
    private final Map<String, String> preferred;
    private final Set<String> disabled;
    private final @Nullable String platform;
    private final List<Requirement> wanted = new ArrayList<>();
    private Map<String, String> chosen = new HashMap<>();
    private int steps;

    /**
     * The acceptable streams of a module: the named ones, or all if none are named; a leading {@code -} excludes one.
     */
    private record Requirement(String module, List<String> streams) {
        boolean accepts(String stream) {
            return !streams.contains("-" + stream)
                    && (streams.contains(stream) || streams.stream().allMatch(each -> each.startsWith("-")));
        }
    }

    /**
     * Creates a choice among these streams.
     *
     * @param preferred module → the preferred one of several acceptable streams
     */
    ModuleChoice(List<Modules.Stream> streams, Map<String, String> preferred, ModuleSettings settings) {
        for (Modules.Stream each : streams) {
            modules.computeIfAbsent(each.module(), module -> new TreeMap<>())
                    .computeIfAbsent(each.name(), name -> new ArrayList<>())
                    .add(each);
        }
        this.preferred = preferred;
        this.disabled = settings.disabled();
        this.platform = settings.platform()
                .map(text -> text.substring(text.indexOf(':') + 1))
                .orElse(null);
    }

    Set<String> streams(String module) {
        return builds(module).keySet();
    }

    private SortedMap<String, List<Modules.Stream>> builds(String module) {
        return modules.getOrDefault(module, new TreeMap<>());
    }

    /** Selects a stream if it is compatible with those selected before. */
    boolean take(String module, String stream) {
        wanted.add(new Requirement(module, List.of(stream)));
        Map<String, String> before = chosen;
        chosen = new HashMap<>();
        if (fulfil(new ArrayList<>(wanted), 0)) {
            return true;
        }
        wanted.remove(wanted.size() - 1);
        chosen = before;
        return false;
    }

    /** Whether this build of a stream is among the selected ones. */
    boolean isActive(Modules.Stream build) {
        return build.name().equals(chosen.get(build.module()))
                && requirements(build).stream().allMatch(this::holds);
    }

    private boolean holds(Requirement requirement) {
        if (requirement.module.equals(PLATFORM)) {
            return platform == null || requirement.accepts(platform);
        }
        String stream = chosen.get(requirement.module);
        return stream != null && requirement.accepts(stream);
    }

    private static List<Requirement> requirements(Modules.Stream build) {
        List<Requirement> out = new ArrayList<>();
        for (Map<String, List<String>> each : build.requires()) {
            each.forEach((module, streams) -> out.add(new Requirement(module, streams)));
        }
        return out;
    }

    /**
     * Whether all requirements from this position on can be satisfied together; selecting a stream appends its
     * requirements.
     */
    private boolean fulfil(List<Requirement> open, int place) {
        if (place == open.size()) {
            return true;
        }
        if (++steps > MAX_STEPS || place > MAX_DEPTH) {
            return false;
        }
        Requirement requirement = open.get(place);
        if (requirement.module.equals(PLATFORM) || chosen.containsKey(requirement.module)) {
            return holds(requirement) && fulfil(open, place + 1);
        }
        for (Modules.Stream build : candidates(requirement)) {
            int size = open.size();
            chosen.put(build.module(), build.name());
            open.addAll(requirements(build));
            if (fulfil(open, place + 1)) {
                return true;
            }
            chosen.remove(build.module());
            open.subList(size, open.size()).clear();
        }
        return false;
    }

    private List<Modules.Stream> candidates(Requirement requirement) {
        List<Modules.Stream> out = new ArrayList<>();
        if (!disabled.contains(requirement.module)) {
            String first = preferred.get(requirement.module);
            builds(requirement.module).forEach((stream, builds) -> {
                if (requirement.accepts(stream)) {
                    out.addAll(stream.equals(first) ? 0 : out.size(), builds);
                }
            });
        }
        return out;
    }
}
