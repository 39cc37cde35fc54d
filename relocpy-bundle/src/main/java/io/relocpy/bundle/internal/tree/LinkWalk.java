package io.relocpy.bundle.internal.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Follows symbolic links through a tree of paths, as the kernel does in a file system. */
final class LinkWalk {
    /** As many as Linux follows, see path_resolution(7). */
    private static final int MAX_LINKS = 40;

    private LinkWalk() {}

    /**
     * The path with all links followed, whether or not a file is there.
     *
     * @param path relative to the root
     * @param confined whether absolute targets and {@code ..} at the root lead out of the tree, as in a bundle; otherwise both
     *     mean the root, as in a root file system
     * @param target the target of the link at a path; empty if there is no link
     * @return empty if that leads out of the tree, or through too many links
     */
    static Optional<String> realPath(String path, boolean confined, Function<String, Optional<String>> target) {
        Deque<String> pending = new ArrayDeque<>(List.of(path.split("/")));
        String real = "";
        for (int links = 0; !pending.isEmpty(); ) {
            String part = pending.removeFirst();
            if (confined && RootPath.leavesRoot(real, part)) {
                return Optional.empty();
            }
            String next = RootPath.resolve(real, part);
            Optional<String> link = target.apply(next);
            if (link.isEmpty()) {
                real = next;
                continue;
            }
            boolean absolute = link.get().startsWith("/");
            if (++links > MAX_LINKS || (confined && absolute)) {
                return Optional.empty();
            }
            real = absolute ? "" : real;
            String[] parts = (absolute ? link.get().substring(1) : link.get()).split("/");
            for (int i = parts.length - 1; i >= 0; i--) {
                pending.addFirst(parts[i]);
            }
        }
        return Optional.of(real);
    }
}
