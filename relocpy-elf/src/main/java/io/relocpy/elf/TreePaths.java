package io.relocpy.elf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Follows symbolic links inside a tree, as the kernel does under chroot(2): the root's parent is the root. */
final class TreePaths {
    /** As Linux: MAXSYMLINKS. */
    private static final int MOST_LINKS = 40;

    private TreePaths() {}

    /** Where a path leads, free of links; empty if there is nothing. */
    static Optional<String> resolve(FileTree tree, String path) throws IOException {
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
                return Optional.empty();
            }
            if (entry instanceof FileTree.Entry.SymbolicLink link) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
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
                return Optional.empty();
            }
        }
        return Optional.of(join(done));
    }

    private static String join(Deque<String> names) {
        return "/" + String.join("/", names);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
