package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Follows symbolic links inside a tree, as the kernel does under chroot(2): the root's parent is the root. */
final class TreePaths {
    /** The same as in Linux: MAXSYMLINKS. */
    private static final int MOST_LINKS = 40;

    private TreePaths() {}

    /** The path with symbolic links resolved; empty if it does not exist. */
    static Optional<String> resolve(FileTree tree, String path) throws IOException {
        return follow(tree, path).real();
    }

    /**
     * The target of a path.
     *
     * @param real the path without symbolic links; empty if it does not exist
     * @param isCircle whether the reason is too many links
     */
    record Destination(Optional<String> real, boolean isCircle) {}

    static Destination follow(FileTree tree, String path) throws IOException {
        Destination nothing = new Destination(Optional.empty(), false);
        Deque<String> left = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
        Deque<String> done = new ArrayDeque<>();
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                done.pollLast();
                continue;
            }
            done.addLast(name);
            FileTree.Entry entry = tree.lookup(join(done));
            if (entry instanceof FileTree.Entry.Missing) {
                return nothing;
            }
            if (entry instanceof FileTree.Entry.SymbolicLink link) {
                if (++links > MOST_LINKS) {
                    return new Destination(Optional.empty(), true);
                }
                done.removeLast();
                if (link.target().startsWith("/")) {
                    done.clear();
                }
                String[] target = link.target().split("/", -1);
                for (int i = target.length - 1; i >= 0; i--) {
                    left.push(target[i]);
                }
            } else if (entry instanceof FileTree.Entry.RegularFile
                    && left.stream().anyMatch(s -> !s.isEmpty())) {
                return nothing;
            }
        }
        return new Destination(Optional.of(join(done)), false);
    }

    private static String join(Deque<String> names) {
        return "/" + String.join("/", names);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
