package io.relocpy.deb.internal.configuration;

import io.relocpy.deb.ControlStanza;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * apt's configuration: a tree of names without regard to case, each with a value, and lists of values without names.
 * Not thread-safe while it is changed.
 *
 * @see <a href="https://manpages.debian.org/apt.conf.5">apt.conf(5)</a>
 */
public final class ConfigurationTree {
    private final Node root = new Node("", null);

    private static final class Node {
        private final String name;
        private final @Nullable Node parent;
        private final List<Node> children = new ArrayList<>();
        private final Map<String, Node> named = new HashMap<>();
        private String value = "";

        Node(String name, @Nullable Node parent) {
            this.name = name;
            this.parent = parent;
        }

        @Nullable
        Node find(String child) {
            return named.get(ControlStanza.lowerCase(child));
        }

        /** Without a name it is a new item of a list. */
        Node findOrAdd(String child) {
            Node known = find(child);
            if (known != null) {
                return known;
            }
            Node added = new Node(child, this);
            children.add(added);
            if (!child.isEmpty()) {
                named.put(ControlStanza.lowerCase(child), added);
            }
            return added;
        }
    }

    /** What apt has before it reads any file, as far as it matters here. */
    public static ConfigurationTree withDefaults() {
        ConfigurationTree tree = new ConfigurationTree();
        tree.set("APT::Install-Recommends", "true");
        tree.set("Dir", "/");
        tree.set("Dir::State", "var/lib/apt");
        tree.set("Dir::State::lists", "lists/");
        tree.set("Dir::Etc", "etc/apt");
        tree.set("Dir::Etc::sourcelist", "sources.list");
        tree.set("Dir::Etc::sourceparts", "sources.list.d");
        tree.set("Dir::Etc::main", "apt.conf");
        tree.set("Dir::Etc::netrc", "auth.conf");
        tree.set("Dir::Etc::netrcparts", "auth.conf.d");
        tree.set("Dir::Etc::parts", "apt.conf.d");
        tree.set("Dir::Etc::preferences", "preferences");
        tree.set("Dir::Etc::preferencesparts", "preferences.d");
        tree.set("Dir::Etc::trusted", "trusted.gpg");
        tree.set("Dir::Etc::trustedparts", "trusted.gpg.d");
        return tree;
    }

    private @Nullable Node lookup(String name, boolean add) {
        Node at = root;
        int start = 0;
        for (int i = 0; name.length() - i >= 2; i++) {
            if (name.startsWith("::", i)) {
                Node next = step(at, name.substring(start, i), add);
                if (next == null) {
                    return null;
                }
                at = next;
                start = i + 2;
                i = start; // as apt: the character there is never the first of two colons
            }
        }
        return step(at, name.substring(start), add);
    }

    private static @Nullable Node step(Node at, String name, boolean add) {
        return add ? at.findOrAdd(name) : at.find(name);
    }

    /** Sets a value; two colons at the end of the name add it to a list. */
    void set(String name, String value) {
        Node node = lookup(name, true);
        if (node != null) {
            node.value = value;
        }
    }

    /** Removes a value and all below it. */
    void clear(String name) {
        Node node = lookup(name, false);
        if (node != null) {
            node.value = "";
            node.children.clear();
            node.named.clear();
        }
    }

    /** A value; absent if it is empty. */
    public Optional<String> find(String name) {
        Node node = lookup(name, false);
        return node == null || node.value.isEmpty() ? Optional.empty() : Optional.of(node.value);
    }

    /** What apt takes a text for; empty if it is no boolean. */
    public static Optional<Boolean> truth(String text) {
        return AptWords.bool(text);
    }

    /** The number at the start of a text; empty if there is none. */
    public static Optional<Long> leadingNumber(String text) {
        return AptWords.number(text, 0, false);
    }

    /** A value as a boolean. */
    public boolean bool(String name, boolean absent) {
        return find(name).flatMap(ConfigurationTree::truth).orElse(absent);
    }

    /** A value as a number; absent if it starts with none. */
    public Optional<Long> number(String name) {
        return find(name).flatMap(ConfigurationTree::leadingNumber);
    }

    /** The parts of a value between commas; if there is none, the items below. */
    public List<String> list(String name) {
        Node node = lookup(name, false);
        if (node == null) {
            return List.of();
        }
        return node.value.isEmpty()
                ? node.children.stream().map(child -> child.value).toList()
                : AptWords.splitAtCommas(node.value);
    }

    /** The names of what is below. */
    List<String> names(String name) {
        Node node = lookup(name, false);
        return node == null
                ? List.of()
                : node.children.stream().map(child -> child.name).toList();
    }

    /** A value as the path of a file or directory; if it is relative, below the values above it. */
    public String path(String name) {
        String prefix = find("RootDir").map(dir -> dir + "/").orElse("");
        Node node = lookup(name, false);
        if (node == null || node.value.isEmpty()) {
            return prefix + "/dev/null";
        }
        String path = node.value;
        for (Node above = node.parent; above != null; above = above.parent) {
            if (!above.value.isEmpty()) {
                if (path.startsWith("/dev/null")) {
                    return prefix + "/dev/null";
                }
                if (path.startsWith("/") || path.startsWith("./") || path.startsWith("~/") || path.startsWith("../")) {
                    break;
                }
                path = above.value + (above.value.endsWith("/") ? "" : "/") + path;
            }
        }
        return prefix + path;
    }
}
