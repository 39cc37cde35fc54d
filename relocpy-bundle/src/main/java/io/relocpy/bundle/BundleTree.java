package io.relocpy.bundle;

import java.util.Map;
import java.util.Optional;

/** The bundle's files as the kernel and the loader will find them: links followed, inside the bundle only. */
final class BundleTree {
    private static final int MAX_LINKS = 40;

    private final Map<String, BundleFile> byPath;

    BundleTree(Map<String, BundleFile> byPath) {
        this.byPath = byPath;
    }

    /** The regular file that the path leads to. */
    Optional<BundleFile.Regular> follow(String path) {
        String current = path;
        for (int links = 0; links <= MAX_LINKS; links++) {
            BundleFile file = byPath.get(current);
            if (file instanceof BundleFile.Regular regular) {
                return Optional.of(regular);
            }
            if (!(file instanceof BundleFile.Link link)) {
                return Optional.empty();
            }
            current = target(link);
        }
        return Optional.empty();
    }

    /** Whether the link leads to a file or directory of the bundle. */
    boolean exists(BundleFile.Link link) {
        String directory = target(link) + "/";
        return follow(link.path()).isPresent() || byPath.keySet().stream().anyMatch(path -> path.startsWith(directory));
    }

    private static String target(BundleFile.Link link) {
        return RootPath.resolve(RootPath.parent(link.path()), link.target());
    }
}
