package io.relocpy.bundle;

import io.relocpy.elf.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The bundle's files as the kernel and the loader will find them: links followed, inside the bundle only. */
final class BundleTree implements FileTree {
    private static final int MAX_LINKS = 40;

    private final NavigableMap<String, BundleFile> byPath;

    private BundleTree(NavigableMap<String, BundleFile> byPath) {
        this.byPath = byPath;
    }

    /**
     * The tree of these files.
     *
     * @throws BundleException if two of them have one path
     */
    static BundleTree of(Collection<BundleFile> files) throws BundleException {
        NavigableMap<String, BundleFile> byPath = new TreeMap<>();
        for (BundleFile file : files) {
            BundleFile other = byPath.put(file.path(), file);
            if (other != null) {
                throw new BundleException(file.path(), "comes from " + other.origin() + " and from " + file.origin());
            }
        }
        return new BundleTree(byPath);
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

    @Override
    public Entry lookup(String absolute) {
        String path = RootPath.resolve("", absolute);
        BundleFile file = byPath.get(path);
        if (file instanceof BundleFile.Link link) {
            return new Entry.SymbolicLink("/" + target(link));
        }
        return file != null ? new Entry.RegularFile() : isDirectory(path) ? new Entry.Directory() : new Entry.Missing();
    }

    @Override
    public ByteBuffer read(String absolute) throws IOException {
        return follow(RootPath.resolve("", absolute))
                .orElseThrow(() -> new IOException(absolute + ": no such file in the bundle"))
                .content()
                .buffer();
    }

    private boolean isDirectory(String path) {
        String next = byPath.ceilingKey(path + "/");
        return path.isEmpty() || (next != null && next.startsWith(path + "/"));
    }

    /** The file at exactly this path; links are not followed. */
    Optional<BundleFile> get(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static String target(BundleFile.Link link) {
        return RootPath.resolve(RootPath.parent(link.path()), link.target());
    }
}
