package io.relocpy.deb.internal.release;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of mirrors, as {@code mirror+https:} and the like name one. Immutable.
 *
 * @see <a href="https://manpages.debian.org/apt-transport-mirror.1">apt-transport-mirror(1)</a>
 */
public final class MirrorList {
    /** In bytes. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_MIRRORS = 100;
    private static final int MAX_DIGITS = 9;

    private MirrorList() {}

    /**
     * One mirror.
     *
     * @param uri of the repository
     * @param priority the lowest first; apt takes those of equal priority in random order, we in that of the list
     * @param limits by key, such as {@code arch}: what it is for; without the key, for everything
     */
    public record Mirror(String uri, long priority, Map<String, Set<String>> limits) {
        /** Copies the map. */
        public Mirror {
            limits = Map.copyOf(limits);
        }

        /** Whether it has files with that property; an unknown one is empty. */
        public boolean serves(String key, String value) {
            Set<String> limit = limits.get(key);
            return limit == null || value.isEmpty() || limit.contains(value);
        }

        /** Without secrets. */
        @Override
        public String toString() {
            return Redaction.text(uri);
        }
    }

    /**
     * Reads a list.
     *
     * @param content not compressed
     * @param where location for messages
     * @return the mirrors, those to be tried first in front
     */
    public static List<Mirror> parse(byte[] content, String where) throws FormatException {
        if (content.length > MAX_SIZE) {
            throw new FormatException(where, "at most " + MAX_SIZE + " bytes", "more");
        }
        List<Mirror> mirrors = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#") && mirrors.size() < MAX_MIRRORS) {
                mirrors.add(mirror(text));
            }
        }
        if (mirrors.isEmpty()) {
            throw new FormatException(where, "the URI of a mirror", "none");
        }
        mirrors.sort(Comparator.comparingLong(Mirror::priority));
        return List.copyOf(mirrors);
    }

    private static Mirror mirror(String line) {
        String[] parts = line.split("\t", 2);
        long priority = Long.MAX_VALUE;
        Map<String, Set<String>> limits = new HashMap<>();
        for (String item : parts.length == 1 ? new String[0] : parts[1].split("[\t ]+")) {
            int colon = item.indexOf(':');
            String value = item.substring(colon + 1);
            if (item.startsWith("priority:")) {
                priority = value.matches("[0-9]{1," + MAX_DIGITS + "}") ? Long.parseLong(value) : priority;
            } else if (colon > 0) {
                limits.computeIfAbsent(item.substring(0, colon), key -> new HashSet<>())
                        .add(value);
            }
        }
        return new Mirror(parts[0].strip(), priority, limits);
    }
}
