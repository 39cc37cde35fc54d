package io.relocpy.bundle.internal.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The directories of a root that the loader searches by default: built in, or from {@code ld.so.conf.d}. */
public final class DefaultDirectories {
    private static final String CONFIGURATION = "etc/ld.so.conf.d";

    private DefaultDirectories() {}

    /** Paths in the root, in the loader's order. */
    public static List<String> of(VirtualRoot root, Interpreter interpreter) throws IOException {
        Set<String> directories =
                new LinkedHashSet<>(List.of(RootPath.parent(interpreter.loader()), "usr/lib64", "usr/lib"));
        for (TreeFile file : root.below(CONFIGURATION)) {
            if (file instanceof TreeFile.Regular configuration) {
                configuration
                        .content()
                        .text()
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("/"))
                        .forEach(line -> directories.add(RootPath.mergeUsr(RootPath.resolve("", line))));
            }
        }
        return new ArrayList<>(directories);
    }
}
